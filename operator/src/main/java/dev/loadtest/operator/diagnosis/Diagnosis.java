package dev.loadtest.operator.diagnosis;

import dev.loadtest.verdict.Loss;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a runner is not running. */
public final class Diagnosis {
    private Diagnosis() {}

    /**
     * What keeps the runners of a Job from running: of several findings the one with the least patience, of those what keeps pods from
     * being created before that of the first pod by name, so that the same picture gives the same words.
     *
     * @param job the run's Job; without it nothing is said of pods that are not there
     * @param pods the Job's pods
     * @param events events of the Job and of its pods, others are passed over; what an event tells is forgotten when it is over, which
     *     only the events of type Normal and the pods tell
     */
    public static Optional<Finding> of(Optional<Job> job, Collection<Pod> pods, Collection<Event> events) {
        var told = new ToldEvents(events);
        return Stream.concat(
                        job.flatMap(known -> PodCreation.refusal(known, pods, told)).stream(),
                        pods.stream()
                                .sorted(Comparator.comparing(
                                        pod -> pod.getMetadata().getName()))
                                .flatMap(pod -> PodStart.trouble(pod, told).stream()))
                .min(Comparator.comparing(Finding::patience));
    }

    /** What the pods alone tell. */
    public static Optional<Finding> of(Collection<Pod> pods) {
        return of(Optional.empty(), pods, List.of());
    }

    /** That this pod's k6 never began, although its container has an end: it will not be tried again. */
    public static Optional<Finding> crash(Pod pod) {
        return Crash.of(pod);
    }

    /** That this runner was taken away, before or while it sent load; empty while it is there, and when k6 came to its own end. */
    public static Optional<Loss> loss(Pod pod) {
        return RunnerLoss.of(pod);
    }

    /** Whether this pod was given up because its node is tainted or does not answer: of the latter its end is never seen. */
    public static boolean wentWithItsNode(Pod pod) {
        return RunnerLoss.wentWithItsNode(pod);
    }
}
