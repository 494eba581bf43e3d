package dev.loadtest.operator.run;

import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes an observation of a run. It begins as a run of one runner that was created at T0 and of which nothing was done. */
final class RunMaker {
    static final Instant T0 = Instant.parse("2026-08-01T12:00:00Z");
    static final Duration START_TIMEOUT = Duration.ofSeconds(300);

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
    private List<SeenRunner> runners = List.of();
    private Optional<Finding> finding = Optional.empty();
    private Optional<Duration> longest = Optional.empty();

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
        podUids = runners.stream().map(SeenRunner::uid).collect(Collectors.toSet());
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
        longest = Optional.of(most);
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
                new Asked(parallelism, START_TIMEOUT, activeDeadline, stop, T0),
                new Recorded(completed, jobCreating, jobUid, resumed, podUids, started, stopped, stoppedSince),
                new Observed.Script(missing),
                job,
                runners,
                finding,
                finding.map(any -> T0),
                longest);
    }
}
