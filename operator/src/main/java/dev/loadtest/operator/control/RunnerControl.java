package dev.loadtest.operator.control;

import dev.loadtest.verdict.Generators;
import io.quarkus.runtime.Shutdown;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;

/** Keeps an eye on the runners of every run that is going, and passes on what the operator wants of them. */
@ApplicationScoped
public class RunnerControl {
    /** The API server allows 100 streams a connection. */
    private static final int MOST_LOGS_AT_ONCE = 64;

    private final K6Api api;
    private final PodLog log;
    private final Semaphore logs = new Semaphore(MOST_LOGS_AT_ONCE);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "runner-control");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Map<String, RunnerWatch>> runs = new ConcurrentHashMap<>();

    RunnerControl(K6Api api, PodLog log) {
        this.api = api;
        this.log = log;
    }

    /**
     * Watches these pods of a run from now on, and only these.
     *
     * @param changed called on every change that a decision may depend on
     * @return what is known now, by pod UID
     */
    public RunSeen watch(WatchedRun run, Collection<RunnerPodState> pods, Runnable changed) {
        var watches = runs.computeIfAbsent(run.uid(), uid -> new ConcurrentHashMap<>());
        var seen = new HashMap<String, RunnerSeen>();
        for (var pod : pods) {
            var watch = watches.computeIfAbsent(
                    pod.uid(), uid -> new RunnerWatch(api, log, logs, clock, run.nonce(), pods.size(), changed));
            watch.pod(pod);
            seen.put(pod.uid(), watch.seen());
        }
        watches.entrySet().removeIf(entry -> {
            var gone = !seen.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        return new RunSeen(
                seen,
                new SetupSeen.Unknown(),
                seen.values().stream().flatMap(one -> one.plan().stream()).findFirst(),
                Optional.empty(),
                Generators.UNSEEN);
    }

    /**
     * Calls setup() on the runner with index 0 of a run that is watched, once; what comes of it is seen at the next look. k6 ends it
     * half-way when the operator goes away meanwhile.
     */
    public void setup(String runUid) {
        // see SetupSeen
    }

    /**
     * Resumes these runners at once, and gives them first what setup() returned, where one runner called it for all.
     *
     * @return the time between the first and the last answer; it fails when one of them could not be reached
     */
    public CompletableFuture<Duration> resume(String runUid, Collection<String> addresses) {
        var answered = addresses.stream()
                .map(address -> api.resume(address).thenApply(status -> System.nanoTime()))
                .toList();
        return CompletableFuture.allOf(answered.toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    var times =
                            answered.stream().mapToLong(CompletableFuture::join).summaryStatistics();
                    return Duration.ofNanos(times.getMax() - times.getMin());
                });
    }

    /** Tells these runners to end their load. Who does not hear it is told again by a later call. */
    public void stop(Collection<String> addresses) {
        addresses.forEach(api::stop);
    }

    /** Stops watching a run that is over. */
    public void forget(String runUid) {
        var watches = runs.remove(runUid);
        if (watches != null) {
            watches.values().forEach(RunnerWatch::close);
        }
    }

    @Shutdown
    void close() {
        clock.shutdownNow();
    }
}
