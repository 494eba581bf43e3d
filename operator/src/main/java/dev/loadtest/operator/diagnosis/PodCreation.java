package dev.loadtest.operator.diagnosis;

import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** Pods that the Job's controller may not create. */
final class PodCreation {
    private static final String INDEX = "batch.kubernetes.io/job-completion-index";

    private PodCreation() {}

    static Optional<Finding> refusal(Job job, Collection<Pod> pods, ToldEvents events) {
        if (created(job, pods)
                >= Optional.ofNullable(job.getSpec().getParallelism()).orElse(1)) {
            return Optional.empty();
        }
        return events.newest(job, "FailedCreate").flatMap(event -> Optional.of(Refusals.of(event.getMessage()))
                .filter(finding -> !isOver(finding, event, pods)));
    }

    /** Those that are gone meanwhile count, too. */
    private static long created(Job job, Collection<Pod> pods) {
        var present = pods.stream()
                .map(pod -> pod.getMetadata()
                        .getAnnotations()
                        .getOrDefault(INDEX, pod.getMetadata().getName()))
                .distinct()
                .count();
        return Math.max(
                present,
                Optional.ofNullable(job.getStatus()).map(PodCreation::counted).orElse(0));
    }

    private static int counted(JobStatus status) {
        return Stream.of(status.getActive(), status.getSucceeded(), status.getFailed())
                .mapToInt(count -> count == null ? 0 : count)
                .sum();
    }

    /**
     * What refuses all pods alike is over with the first that came later. A quota lets some in and not others, and after 25 events of an
     * object its recorder drops further ones, so that the last event may be older than the last pod.
     */
    private static boolean isOver(Finding finding, Event event, Collection<Pod> pods) {
        return finding.reason() != Reason.QUOTA_EXCEEDED
                && pods.stream()
                        .map(pod -> Instant.parse(pod.getMetadata().getCreationTimestamp()))
                        .anyMatch(ToldEvents.time(event)::isBefore);
    }
}
