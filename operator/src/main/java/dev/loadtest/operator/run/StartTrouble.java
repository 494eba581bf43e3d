package dev.loadtest.operator.run;

import dev.loadtest.operator.control.RunSeen;
import dev.loadtest.operator.diagnosis.Diagnosis;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.operator.runner.RunnerPod;
import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What keeps the runners of a run from starting.
 *
 * @param since since when it could: nothing before it can count
 */
record StartTrouble(Finding finding, Instant since) {
    /** The first moment is for those pods that come up as they should. */
    private static final Duration BEFORE_EVENTS_ARE_READ = Duration.ofSeconds(2);

    /** Empty when all goes as it should, and when the run is not starting any more. */
    static Optional<StartTrouble> of(
            Recorded recorded,
            Instant now,
            Optional<Job> job,
            Collection<Pod> pods,
            RunSeen seen,
            Supplier<List<Event>> events) {
        return starting(recorded)
                ? ofTheCluster(recorded, now, job, pods, events).or(() -> unreachable(pods, seen))
                : Optional.empty();
    }

    private static boolean starting(Recorded recorded) {
        return !recorded.completed()
                && recorded.jobUid().isPresent()
                && recorded.resumed().isEmpty();
    }

    private static Optional<StartTrouble> ofTheCluster(
            Recorded recorded, Instant now, Optional<Job> job, Collection<Pod> pods, Supplier<List<Event>> events) {
        var since = pods.stream()
                .map(StartTrouble::since)
                .min(Instant::compareTo)
                .or(recorded::jobCreating)
                .orElse(now);
        var late = recorded.jobCreating()
                .filter(created -> now.isAfter(created.plus(BEFORE_EVENTS_ARE_READ)))
                .isPresent();
        return Diagnosis.of(job, pods, late ? events.get() : List.of())
                .map(finding -> new StartTrouble(finding, since));
    }

    /** What a node finds missing was not waited for while the pod had no node. */
    private static Instant since(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("True")
                        && condition.getLastTransitionTime() != null)
                .map(condition -> Instant.parse(condition.getLastTransitionTime()))
                .findFirst()
                .orElseGet(() -> Instant.parse(pod.getMetadata().getCreationTimestamp()));
    }

    /** Packets that vanish, as a NetworkPolicy makes them: k6 that does not listen yet refuses them. */
    private static Optional<StartTrouble> unreachable(Collection<Pod> pods, RunSeen seen) {
        return pods.stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .map(pod -> Map.entry(pod, seen.runners().get(pod.getMetadata().getUid())))
                .filter(runner -> runner.getValue().k6().isEmpty())
                .flatMap(runner -> runner.getValue().unreachableSince().stream()
                        .map(since -> new StartTrouble(
                                new Finding(
                                        Reason.RUNNER_UNREACHABLE,
                                        "k6's API on port %d of pod %s cannot be reached: connections to it time out; let a NetworkPolicy admit the operator, see docs/security.md"
                                                .formatted(
                                                        RunnerPod.API_PORT,
                                                        runner.getKey()
                                                                .getMetadata()
                                                                .getName()),
                                        Finding.A_SECOND_LOOK),
                                since)))
                .findFirst();
    }
}
