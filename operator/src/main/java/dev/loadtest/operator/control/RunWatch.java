package dev.loadtest.operator.control;

import dev.loadtest.k6.Plan;
import dev.loadtest.verdict.Generators;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Watches one run: its runners, and what is known of all of them together. After each change of a runner it sees whether something is to
 * be found out now: what became of setup(), what the script plans, how the load goes.
 */
final class RunWatch {
    private static final Duration BEFORE_PLANNED_END = Duration.ofSeconds(5);
    /** k6 may be too busy with setup() to answer; one that says nothing for longer is not there any more. */
    private static final Duration SILENT_WHILE_IN_SETUP = Duration.ofSeconds(30);

    private final K6Api api;
    private final PodLog log;
    private final LogPermits logs;
    private final ScheduledExecutorService scheduler;
    private final Clock clock;
    private final Paces paces;
    private final Map<String, RunnerWatch> runners = new ConcurrentHashMap<>();
    private final Map<String, RunnerWatch> gone = new ConcurrentHashMap<>();
    private final SetupCall setup;
    private final PlanReading plan;
    private final GeneratorLoad generators = new GeneratorLoad();
    private final LiveSampling live;
    private final StartSkew skew = new StartSkew();
    private final Told toldToResume;
    private final Told toldToStop;
    private final boolean beganLate;

    private volatile WatchedRun run;
    private volatile Runnable changed;
    private volatile int count;
    private volatile boolean closed;
    private volatile boolean told;
    private volatile long lookedAt = System.nanoTime();
    private boolean wasSeenBeforeItsStart;
    private boolean tryingAgain;
    private OptionalLong started = OptionalLong.empty();

    RunWatch(
            K6Api api,
            PodLog log,
            LogPermits logs,
            ScheduledExecutorService scheduler,
            Clock clock,
            Paces paces,
            WatchedRun run,
            Runnable changed) {
        this.api = api;
        this.log = log;
        this.logs = logs;
        this.scheduler = scheduler;
        this.clock = clock;
        this.paces = paces;
        this.run = run;
        this.beganLate = run.loadStarted();
        this.changed = changed;
        this.plan = new PlanReading(log, logs, paces, run.nonce(), this::runnerChanged);
        this.setup = new SetupCall(api, scheduler, paces, run.nonce(), plan::plan, this::runnerChanged);
        this.toldToResume = new Told(paces.resumeAgain());
        this.toldToStop = new Told(paces.stopAgain());
        this.live = new LiveSampling(api, scheduler, clock, paces, generators, this::round, this::wake);
    }

    /** Watches these pods from now on, and only these. */
    RunSeen look(WatchedRun now, Collection<RunnerPodState> pods, Runnable wakeUp) {
        run = now;
        changed = wakeUp;
        count = Math.max(count, pods.size());
        pods.forEach(
                pod -> runners.computeIfAbsent(pod.uid(), uid -> watch(pod)).pod(pod));
        var uids = pods.stream().map(RunnerPodState::uid).collect(Collectors.toSet());
        gone.keySet().removeAll(uids);
        runners.forEach((uid, watch) -> {
            if (!uids.contains(uid)) {
                watch.leave();
                gone.put(uid, watch);
                runners.remove(uid);
            }
        });
        findOut();
        var seen = new HashMap<String, RunnerSeen>();
        runners.forEach((uid, watch) -> seen.put(uid, watch.seen()));
        var measured = generators.seen();
        return new RunSeen(
                seen,
                goneByIndex(),
                setup.seen(),
                plan.plan(),
                seen.values().stream().anyMatch(RunnerSeen::sendsLoad) ? live.seen() : Optional.empty(),
                live.series(),
                new Generators(skew.seen(), measured.atMaxVUsShare(), measured.cpuShare(), missedGenerators()));
    }

    /** Whether there was something to see of them before this life of the operator began to look. */
    private boolean missedGenerators() {
        var arrivals = plan.plan().map(Plan::arrivalMaxVUs).filter(vus -> vus > 0);
        return beganLate && (run.cpuLimit().isPresent() || arrivals.isPresent());
    }

    /** Of several with the same index the one that has left a result. */
    private Map<Integer, RunnerSeen> goneByIndex() {
        var seen = new HashMap<Integer, RunnerSeen>();
        gone.values()
                .forEach(watch -> seen.merge(
                        watch.pod().index(),
                        watch.seen(),
                        (one, other) -> one.result().isPresent() ? one : other));
        return seen;
    }

    /** Somebody is about to look. */
    void isNeeded() {
        lookedAt = System.nanoTime();
    }

    /** Nobody has looked for so long that the run cannot be there any more. */
    boolean isUnseen() {
        return System.nanoTime() - lookedAt >= paces.unseen().toNanos();
    }

    void setup() {
        runner(0)
                .flatMap(watch -> watch.pod().address())
                .ifPresentOrElse(
                        setup::begin, () -> setup.cannotBegin("runner 0 is not there, so it cannot call setup()"));
        findOut();
    }

    /** Resumes those of them that were not resumed a moment ago, once they have what setup() returned. */
    CompletableFuture<Duration> resume(Collection<String> addresses) {
        var due = toldToResume.now(addresses);
        return due.isEmpty()
                ? CompletableFuture.failedFuture(new IllegalStateException("they were resumed a moment ago"))
                : giveSetup(due).thenCompose(given -> resumeNow(due));
    }

    private CompletableFuture<Duration> resumeNow(Collection<String> addresses) {
        var earlier = run.resumed()
                .map(at -> Duration.between(at, clock.instant()))
                .map(ago -> OptionalLong.of(System.nanoTime() - ago.toNanos()))
                .orElse(OptionalLong.empty());
        skew.resumes(addresses, addresses.size() >= count, earlier, System.nanoTime());
        var answers = addresses.stream().map(this::resumeOne).toArray(CompletableFuture[]::new);
        askSoon();
        return CompletableFuture.allOf(answers)
                .whenComplete((all, failure) -> wake())
                .thenApply(all -> skew.seen().orElse(Duration.ZERO));
    }

    private CompletableFuture<K6Status> resumeOne(String address) {
        return api.resume(address).whenComplete((status, failure) -> {
            if (failure == null) {
                skew.started(address, System.nanoTime());
            } else if (failure.getCause() instanceof IllegalStateException) { // k6 says so of who is not paused
                skew.wasStarted(address);
            }
        });
    }

    private void askSoon() {
        told = true;
        runners.values().forEach(RunnerWatch::askSoon);
    }

    /** So that nobody waits at the barrier any more. */
    private boolean wasTold() {
        return told || run.resumed().isPresent();
    }

    /** Tells those of them to end their load that were not told a moment ago. */
    void stop(Collection<String> addresses) {
        var due = toldToStop.now(addresses);
        due.forEach(api::stop);
        if (!due.isEmpty()) {
            askSoon();
        }
    }

    private CompletableFuture<Void> giveSetup(Collection<String> addresses) {
        var needed = run.setup() != WatchedRun.Setup.NOT_BEGUN || !(setup.seen() instanceof SetupSeen.Unknown);
        return needed ? setup.give(addresses) : CompletableFuture.completedFuture(null);
    }

    void close() {
        closed = true;
        runners.values().forEach(RunnerWatch::close);
        gone.values().forEach(RunnerWatch::close);
        setup.close();
    }

    private RunnerWatch watch(RunnerPodState pod) {
        return new RunnerWatch(
                api,
                log,
                logs,
                scheduler,
                clock,
                paces,
                run.nonce(),
                pod,
                () -> count,
                this::wasTold,
                status -> says(pod, status),
                this::runnerChanged);
    }

    private void says(RunnerPodState pod, K6Status status) {
        generators.says(pod.index(), status);
        var started = !status.paused()
                && Optional.ofNullable(runners.get(pod.uid()))
                        .flatMap(watch -> watch.pod().address())
                        .map(address -> skew.started(address, System.nanoTime()))
                        .orElse(false);
        if (started) {
            wake();
        }
        if (!status.sendsLoad() && !status.loadEnded()) {
            hasNotStarted();
        } else if (status.sendsLoad()) {
            hasStarted();
        }
    }

    private synchronized void hasNotStarted() {
        wasSeenBeforeItsStart = true;
    }

    /** Who has watched since before the load knows best when it began: with a setup() of its own a runner sends none when resumed. */
    private synchronized void hasStarted() {
        if (started.isEmpty()) {
            var ago = run.resumed()
                    .filter(resumed -> !wasSeenBeforeItsStart)
                    .map(resumed -> Duration.between(resumed, clock.instant()))
                    .orElse(Duration.ZERO);
            started = OptionalLong.of(System.nanoTime() - ago.toNanos());
        }
    }

    private void runnerChanged() {
        findOut();
        wake();
    }

    private void wake() {
        if (!closed) {
            changed.run();
        }
    }

    /** Begins what can be found out now, and comes again while something is still missing. */
    private void findOut() {
        if (closed) {
            return;
        }
        var again = findSetup();
        again |= plan.readOneOf(thatPrintedThePlan(), mostReadings());
        plan.plan().ifPresent(known -> {
            generators.plans(known, count);
            start().ifPresent(at -> {
                var logAt = at + known.planned().minus(BEFORE_PLANNED_END).toNanos();
                runners.values().forEach(watch -> watch.openLogAt(logAt));
            });
        });
        if (runners.values().stream().anyMatch(watch -> watch.seen().sendsLoad())) {
            live.start();
        }
        if (again) {
            tryAgain();
        }
    }

    private synchronized OptionalLong start() {
        return started;
    }

    private synchronized void tryAgain() {
        if (!tryingAgain) {
            tryingAgain = true;
            scheduler.schedule(this::findOutAgain, paces.again().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void findOutAgain() {
        synchronized (this) {
            tryingAgain = false;
        }
        findOut();
    }

    /** Whether there is more to find out. */
    private boolean findSetup() {
        var seen = setup.seen();
        if (seen instanceof SetupSeen.Going) {
            loss().ifPresent(setup::isLost);
            return true;
        }
        if (!(seen instanceof SetupSeen.Unknown) || run.setup() == WatchedRun.Setup.NOT_BEGUN) {
            return false;
        }
        var shared = run.setup() == WatchedRun.Setup.SHARED;
        thatKnowsTheSetupData(shared).ifPresent(address -> setup.find(shared, address));
        return runners.values().stream().anyMatch(watch -> !watch.pod().terminated());
    }

    /** Why runner 0 will not answer any more, when it will not. */
    private Optional<String> loss() {
        var watch = runner(0);
        if (watch.isEmpty()) {
            return Optional.of("its pod was removed while setup() ran there");
        }
        if (watch.get().pod().terminated()) {
            return Optional.of("it ended while setup() ran there");
        }
        return watch.get()
                .silentSince()
                .filter(since -> !clock.instant().isBefore(since.plus(SILENT_WHILE_IN_SETUP)))
                .map(since -> "it has not answered for %d s while setup() ran there"
                        .formatted(SILENT_WHILE_IN_SETUP.toSeconds()));
    }

    /** Runner 0, or, when the data was shared, another one that was started with it. */
    private Optional<String> thatKnowsTheSetupData(boolean shared) {
        var called = runner(0).filter(RunWatch::answers);
        return called.or(() -> runners.values().stream()
                        .filter(watch -> shared && answers(watch))
                        .filter(watch -> watch.seen().k6().stream().noneMatch(K6Status::paused))
                        .findFirst())
                .flatMap(watch -> watch.pod().address());
    }

    /** The harness prints the plan when setup() begins, so where one runner calls it for all, only that one prints it. */
    private List<RunnerPodState> thatPrintedThePlan() {
        var once = run.setup() != WatchedRun.Setup.NOT_BEGUN || !(setup.seen() instanceof SetupSeen.Unknown);
        if (once) {
            return runner(0).filter(watch -> setupHasPrinted()).map(RunnerWatch::pod).stream()
                    .toList();
        }
        return runners.values().stream()
                .filter(watch -> watch.seen().sendsLoad())
                .map(RunnerWatch::pod)
                .toList();
    }

    /** Its limit must be known while it goes; a call of an earlier life of the operator began long ago. */
    private boolean setupHasPrinted() {
        return setup.seen() instanceof SetupSeen.Done
                || setup.begun().isPresent()
                        && setup.seen() instanceof SetupSeen.Going
                        && System.nanoTime() - setup.begun().getAsLong()
                                >= paces.setupPlan().toNanos()
                || setup.seen() instanceof SetupSeen.Unknown && run.setup() == WatchedRun.Setup.BEGUN;
    }

    /** What was drowned while setup() went has another chance when it is done. */
    private int mostReadings() {
        return setup.seen() instanceof SetupSeen.Done
                ? 2 * PlanReading.MOST_READINGS_WITHOUT
                : PlanReading.MOST_READINGS_WITHOUT;
    }

    private LiveSampling.Round round() {
        var senders = runners.values().stream()
                .filter(watch ->
                        !closed && watch.seen().sendsLoad() && !watch.pod().terminated())
                .flatMap(watch -> watch.pod().address().stream()
                        .map(address -> new LiveSampling.Sender(
                                watch.pod().index(),
                                address,
                                watch.seen().k6().map(K6Status::vus).orElse(0))))
                .toList();
        var aborts = plan.plan().stream()
                .flatMap(known -> known.aborts().stream())
                .map(threshold -> threshold.metric())
                .collect(Collectors.toSet());
        return new LiveSampling.Round(senders, aborts, run.cpuLimit(), start().orElseGet(System::nanoTime));
    }

    private static boolean answers(RunnerWatch watch) {
        return watch.seen().k6().isPresent()
                && watch.silentSince().isEmpty()
                && !watch.pod().terminated();
    }

    private Optional<RunnerWatch> runner(int index) {
        return runners.values().stream()
                .filter(watch -> watch.pod().index() == index)
                .findFirst();
    }
}
