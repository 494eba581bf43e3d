package dev.loadtest.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.Artifact;
import dev.loadtest.api.Phase;
import dev.loadtest.k6.Plan;
import dev.loadtest.k6.SetupAnswer;
import dev.loadtest.k6.WriteFailures;
import dev.loadtest.operator.artifact.Keeping;
import dev.loadtest.operator.control.SetupSeen;
import dev.loadtest.operator.queue.Place;
import dev.loadtest.operator.target.TargetSeen;
import dev.loadtest.verdict.Generators;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import dev.loadtest.verdict.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A run in a small world: an API server that refuses writes on an outdated picture, a Job, runners, and an operator that forgets
 * everything when it dies. It carries decisions out in the order in which {@link RunActions} does, and watches what must never happen.
 */
final class SimulatedCluster {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(300);
    private static final Duration QUEUE_TIMEOUT = Duration.ofHours(6);
    private static final int REMEMBERED = 6;

    private static final SetupSeen DONE = new SetupSeen.Done(new SetupAnswer(true, true, Optional.of("{}")));
    private static final Recorded.Teardown OPEN =
            new Recorded.Teardown(Recorded.Teardown.State.OPEN, Optional.empty(), Optional.empty());

    /** How far an operator gets with what it has decided. */
    enum Fate {
        GETS_THROUGH,
        /** Its first write is refused. */
        WRITE_FAILS,
        /** It dies after the marker, before the act. */
        DIES_BEFORE_THE_ACT,
        /** It dies after the act, before it writes anything else. */
        DIES_AFTER_THE_ACT
    }

    /** Where the run stands among others. */
    interface Turn {
        Place place();

        /** Through the door: writes, or says that it is not its turn any more. */
        void letIn(Runnable write);

        void leaves();
    }

    /** There are no others. */
    private static final Turn ALONE = new Turn() {
        @Override
        public Place place() {
            return new Place.Admitted();
        }

        @Override
        public void letIn(Runnable write) {
            throw new AssertionError("nobody waits");
        }

        @Override
        public void leaves() {
            // nobody minds
        }
    };

    /** What an operator saw, and the version of the run that it saw. */
    private record Picture(Observed seen, long version, Optional<Deletion> deletion) {}

    private final int parallelism;
    private final Optional<Duration> activeDeadline;
    private final Duration planned;
    private final List<SimulatedRunner> runners;
    private final List<Picture> past = new ArrayList<>();

    private Instant now = RunMaker.T0;
    private boolean stop;
    private Optional<Deletion> deletion = Optional.empty();
    private boolean gone;
    private boolean jobExists;
    private int jobsCreated;
    private int verdicts;
    private boolean planKnown;
    private long version;
    private final boolean setupOnce;
    private final int minRunners;
    /** What the operator knows of the call, and what k6 does. */
    private SetupSeen setup = new SetupSeen.Unknown();

    private boolean setupIsDone;
    private int setupCalls;
    private boolean thresholdIsBroken;
    private int teardownJobs;
    private TeardownSeen teardown = TeardownSeen.NOTHING;
    private Keeping report = new Keeping.NotBegun();
    private Recorded stored = Recorded.NOTHING;
    private Turn turn = ALONE;
    private boolean released;

    /**
     * @param setupOnce whether one runner calls setup() for all
     * @param minRunners as {@link Asked#minRunners()}
     */
    SimulatedCluster(
            int parallelism,
            Optional<Duration> activeDeadline,
            Duration planned,
            int vus,
            boolean setupOnce,
            int minRunners) {
        this.parallelism = parallelism;
        this.setupOnce = setupOnce && parallelism > 1;
        this.minRunners = minRunners;
        this.activeDeadline = activeDeadline;
        this.planned = planned;
        this.runners = IntStream.range(0, parallelism)
                .mapToObj(index -> new SimulatedRunner(index, parallelism > 1, vus > index ? 1 : 0))
                .toList();
    }

    /** From now on it has to wait for its turn. */
    void standsInLine(Turn where) {
        turn = where;
    }

    /** As it stands at the API server. */
    Recorded stored() {
        return stored;
    }

    boolean isStopped() {
        return stop;
    }

    boolean isBeingDeleted() {
        return deletion.isPresent();
    }

    /** What it had is the next one's. */
    boolean isReleased() {
        return released || gone;
    }

    boolean hasLoad() {
        return !gone && runners.stream().anyMatch(runner -> runner.seen().live());
    }

    Instant now() {
        return now;
    }

    /** It has its verdict, or is gone if somebody deleted it. */
    boolean isOver() {
        return deletion.isPresent() ? gone : stored.completed();
    }

    boolean isGone() {
        return gone;
    }

    void timePasses(Duration time) {
        now = now.plus(time);
    }

    void timePassesUntil(Instant then) {
        now = then.isAfter(now) ? then : now;
    }

    /** Empty before the Job has made it. */
    Optional<SimulatedRunner> runner(int index) {
        return jobExists ? Optional.of(runners.get(index % parallelism)) : Optional.empty();
    }

    void scriptsPlanIsRead() {
        planKnown = jobExists;
    }

    void setupReturns() {
        if (setup instanceof SetupSeen.Going && runners.get(0).isPaused()) {
            setupIsDone = true;
            setup = DONE;
        }
    }

    void setupThrows() {
        if (setup instanceof SetupSeen.Going) {
            setup = new SetupSeen.Failed(Reason.SCRIPT_ERROR, "no token");
        }
    }

    /** What an operator does that finds the marker and remembers nothing. */
    void setupIsLookedFor() {
        if (setup instanceof SetupSeen.Unknown && stored.setupStarted().isPresent()) {
            setup = setupIsDone && runners.get(0).isPaused()
                    ? DONE
                    : new SetupSeen.Failed(Reason.SETUP_INTERRUPTED, "the operator was restarted");
        }
    }

    void thresholdBreaks() {
        thresholdIsBroken = stored.resumed().isPresent();
    }

    void teardownEnds() {
        if (teardown.job() == Observed.Job.PRESENT) {
            teardown = new TeardownSeen(Observed.Job.FINISHED, true, OptionalInt.of(0), Optional.empty());
        }
    }

    void reportIsKept() {
        if (report instanceof Keeping.Underway) {
            report = new Keeping.Kept(new Artifact("summary.json.gz", "configmap/r", 1L, ""));
        }
    }

    void reportIsRefused() {
        if (report instanceof Keeping.Underway) {
            report = new Keeping.Refused("no room");
        }
    }

    boolean cleansUp() {
        return look(Fate.GETS_THROUGH)
                .filter(decision -> decision.next() instanceof Next.CleanUp)
                .isPresent();
    }

    /** What setup() made is not left behind, and not torn down twice. */
    boolean isTornDown() {
        return !setupIsDone || teardownJobs == 1;
    }

    void stopIsRequested() {
        stop = true;
    }

    /** The API server only notes that it is to be deleted: the run has a finalizer. */
    void isDeleted(boolean inForeground) {
        if (deletion.isEmpty()) {
            deletion = Optional.of(new Deletion(now, inForeground));
            version++;
        }
    }

    /** Not between the creation and the note of it: then nobody can tell whether it was ever there. */
    void jobIsRemoved() {
        if (stored.jobUid().isPresent()) {
            jobExists = false;
            runners.forEach(SimulatedRunner::isLost);
        }
    }

    void operatorRestarts() {
        runners.forEach(SimulatedRunner::isForgotten);
        planKnown = false;
        setup = new SetupSeen.Unknown();
        thresholdIsBroken = false;
        report = new Keeping.NotBegun();
        past.clear();
    }

    /** Empty when there was nothing to do: then the run is gone, or about to be. */
    Optional<Decision> look(Fate fate) {
        var picture = new Picture(observed(), version, deletion);
        past.add(0, picture);
        if (past.size() > REMEMBERED) {
            past.remove(REMEMBERED);
        }
        return decideOn(picture, fate);
    }

    /** With a cache that lags behind. */
    void lookAtThePast(int steps) {
        if (!past.isEmpty()) {
            decideOn(past.get(steps % past.size()), Fate.GETS_THROUGH);
        }
    }

    private Optional<Decision> decideOn(Picture picture, Fate fate) {
        if (gone) {
            return Optional.empty();
        }
        var decision = picture.deletion().isEmpty()
                ? Optional.of(RunDecisions.decide(picture.seen(), now))
                : RunDecisions.decideDeletion(picture.seen(), picture.deletion().get(), now);
        decision.ifPresentOrElse(
                known -> {
                    check(picture.seen(), known);
                    new Operator(picture, known, fate).carryOut();
                },
                () -> {
                    gone = fate == Fate.GETS_THROUGH && picture.version() == version;
                    if (gone) {
                        turn.leaves();
                    }
                });
        return decision;
    }

    private void check(Observed seen, Decision decision) {
        if (seen.recorded().completed()) {
            assertThat(decision.next())
                    .as("over is over")
                    .isInstanceOfAny(
                            Next.CleanUp.class,
                            Next.EndRunners.class,
                            Next.TearDown.class,
                            Next.TornDown.class,
                            Next.KeepReport.class,
                            Next.ReportSettled.class,
                            Next.Wait.class);
        }
        if (decision.phase() == Phase.COMPLETED) {
            return;
        }
        assertThat(decision.deadline())
                .as("every wait has an end: %s", decision)
                .hasValueSatisfying(deadline -> assertThat(deadline).isAfter(now));
        if (decision.next() instanceof Next.Resume resume) {
            assertThat(resume.runners()).isNotEmpty().allSatisfy(runner -> {
                assertThat(runner.live()).as("lives").isTrue();
                assertThat(runner.paused()).as("is paused").isTrue();
            });
            if (seen.recorded().resumed().isEmpty()) {
                assertThat(resume.runners()).as("a common start").hasSize(parallelism);
            } else {
                assertThat(resume.runners())
                        .allSatisfy(
                                runner -> assertThat(seen.recorded().podUids()).contains(runner.uid()));
            }
        }
    }

    private Observed observed() {
        runners.forEach(runner -> runner.isLookedAt(now));
        var looking = stored.jobCreating().isPresent() || jobExists;
        var pods = jobExists || stored.started().isPresent();
        return new Observed(
                new Asked(
                        parallelism,
                        setupOnce,
                        minRunners,
                        Validity.DEFAULT,
                        QUEUE_TIMEOUT,
                        START_TIMEOUT,
                        START_TIMEOUT,
                        activeDeadline,
                        stop,
                        RunMaker.T0),
                stored,
                turn.place(),
                new TargetSeen.NotLookedAt(),
                new Observed.Script(Optional.empty()),
                looking && jobExists ? Observed.Job.PRESENT : Observed.Job.ABSENT,
                pods ? runners.stream().map(SimulatedRunner::seen).toList() : List.of(),
                Optional.empty(),
                Optional.empty(),
                setup,
                planKnown
                        ? Optional.of(new Plan(
                                planned, planned, Duration.ofSeconds(60), Duration.ofSeconds(60), 0, List.of(), true))
                        : Optional.empty(),
                Optional.empty(),
                List.of(),
                thresholdIsBroken ? Optional.of("http_req_failed rate<0.1: observed 0.5") : Optional.empty(),
                Generators.UNSEEN,
                WriteFailures.NONE,
                stored.teardown().creating().isPresent() ? teardown : TeardownSeen.NOTHING,
                report);
    }

    /** Thrown when the API server refuses, or the process dies: what comes after does not happen. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** One pass of the operator over the run. */
    private final class Operator {
        private final Picture picture;
        private final Decision decision;
        private final Fate fate;
        private long version;

        Operator(Picture picture, Decision decision, Fate fate) {
            this.picture = picture;
            this.decision = decision;
            this.fate = fate;
            this.version = picture.version();
        }

        void carryOut() {
            try {
                act(decision.next());
                dieIf(Fate.DIES_AFTER_THE_ACT);
            } catch (Interrupted e) {
                // Only what was written and done remains.
            }
        }

        private void act(Next next) {
            var recorded = picture.seen().recorded();
            if (next instanceof Next.Admit) {
                turn.letIn(() -> write(status -> status.admittedAt = Optional.of(now)));
            } else if (next instanceof Next.CleanUp) {
                released = true;
                turn.leaves();
            } else if (next instanceof Next.Nothing) {
                write(status -> {});
            } else if (next instanceof Next.CreateJob) {
                write(status -> status.jobCreating = Optional.of(now));
                dieIf(Fate.DIES_BEFORE_THE_ACT);
                createJob();
                dieIf(Fate.DIES_AFTER_THE_ACT);
                write(status -> status.jobUid = Optional.of("job-uid"));
            } else if (next instanceof Next.Setup) {
                write(status -> status.setupStarted = Optional.of(now));
                dieIf(Fate.DIES_BEFORE_THE_ACT);
                setupCalls++;
                assertThat(setupCalls).as("calls of setup()").isEqualTo(1);
                setup = new SetupSeen.Going();
            } else if (next instanceof Next.TearDown) {
                write(status -> status.teardown =
                        new Recorded.Teardown(Recorded.Teardown.State.OPEN, Optional.of(now), Optional.empty()));
                dieIf(Fate.DIES_BEFORE_THE_ACT);
                if (teardown.job() == Observed.Job.ABSENT) {
                    teardownJobs++;
                    assertThat(teardownJobs).as("calls of teardown()").isEqualTo(1);
                    teardown = new TeardownSeen(Observed.Job.PRESENT, false, OptionalInt.empty(), Optional.empty());
                }
                dieIf(Fate.DIES_AFTER_THE_ACT);
                write(status -> status.teardown =
                        new Recorded.Teardown(Recorded.Teardown.State.OPEN, Optional.of(now), Optional.of("t")));
            } else if (next instanceof Next.TornDown) {
                write(status -> status.teardown = new Recorded.Teardown(
                        Recorded.Teardown.State.SETTLED, status.teardown.creating(), status.teardown.jobUid()));
            } else if (next instanceof Next.KeepReport) {
                report = new Keeping.Underway();
            } else if (next instanceof Next.ReportSettled) {
                write(status -> status.reportOpen = false);
            } else if (next instanceof Next.Resume resume) {
                if (recorded.resumed().isEmpty()) {
                    write(status -> {
                        status.resumed = Optional.of(now);
                        status.started = Optional.of(now);
                        status.podUids =
                                resume.runners().stream().map(Runner::uid).collect(Collectors.toSet());
                        keepTeardownOpen(status);
                    });
                }
                dieIf(Fate.DIES_BEFORE_THE_ACT);
                resume.runners().forEach(runner -> runners.get(runner.index()).isResumed());
            } else if (next instanceof Next.Stop stop) {
                write(status -> {
                    if (recorded.stopped() == Stopped.NOT) {
                        status.stopped = stop.why();
                        status.stoppedSince = Optional.of(now);
                    }
                });
                dieIf(Fate.DIES_BEFORE_THE_ACT);
                stop.runners().forEach(runner -> runners.get(runner.index()).isToldToStop());
            } else if (next instanceof Next.Finish) {
                write(status -> {
                    status.completed = true;
                    status.completedAt = Optional.of(now);
                    status.reportOpen = true;
                    keepTeardownOpen(status);
                });
                report = new Keeping.Underway();
                verdicts++;
                assertThat(verdicts).as("verdicts given").isEqualTo(1);
            }
        }

        private void keepTeardownOpen(Changed status) {
            if (picture.seen().teardownOpen()) {
                status.teardown = OPEN;
            }
        }

        private void createJob() {
            if (!jobExists) {
                jobsCreated++;
                assertThat(jobsCreated).as("Jobs created").isEqualTo(1);
                jobExists = true;
            }
        }

        /** With the resource version of the picture; what the operator tells besides is in every write. */
        private void write(Consumer<Changed> change) {
            if (fate == Fate.WRITE_FAILS || version != SimulatedCluster.this.version) {
                throw new Interrupted();
            }
            var status = new Changed(stored);
            if (status.started.isEmpty() && picture.seen().loadStarted()) {
                status.started = Optional.of(now);
            }
            change.accept(status);
            var changed = status.recorded();
            if (!changed.equals(stored)) {
                stored = changed;
                SimulatedCluster.this.version++;
            }
            version = SimulatedCluster.this.version;
        }

        private void dieIf(Fate when) {
            if (fate == when) {
                operatorRestarts();
                throw new Interrupted();
            }
        }
    }

    /** A status while it is changed. */
    private static final class Changed {
        private boolean completed;
        private Optional<Instant> completedAt;
        private Optional<Instant> admittedAt;
        private Optional<Instant> jobCreating;
        private Optional<String> jobUid;
        private Optional<Instant> setupStarted;
        private Optional<Instant> resumed;
        private Set<String> podUids;
        private Optional<Instant> started;
        private Stopped stopped;
        private Optional<Instant> stoppedSince;
        private Recorded.Teardown teardown;
        private boolean reportOpen;

        Changed(Recorded of) {
            completed = of.completed();
            completedAt = of.completedAt();
            admittedAt = of.admittedAt();
            jobCreating = of.jobCreating();
            jobUid = of.jobUid();
            setupStarted = of.setupStarted();
            resumed = of.resumed();
            podUids = of.podUids();
            started = of.started();
            stopped = of.stopped();
            stoppedSince = of.stoppedSince();
            teardown = of.teardown();
            reportOpen = of.reportOpen();
        }

        Recorded recorded() {
            return new Recorded(
                    completed,
                    completedAt,
                    admittedAt,
                    Optional.empty(),
                    jobCreating,
                    jobUid,
                    setupStarted,
                    resumed,
                    podUids,
                    started,
                    stopped,
                    stoppedSince,
                    teardown,
                    reportOpen);
        }
    }
}
