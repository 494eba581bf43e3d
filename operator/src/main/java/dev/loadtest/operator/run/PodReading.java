package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.RunnerStatus;
import dev.loadtest.api.Runners;
import dev.loadtest.operator.control.K6Status;
import dev.loadtest.operator.control.RunnerPodState;
import dev.loadtest.operator.control.RunnerSeen;
import dev.loadtest.operator.diagnosis.Diagnosis;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.operator.runner.RunnerPod;
import dev.loadtest.verdict.Loss;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the pods of a run say of its runners. */
final class PodReading {
    private static final String INDEX = "batch.kubernetes.io/job-completion-index";

    private PodReading() {}

    static Map<Integer, Pod> podsByIndex(Collection<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getAnnotations().containsKey(INDEX))
                .collect(Collectors.toMap(
                        pod -> Integer.valueOf(
                                pod.getMetadata().getAnnotations().get(INDEX)),
                        pod -> pod,
                        (one, other) -> newest(one, other),
                        TreeMap::new));
    }

    private static Pod newest(Pod one, Pod other) {
        return Comparator.<Pod, String>comparing(pod -> pod.getMetadata().getCreationTimestamp())
                                .compare(one, other)
                        < 0
                ? other
                : one;
    }

    static RunnerPodState podState(int index, Pod pod) {
        var state = container(pod).map(ContainerStatus::getState);
        return new RunnerPodState(
                index,
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                Optional.ofNullable(pod.getStatus().getPodIP()),
                state.map(current -> current.getRunning() != null || current.getTerminated() != null)
                        .orElse(false),
                state.map(current -> current.getTerminated() != null).orElse(false));
    }

    static Runner runner(int index, Pod pod, LoadTestRun run, RunnerSeen seen) {
        var state = container(pod).map(ContainerStatus::getState);
        var terminated = state.map(ContainerState::getTerminated);
        return new Runner(
                index,
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                Optional.ofNullable(pod.getStatus().getPodIP()),
                progress(pod, state, seen),
                seen.readableSince(),
                terminated.map(end -> OptionalInt.of(end.getExitCode())).orElse(OptionalInt.empty()),
                Diagnosis.loss(pod).or(() -> stoppedFor(pod, index, run)),
                seen.k6().map(K6Status::atBarrier).orElse(false),
                seen.k6().map(K6Status::paused).orElse(false),
                seen.k6().isPresent(),
                seen.k6().map(k6 -> OptionalInt.of(k6.vusMax())).orElse(OptionalInt.empty()),
                seen.result(),
                seen.errorLine().or(() -> Diagnosis.crash(pod).map(Finding::message)),
                seen.logEnded(),
                seen.logExhausted());
    }

    /** Its pod does not exist any more; what was said of it while it did is in the status. */
    static Runner lost(int index, LoadTestRun run, Optional<RunnerSeen> last) {
        var known = noted(index, run).flatMap(PodReading::loss);
        var result = last.flatMap(RunnerSeen::result);
        return new Runner(
                index,
                "",
                "",
                Optional.empty(),
                Runner.State.GONE,
                Optional.empty(),
                OptionalInt.empty(),
                // Who has printed its result first was not lost, only cleared away.
                known.or(() -> result.isPresent()
                        ? Optional.empty()
                        : Optional.of(new Loss(Reason.RUNNER_LOST, "was lost: its pod was removed"))),
                false,
                false,
                false,
                OptionalInt.empty(),
                result,
                last.flatMap(RunnerSeen::errorLine),
                false,
                true);
    }

    /** The loss for which the others are stopped stays, even if the kubelet or a controller writes over what they said of the pod. */
    private static Optional<Loss> stoppedFor(Pod pod, int index, LoadTestRun run) {
        return RunReading.recorded(run).stopped() == Stopped.BY_RUNNER_ERROR
                ? noted(index, run)
                        .filter(runner -> pod.getMetadata().getUid().equals(runner.uid()))
                        .flatMap(PodReading::loss)
                : Optional.empty();
    }

    private static Optional<RunnerStatus> noted(int index, LoadTestRun run) {
        return Optional.ofNullable(run.getStatus()).map(LoadTestRunStatus::runners).map(Runners::notable).stream()
                .flatMap(List::stream)
                .filter(runner -> runner.index() == index)
                .findFirst();
    }

    private static Optional<Loss> loss(RunnerStatus known) {
        return Stream.of(Reason.RUNNER_EVICTED, Reason.RUNNER_OUT_OF_MEMORY, Reason.RUNNER_LOST)
                .filter(reason -> reason.word().equals(known.reason()) && known.message() != null)
                .findFirst()
                .map(reason -> new Loss(reason, known.message()));
    }

    private static Runner.State progress(Pod pod, Optional<ContainerState> state, RunnerSeen seen) {
        var terminated = state.map(ContainerState::getTerminated);
        if (terminated.isPresent()) {
            // Without a time the kubelet only found that the container is not there any more, and its log hardly is.
            return terminated.get().getFinishedAt() == null ? Runner.State.GONE : Runner.State.ENDED;
        }
        // An evicted pod has an end, but its container often has none.
        if (List.of("Failed", "Succeeded")
                .contains(Optional.ofNullable(pod.getStatus().getPhase()).orElse(""))) {
            return Runner.State.GONE;
        }
        // Of a node that does not answer nobody ever says that its containers have ended.
        if (Diagnosis.wentWithItsNode(pod) && (seen.silent() || seen.k6().isEmpty())) {
            return Runner.State.GONE;
        }
        return state.map(ContainerState::getRunning).isPresent() ? Runner.State.UP : Runner.State.WAITING;
    }

    static Optional<ContainerStatus> container(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(RunnerPod.CONTAINER))
                .findFirst();
    }
}
