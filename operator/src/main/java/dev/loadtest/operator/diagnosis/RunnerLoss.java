package dev.loadtest.operator.diagnosis;

import dev.loadtest.k6.ExitCode;
import dev.loadtest.verdict.Loss;
import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runners that were taken away. */
final class RunnerLoss {
    /** How k6 ends that was told to by a signal, or killed. With any other code it came to an end of its own, also in a pod that is going. */
    private static final Set<ExitCode> TAKEN_AWAY = Set.of(
            ExitCode.KILLED_EARLY,
            ExitCode.EXTERNAL_ABORT,
            ExitCode.HANGUP,
            ExitCode.KILLED,
            ExitCode.TERMINATED_EARLY);

    /** Who took a pod away, by the reason of its condition DisruptionTarget. */
    private static final Map<String, String> DISRUPTIONS = Map.of(
            "PreemptionByScheduler", "was preempted",
            "EvictionByEvictionAPI", "was evicted, as when its node is drained",
            "DeletionByTaintManager", "went with its node, which was tainted or does not answer",
            "DeletionByPodGC", "went with its node",
            "TerminationByKubelet", "was evicted by its node");

    /** What kubelets and the node controller write as a pod's own reason. */
    private static final Map<String, String> ENDS = Map.of(
            "Evicted", "was evicted by its node",
            "Preempting", "was preempted by its node",
            "Terminated", "went with its node, which was shut down",
            "NodeShutdown", "went with its node, which was shut down",
            "Shutdown", "went with its node, which was shut down",
            "NodeLost", "went with its node, which does not answer");

    private RunnerLoss() {}

    static Optional<Loss> of(Pod pod) {
        if (pod.getStatus() == null
                || RunnerContainer.end(pod).filter(RunnerLoss::ofItsOwn).isPresent()) {
            return Optional.empty();
        }
        return Stream.<Supplier<Optional<Loss>>>of(
                        () -> outOfMemory(pod),
                        () -> ended(pod),
                        () -> disrupted(pod),
                        () -> refused(pod),
                        () -> forgotten(pod),
                        () -> deleted(pod))
                .flatMap(look -> look.get().stream())
                .findFirst();
    }

    private static boolean ofItsOwn(ContainerStateTerminated end) {
        return ExitCode.of(end.getExitCode())
                .filter(code -> !TAKEN_AWAY.contains(code))
                .isPresent();
    }

    static boolean wentWithItsNode(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null
                && pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> "DisruptionTarget".equals(condition.getType())
                                && "True".equals(condition.getStatus())
                                && "DeletionByTaintManager".equals(condition.getReason()));
    }

    private static Optional<Loss> outOfMemory(Pod pod) {
        return RunnerContainer.end(pod)
                .filter(end -> "OOMKilled".equals(end.getReason()))
                .map(end -> new Loss(
                        Reason.RUNNER_OUT_OF_MEMORY,
                        "(pod %s) was killed for want of memory%s"
                                .formatted(
                                        name(pod),
                                        memoryLimit(pod)
                                                .map(limit -> " at its limit of " + limit)
                                                .orElse(" on its node; it had no limit of its own"))));
    }

    private static Optional<Quantity> memoryLimit(Pod pod) {
        return RunnerContainer.asked(pod)
                .map(container -> container.getResources())
                .map(ResourceRequirements::getLimits)
                .map(limits -> limits.get("memory"));
    }

    private static Optional<Loss> ended(Pod pod) {
        return Optional.ofNullable(pod.getStatus().getReason())
                .map(ENDS::get)
                .map(what -> evicted(pod, what, pod.getStatus().getMessage()));
    }

    /** The condition stands before the pod is told to end; that nothing came of it makes it False again. */
    private static Optional<Loss> disrupted(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition ->
                        "DisruptionTarget".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .findFirst()
                .map(condition -> evicted(pod, what(condition), condition.getMessage()));
    }

    private static String what(PodCondition condition) {
        return DISRUPTIONS.getOrDefault(
                Optional.ofNullable(condition.getReason()).orElse(""), "was taken away");
    }

    /** The kubelet has a last look at what the scheduler gives it; what it refuses fails without a container. */
    private static Optional<Loss> refused(Pod pod) {
        return Optional.of(pod.getStatus())
                .filter(status -> "Failed".equals(status.getPhase()))
                .map(PodStatus::getReason)
                .filter(reason -> RunnerContainer.end(pod).isEmpty())
                .map(reason -> new Loss(
                        Reason.RUNNER_LOST,
                        "(pod %s) was ended by its node: %s"
                                .formatted(
                                        name(pod),
                                        words(pod.getStatus().getMessage()).orElse(reason))));
    }

    private static Optional<Loss> forgotten(Pod pod) {
        return RunnerContainer.end(pod)
                .filter(end -> "ContainerStatusUnknown".equals(end.getReason()))
                .map(end -> new Loss(
                        Reason.RUNNER_LOST,
                        "(pod %s) was lost: its node does not know its container any more, as after a restart"
                                .formatted(name(pod))));
    }

    private static Optional<Loss> deleted(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getDeletionTimestamp())
                .map(since ->
                        new Loss(Reason.RUNNER_LOST, "(pod %s) was lost: its pod was deleted".formatted(name(pod))));
    }

    private static Loss evicted(Pod pod, String what, String message) {
        return new Loss(
                Reason.RUNNER_EVICTED,
                "(pod %s) %s".formatted(name(pod), what)
                        + words(message).map(words -> ": " + words).orElse(""));
    }

    /** Sentences of others, in one of ours. */
    private static Optional<String> words(String message) {
        return Optional.ofNullable(message)
                .map(text -> text.strip().replaceFirst("\\.$", ""))
                .filter(text -> !text.isEmpty());
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }
}
