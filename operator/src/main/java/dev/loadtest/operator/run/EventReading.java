package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The events of a run's Job and pods while they come up: nobody else says why pods were refused, or why one cannot mount what it needs.
 * To the API server such a list is a search, so it is asked for at a steady pace however often a run is looked at.
 */
@ApplicationScoped
class EventReading {
    private static final Duration PACE = Duration.ofSeconds(2);

    private record Read(Instant at, List<Event> events) {}

    private final Map<String, Read> byRun = new ConcurrentHashMap<>();
    private final Clock clock;

    EventReading(Clock clock) {
        this.clock = clock;
    }

    /** Of the Job when pods are missing, and of one pod that waits, which speaks for all. */
    List<Event> of(LoadTestRun run, Optional<Job> job, Collection<Pod> pods, Context<LoadTestRun> context) {
        var uid = run.getMetadata().getUid();
        var known = byRun.get(uid);
        if (known == null || clock.instant().isAfter(known.at().plus(PACE))) {
            known = new Read(clock.instant(), list(run, job, pods, context));
            byRun.put(uid, known);
        }
        return known.events();
    }

    /** When a run has come up, or is over. */
    void forget(LoadTestRun run) {
        byRun.remove(run.getMetadata().getUid());
    }

    private static List<Event> list(
            LoadTestRun run, Optional<Job> job, Collection<Pod> pods, Context<LoadTestRun> context) {
        var refused = job.filter(known -> pods.size() < known.getSpec().getParallelism())
                .map(known -> known.getMetadata().getUid());
        var waiting = pods.stream()
                .filter(pod -> PodReading.container(pod)
                        .map(status -> status.getState().getWaiting() != null)
                        .orElse(true))
                .map(pod -> pod.getMetadata().getUid())
                .sorted()
                .findFirst();
        return Stream.concat(refused.stream(), waiting.stream())
                .flatMap(uid -> context
                        .getClient()
                        .v1()
                        .events()
                        .inNamespace(run.getMetadata().getNamespace())
                        .withField("involvedObject.uid", uid)
                        .list()
                        .getItems()
                        .stream())
                .toList();
    }
}
