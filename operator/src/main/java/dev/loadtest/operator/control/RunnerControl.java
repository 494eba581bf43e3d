package dev.loadtest.operator.control;

import io.quarkus.runtime.Shutdown;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Keeps an eye on the runners of every run that is going, and passes on what the operator wants of them. */
@ApplicationScoped
public class RunnerControl {
    /** The API server allows 100 streams a connection. */
    private static final int MOST_LOGS_AT_ONCE = 64;

    private final K6Api api;
    private final PodLog log;
    private final LogPermits logs = new LogPermits(MOST_LOGS_AT_ONCE);
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "runner-control");
        thread.setDaemon(true);
        return thread;
    });
    private final Clock clock;
    private final Paces paces;
    private final Map<String, RunWatch> runs = new ConcurrentHashMap<>();

    @Inject
    RunnerControl(K6Api api, PodLog log, Clock clock) {
        this(api, log, clock, Paces.USUAL);
    }

    RunnerControl(K6Api api, PodLog log, Clock clock, Paces paces) {
        this.api = api;
        this.log = log;
        this.clock = clock;
        this.paces = paces;
        var looks = paces.unseen().toMillis() / 4;
        scheduler.scheduleWithFixedDelay(this::forgetUnseen, looks, looks, TimeUnit.MILLISECONDS);
    }

    /**
     * Watches these pods of a run from now on, and only these, until it is forgotten or nobody has called this for ten minutes.
     *
     * @param changed called on every change that a decision may depend on
     * @return what is known now
     */
    public RunSeen watch(WatchedRun run, Collection<RunnerPodState> pods, Runnable changed) {
        return runs.compute(run.uid(), (uid, known) -> {
                    var watch =
                            known != null ? known : new RunWatch(api, log, logs, scheduler, clock, paces, run, changed);
                    watch.isNeeded();
                    return watch;
                })
                .look(run, pods, changed);
    }

    /**
     * Calls setup() on the runner with index 0 of a run that is watched, once; what comes of it is seen at the next look. k6 ends it
     * half-way when the operator goes away meanwhile.
     */
    public void setup(String runUid) {
        Optional.ofNullable(runs.get(runUid)).ifPresent(RunWatch::setup);
    }

    /**
     * Resumes these runners of a run that is watched at once, and gives them first what setup() returned, where one runner called it for
     * all. When one of them cannot be given it, nobody is resumed. Who was resumed a moment ago is left out.
     *
     * @return the time between the first and the last start of the run's runners until now, which {@link RunSeen#generators()} tells,
     *     too; it fails when one of them could not be reached, when it is not known yet what setup() returned, and when nobody is left
     */
    public CompletableFuture<Duration> resume(String runUid, Collection<String> addresses) {
        return Optional.ofNullable(runs.get(runUid))
                .map(run -> run.resume(addresses))
                .orElseGet(() -> CompletableFuture.failedFuture(new IllegalStateException("the run is not watched")));
    }

    /** Tells these runners of a run that is watched to end their load. Who does not hear it is told again by a call 2 s later. */
    public void stop(String runUid, Collection<String> addresses) {
        Optional.ofNullable(runs.get(runUid)).ifPresent(run -> run.stop(addresses));
    }

    /** Stops watching a run that is over. */
    public void forget(String runUid) {
        Optional.ofNullable(runs.remove(runUid)).ifPresent(RunWatch::close);
    }

    /** A run may have gone from the operator's sight without a word, as when its labels are changed by hand. */
    private void forgetUnseen() {
        for (var uid : runs.keySet()) {
            runs.computeIfPresent(uid, (same, run) -> {
                if (!run.isUnseen()) {
                    return run;
                }
                run.close();
                return null;
            });
        }
    }

    @Shutdown
    void close() {
        scheduler.shutdownNow();
    }
}
