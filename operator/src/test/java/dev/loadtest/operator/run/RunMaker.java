package dev.loadtest.operator.run;

import dev.loadtest.k6.Plan;
import dev.loadtest.k6.WriteFailures;
import dev.loadtest.operator.artifact.Keeping;
import dev.loadtest.operator.control.SetupSeen;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.operator.queue.Place;
import dev.loadtest.operator.target.TargetSeen;
import dev.loadtest.operator.target.WorkloadState;
import dev.loadtest.verdict.Generators;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import dev.loadtest.verdict.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes an observation of a run. It begins as a run of one runner that was created at T0 and of which nothing was done. */
final class RunMaker {
    static final Instant T0 = Instant.parse("2026-08-01T12:00:00Z");
    static final Duration START_TIMEOUT = Duration.ofSeconds(300);

    static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(3600);
    static final Duration READY_TIMEOUT = Duration.ofSeconds(120);

    private Optional<Instant> admittedAt = Optional.empty();
    private Place place = new Place.Admitted();
    private Optional<Recorded.TestedTarget> target = Optional.empty();
    private TargetSeen targetSeen = new TargetSeen.NotLookedAt();
    private int parallelism = 1;
    private boolean stop;
    private Optional<Duration> activeDeadline = Optional.empty();
    private boolean completed;
    private Optional<Instant> jobCreating = Optional.empty();
    private Optional<String> jobUid = Optional.empty();
    private Optional<Instant> resumed = Optional.empty();
    private Set<String> podUids = Set.of();
    private Optional<Instant> started = Optional.empty();
    private Stopped stopped = Stopped.NOT;
    private Optional<Instant> stoppedSince = Optional.empty();
    private Optional<Finding> missing = Optional.empty();
    private Observed.Job job = Observed.Job.ABSENT;
    private List<Runner> runners = List.of();
    private Optional<Finding> finding = Optional.empty();
    private Optional<Plan> plan = Optional.empty();
    private Generators generators = Generators.UNSEEN;
    private boolean setupOnce;
    private int minRunners;
    private Optional<Instant> setupStarted = Optional.empty();
    private SetupSeen setup = new SetupSeen.Unknown();
    private Optional<String> broken = Optional.empty();
    private Recorded.Teardown teardown = Recorded.Teardown.NOT_WANTED;
    private TeardownSeen teardownSeen = TeardownSeen.NOTHING;
    private boolean reportOpen;
    private Keeping report = new Keeping.NotBegun();

    static RunMaker aRun() {
        return new RunMaker();
    }

    RunMaker parallelism(int runners) {
        parallelism = runners;
        return this;
    }

    /** One runner for each, unless said otherwise afterwards. Their Job exists. */
    RunMaker withRunners(RunnerMaker... makers) {
        runners = Arrays.stream(makers).map(RunnerMaker::seen).toList();
        parallelism = Math.max(parallelism, runners.size());
        return withJob();
    }

    RunMaker withJob() {
        jobCreating = Optional.of(T0);
        jobUid = Optional.of("job-uid");
        job = Observed.Job.PRESENT;
        return this;
    }

    RunMaker jobIs(Observed.Job state) {
        job = state;
        return this;
    }

    /** The marker stands, and that is all that was written down. */
    RunMaker jobCreating() {
        jobCreating = Optional.of(T0);
        return this;
    }

    RunMaker completed() {
        completed = true;
        return this;
    }

    RunMaker resumedAt(Instant when) {
        resumed = Optional.of(when);
        podUids = runners.stream().map(Runner::uid).collect(Collectors.toSet());
        return startedAt(when);
    }

    RunMaker atTheBarrierWere(String... uids) {
        podUids = Set.of(uids);
        return this;
    }

    RunMaker startedAt(Instant when) {
        started = Optional.of(when);
        return this;
    }

    RunMaker inTheQueue(Place where) {
        place = where;
        return this;
    }

    RunMaker admittedAt(Instant when) {
        admittedAt = Optional.of(when);
        return this;
    }

    RunMaker targetIs(TargetSeen how) {
        targetSeen = how;
        return this;
    }

    /** These workloads stood in the status since the runners were created. */
    RunMaker tested(WorkloadState... workloads) {
        target = Optional.of(new Recorded.TestedTarget(List.of(workloads), Optional.empty()));
        return this;
    }

    RunMaker stopRequested() {
        stop = true;
        return this;
    }

    RunMaker stopped(Stopped why, Instant since) {
        stopped = why;
        stoppedSince = Optional.of(since);
        return this;
    }

    RunMaker activeDeadline(Duration most) {
        activeDeadline = Optional.of(most);
        return this;
    }

    RunMaker plannedToTakeAtMost(Duration most) {
        plan = Optional.of(new Plan(most, most, Duration.ofSeconds(60), Duration.ofSeconds(60), 0, List.of(), true));
        return this;
    }

    RunMaker setupOnce() {
        setupOnce = true;
        return this;
    }

    /** The marker stands, and this is what is known of the call. */
    RunMaker setupStartedAt(Instant when, SetupSeen seen) {
        setupStarted = Optional.of(when);
        setup = seen;
        return setupOnce();
    }

    /** A loss does not end the run. */
    RunMaker bearsLossDownTo(int least) {
        minRunners = least;
        return this;
    }

    RunMaker skewed(Duration apart) {
        generators = new Generators(Optional.of(apart), OptionalDouble.empty(), OptionalDouble.empty(), false);
        return this;
    }

    RunMaker watchedInPart() {
        generators = new Generators(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty(), true);
        return this;
    }

    RunMaker aboutToStopBecause(String threshold) {
        broken = Optional.of(threshold);
        return this;
    }

    /** The verdict is given, and this is what is known of the report. */
    RunMaker reportOpen(Keeping seen) {
        reportOpen = true;
        report = seen;
        return completed();
    }

    RunMaker teardownOpen() {
        teardown = new Recorded.Teardown(Recorded.Teardown.State.OPEN, Optional.empty(), Optional.empty());
        return this;
    }

    RunMaker teardownCreatedAt(Instant when, Observed.Job state) {
        teardown = new Recorded.Teardown(Recorded.Teardown.State.OPEN, Optional.of(when), Optional.of("teardown-uid"));
        teardownSeen = new TeardownSeen(state, false, OptionalInt.empty(), Optional.empty());
        return this;
    }

    RunMaker teardownEnded(int code, String words) {
        teardownCreatedAt(T0, Observed.Job.FINISHED);
        teardownSeen =
                new TeardownSeen(Observed.Job.FINISHED, code == 0, OptionalInt.of(code), Optional.ofNullable(words));
        return this;
    }

    RunMaker teardownSettled() {
        teardown = new Recorded.Teardown(Recorded.Teardown.State.SETTLED, Optional.empty(), Optional.empty());
        return this;
    }

    RunMaker scriptMissing(Reason reason, Duration patience) {
        missing = Optional.of(new Finding(reason, "the script is missing", patience));
        return this;
    }

    RunMaker finding(Reason reason, Duration patience) {
        finding = Optional.of(new Finding(reason, "a runner cannot start", patience));
        return this;
    }

    Observed observed() {
        return new Observed(
                new Asked(
                        parallelism,
                        setupOnce,
                        minRunners,
                        Validity.DEFAULT,
                        QUEUE_TIMEOUT,
                        READY_TIMEOUT,
                        START_TIMEOUT,
                        activeDeadline,
                        stop,
                        T0),
                new Recorded(
                        completed,
                        completed ? Optional.of(T0.plusSeconds(110)) : Optional.empty(),
                        admittedAt,
                        target,
                        jobCreating,
                        jobUid,
                        setupStarted,
                        resumed,
                        podUids,
                        started,
                        stopped,
                        stoppedSince,
                        teardown,
                        reportOpen),
                place,
                targetSeen,
                new Observed.Script(missing),
                job,
                runners,
                finding,
                finding.map(any -> T0),
                setup,
                plan,
                Optional.empty(),
                List.of(),
                broken,
                generators,
                WriteFailures.NONE,
                teardownSeen,
                report);
    }
}
