package dev.loadtest.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.verdict.Stopped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A run in a small world: an API server that refuses writes on an outdated picture, a Job, runners, and an operator that forgets
 * everything when it dies. It carries decisions out in the order in which {@link RunActions} does, and watches what must never happen.
 */
final class SimulatedCluster {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(300);
    private static final int REMEMBERED = 6;

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

    /** What an operator saw, and the version of the status that it saw. */
    private record Picture(Observed seen, long version) {}

    private final int parallelism;
    private final Optional<Duration> activeDeadline;
    private final Duration planned;
    private final List<SimulatedRunner> runners;
    private final List<Picture> past = new ArrayList<>();

    private Instant now = RunMaker.T0;
    private boolean stop;
    private boolean jobExists;
    private int jobsCreated;
    private int verdicts;
    private boolean planKnown;
    private long version;
    private Recorded stored = new Recorded(
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Stopped.NOT,
            Optional.empty());

    SimulatedCluster(int parallelism, Optional<Duration> activeDeadline, Duration planned, int vus) {
        this.parallelism = parallelism;
        this.activeDeadline = activeDeadline;
        this.planned = planned;
        this.runners = IntStream.range(0, parallelism)
                .mapToObj(index -> new SimulatedRunner(index, parallelism > 1, vus > index ? 1 : 0))
                .toList();
    }

    Instant now() {
        return now;
    }

    boolean completed() {
        return stored.completed();
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

    void stopIsRequested() {
        stop = true;
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
        past.clear();
    }

    Decision look(Fate fate) {
        var picture = new Picture(observed(), version);
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

    private Decision decideOn(Picture picture, Fate fate) {
        var decision = RunDecisions.decide(picture.seen(), now);
        check(picture.seen(), decision);
        new Operator(picture, decision, fate).carryOut();
        return decision;
    }

    private void check(Observed seen, Decision decision) {
        if (seen.recorded().completed()) {
            assertThat(decision.next()).as("over is over").isEqualTo(new Next.CleanUp());
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
        var looking = stored.jobCreating().isPresent() || jobExists;
        var pods = jobExists || stored.started().isPresent();
        return new Observed(
                new Asked(parallelism, START_TIMEOUT, activeDeadline, stop, RunMaker.T0),
                stored,
                new Observed.Script(Optional.empty()),
                looking && jobExists ? Observed.Job.PRESENT : Observed.Job.ABSENT,
                pods ? runners.stream().map(SimulatedRunner::seen).toList() : List.of(),
                Optional.empty(),
                Optional.empty(),
                planKnown ? Optional.of(planned) : Optional.empty());
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
            if (next instanceof Next.Nothing) {
                write(UnaryOperator.identity());
            } else if (next instanceof Next.CreateJob) {
                write(status -> jobCreating(status, now));
                dieIf(Fate.DIES_BEFORE_THE_ACT);
                createJob();
                dieIf(Fate.DIES_AFTER_THE_ACT);
                write(status -> jobCreated(status, "job-uid"));
            } else if (next instanceof Next.Resume resume) {
                if (recorded.resumed().isEmpty()) {
                    write(status -> resumed(status, now, resume.runners()));
                }
                dieIf(Fate.DIES_BEFORE_THE_ACT);
                resume.runners().forEach(runner -> runners.get(runner.index()).isResumed());
            } else if (next instanceof Next.Stop stop) {
                write(status -> recorded.stopped() == Stopped.NOT ? stopping(status, stop.why(), now) : status);
                dieIf(Fate.DIES_BEFORE_THE_ACT);
                stop.runners().forEach(runner -> runners.get(runner.index()).isToldToStop());
            } else if (next instanceof Next.Finish) {
                write(SimulatedCluster::completed);
                verdicts++;
                assertThat(verdicts).as("verdicts given").isEqualTo(1);
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
        private void write(UnaryOperator<Recorded> change) {
            if (fate == Fate.WRITE_FAILS || version != SimulatedCluster.this.version) {
                throw new Interrupted();
            }
            var started = RunDecisions.loadStarted(picture.seen());
            var changed = change.apply(started(stored, started ? Optional.of(now) : Optional.empty()));
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

    private static Recorded started(Recorded of, Optional<Instant> now) {
        return with(
                of,
                of.completed(),
                of.jobCreating(),
                of.jobUid(),
                of.resumed(),
                of.podUids(),
                of.started().or(() -> now));
    }

    private static Recorded jobCreating(Recorded of, Instant now) {
        return with(of, of.completed(), Optional.of(now), of.jobUid(), of.resumed(), of.podUids(), of.started());
    }

    private static Recorded jobCreated(Recorded of, String uid) {
        return with(of, of.completed(), of.jobCreating(), Optional.of(uid), of.resumed(), of.podUids(), of.started());
    }

    private static Recorded resumed(Recorded of, Instant now, List<SeenRunner> runners) {
        var uids = runners.stream().map(SeenRunner::uid).collect(Collectors.toSet());
        return with(of, of.completed(), of.jobCreating(), of.jobUid(), Optional.of(now), uids, Optional.of(now));
    }

    private static Recorded completed(Recorded of) {
        return with(of, true, of.jobCreating(), of.jobUid(), of.resumed(), of.podUids(), of.started());
    }

    private static Recorded stopping(Recorded of, Stopped why, Instant since) {
        return new Recorded(
                of.completed(),
                of.jobCreating(),
                of.jobUid(),
                of.resumed(),
                of.podUids(),
                of.started(),
                why,
                Optional.of(since));
    }

    private static Recorded with(
            Recorded of,
            boolean completed,
            Optional<Instant> jobCreating,
            Optional<String> jobUid,
            Optional<Instant> resumed,
            Set<String> podUids,
            Optional<Instant> started) {
        return new Recorded(completed, jobCreating, jobUid, resumed, podUids, started, of.stopped(), of.stoppedSince());
    }
}
