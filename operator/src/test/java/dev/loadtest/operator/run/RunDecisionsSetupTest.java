package dev.loadtest.operator.run;

import static dev.loadtest.operator.run.DecisionAssert.assertThat;
import static dev.loadtest.operator.run.RunMaker.T0;
import static dev.loadtest.operator.run.RunMaker.aRun;
import static dev.loadtest.operator.run.RunnerMaker.done;
import static dev.loadtest.operator.run.RunnerMaker.gone;
import static dev.loadtest.operator.run.RunnerMaker.paused;
import static dev.loadtest.operator.run.RunnerMaker.starting;
import static dev.loadtest.operator.run.RunnerMaker.up;

import dev.loadtest.api.Phase;
import dev.loadtest.k6.SetupAnswer;
import dev.loadtest.operator.control.SetupSeen;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** setup() before the load and teardown() after it, each once for all runners. */
class RunDecisionsSetupTest {
    private static final Instant SETUP = T0.plusSeconds(5);
    private static final Instant SOON = T0.plusSeconds(6);
    private static final Instant LATER = T0.plusSeconds(120);
    private static final SetupSeen GOING = new SetupSeen.Going();
    private static final SetupSeen UNKNOWN = new SetupSeen.Unknown();

    @Test
    void isCalledWhenAllAreReady() {
        assertThat(RunDecisions.decide(
                        aRun().setupOnce().withRunners(paused(0), starting(1)).observed(), SOON))
                .isInPhase(Phase.STARTING)
                .waits();
        assertThat(RunDecisions.decide(
                        aRun().setupOnce().withRunners(paused(0), paused(1)).observed(), SOON))
                .isInPhase(Phase.STARTING)
                .does(new Next.Setup());
    }

    @Test
    void isWaitedForAsLongAsItMayTake() {
        var maker = aRun().withRunners(paused(0), paused(1)).setupStartedAt(SETUP, GOING);

        assertThat(RunDecisions.decide(maker.observed(), T0.plusSeconds(1000)))
                .isInPhase(Phase.STARTING)
                .waits()
                .says("setup() runs")
                .looksAgainAt(SETUP.plus(StartRules.LONGEST_SETUP));
        maker.plannedToTakeAtMost(Duration.ofSeconds(30)); // with a setupTimeout of 60 s
        assertThat(RunDecisions.decide(maker.observed(), SETUP.plusSeconds(69))).waits();
        assertThat(RunDecisions.decide(maker.observed(), SETUP.plusSeconds(70))).finishesBecause(Reason.SETUP_TIMEOUT);
    }

    @Test
    void theLoadBeginsWhenItHasReturned() {
        var seen = aRun().withRunners(paused(0), paused(1))
                .setupStartedAt(SETUP, returned(true, "{}"))
                .observed();

        assertThat(RunDecisions.decide(seen, SOON)).isInPhase(Phase.RUNNING).resumes(0, 1);
    }

    @Test
    void whatItThrewEndsTheRun() {
        var seen = aRun().withRunners(paused(0), paused(1))
                .setupStartedAt(SETUP, new SetupSeen.Failed(Reason.SCRIPT_ERROR, "no token at script.js:3"))
                .observed();

        assertThat(RunDecisions.decide(seen, SOON))
                .finishesBecause(Reason.SCRIPT_ERROR)
                .says("no token at script.js:3", "No request of the load was sent");
        Assertions.assertThat(seen.teardownOpen())
                .as("k6 does not tear down what was not set up")
                .isFalse();
    }

    @Test
    void oneThatWasCutOffEndsTheRunAndIsTornDown() {
        var seen = aRun().withRunners(paused(0), paused(1))
                .setupStartedAt(SETUP, new SetupSeen.Failed(Reason.SETUP_INTERRUPTED, "the operator was restarted"))
                .observed();

        assertThat(RunDecisions.decide(seen, SOON)).finishesBecause(Reason.SETUP_INTERRUPTED);
        Assertions.assertThat(seen.teardownOpen()).isTrue();
    }

    @Test
    void moreDataThanCanBeKeptEndsTheRunOnlyWhereTeardownNeedsIt() {
        var much = "\"" + "x".repeat(StartRules.LARGEST_SETUP_DATA) + "\"";

        assertThat(RunDecisions.decide(
                        aRun().withRunners(paused(0), paused(1))
                                .setupStartedAt(SETUP, returned(true, much))
                                .observed(),
                        SOON))
                .finishesBecause(Reason.SETUP_DATA_TOO_LARGE);
        assertThat(RunDecisions.decide(
                        aRun().withRunners(paused(0), paused(1))
                                .setupStartedAt(SETUP, returned(false, much))
                                .observed(),
                        SOON))
                .resumes(0, 1);
    }

    @Test
    void aRunnerThatIsLostMeanwhileEndsTheRun() {
        var seen = aRun().withRunners(paused(0), gone(1))
                .setupStartedAt(SETUP, GOING)
                .observed();

        assertThat(RunDecisions.decide(seen, SOON)).finishesBecause(Reason.RUNNER_LOST);
        Assertions.assertThat(seen.teardownOpen()).isTrue();
    }

    @Test
    void theStartTimeOutIsNotForSetup() {
        var seen = aRun().withRunners(paused(0), paused(1))
                .setupStartedAt(SETUP, UNKNOWN)
                .observed();

        assertThat(RunDecisions.decide(seen, T0.plus(RunMaker.START_TIMEOUT).plusSeconds(1)))
                .waits();
    }

    @Test
    void teardownIsCalledAfterTheVerdict() {
        var seen =
                aRun().withRunners(done(0), done(1)).completed().teardownOpen().observed();

        assertThat(RunDecisions.decide(seen, LATER)).isInPhase(Phase.COMPLETED).does(new Next.TearDown());
    }

    @Test
    void teardownWaitsAWhileForRunnersThatDoNotEnd() {
        var maker = aRun().withRunners(done(0), up(1)).completed().teardownOpen();

        assertThat(RunDecisions.decide(maker.observed(), T0.plusSeconds(111))).does(new Next.Wait());
        assertThat(RunDecisions.decide(maker.observed(), T0.plusSeconds(110).plus(LoadRules.RUNNERS_GRACE)))
                .does(new Next.TearDown());
    }

    @Test
    void whatCameOfTeardownIsSaid() {
        var maker = aRun().withRunners(done(0), done(1)).completed();

        assertThat(RunDecisions.decide(
                        maker.teardownCreatedAt(T0, Observed.Job.PRESENT).observed(), LATER))
                .does(new Next.Wait());
        assertThat(RunDecisions.decide(maker.teardownEnded(0, null).observed(), LATER))
                .does(new Next.TornDown(
                        true, "TornDown", "teardown() was called once, after the last runner had ended"));
        assertThat(RunDecisions.decide(maker.teardownEnded(107, "table is gone").observed(), LATER))
                .does(new Next.TornDown(
                        false,
                        "ScriptError",
                        "teardown() did not come to its end: table is gone; what setup() made may still be there"));
        assertThat(RunDecisions.decide(
                        maker.teardownCreatedAt(T0, Observed.Job.ABSENT).observed(), LATER))
                .does(new Next.TornDown(
                        false, "JobRemoved", "the Job that was to call teardown() was removed by somebody"));
    }

    @Test
    void theRunIsLetGoWhenThatIsSaid() {
        var seen = aRun().withRunners(done(0), done(1))
                .completed()
                .teardownSettled()
                .observed();

        assertThat(RunDecisions.decide(seen, LATER)).does(new Next.CleanUp());
    }

    @Test
    void aDeletedRunStopsThenTearsDownThenGoes() {
        var deleted = new Deletion(T0.plusSeconds(60), false);
        var now = deleted.at().plusSeconds(1);
        var going =
                aRun().withRunners(up(0), up(1)).resumedAt(SETUP).teardownOpen().observed();
        var ended = aRun().withRunners(done(0), done(1)).resumedAt(SETUP).teardownOpen();

        Assertions.assertThat(RunDecisions.decideDeletion(going, deleted, now))
                .hasValueSatisfying(decision -> assertThat(decision).stops(Stopped.BY_DELETION, 0, 1));
        Assertions.assertThat(RunDecisions.decideDeletion(ended.observed(), deleted, now))
                .hasValueSatisfying(decision -> assertThat(decision).does(new Next.TearDown()));
        Assertions.assertThat(RunDecisions.decideDeletion(
                        ended.teardownCreatedAt(now, Observed.Job.PRESENT).observed(), deleted, now))
                .hasValueSatisfying(decision -> assertThat(decision).does(new Next.Wait()));
        Assertions.assertThat(
                        RunDecisions.decideDeletion(ended.teardownEnded(0, null).observed(), deleted, now))
                .isEmpty();
    }

    @Test
    void aDeletionInTheForegroundWaitsOnlyForATeardownThatHasBegun() {
        var deleted = new Deletion(T0.plusSeconds(60), true);
        var now = deleted.at().plusSeconds(1);
        var going =
                aRun().withRunners(up(0), up(1)).resumedAt(SETUP).teardownOpen().observed();
        var ended = aRun().withRunners(done(0), done(1)).resumedAt(SETUP).teardownOpen();

        Assertions.assertThat(RunDecisions.decideDeletion(going, deleted, now))
                .hasValueSatisfying(decision -> assertThat(decision).stops(Stopped.BY_DELETION, 0, 1));
        Assertions.assertThat(RunDecisions.decideDeletion(ended.observed(), deleted, now))
                .as("what it needs goes first")
                .isEmpty();
        Assertions.assertThat(RunDecisions.decideDeletion(
                        ended.teardownCreatedAt(now, Observed.Job.PRESENT).observed(), deleted, now))
                .hasValueSatisfying(decision -> assertThat(decision).does(new Next.Wait()));
    }

    @Test
    void aDeletionIsNotHeldUpForLong() {
        var deleted = new Deletion(T0.plusSeconds(60), false);
        var stuck = aRun().withRunners(up(0), up(1))
                .resumedAt(SETUP)
                .teardownCreatedAt(deleted.at(), Observed.Job.PRESENT)
                .observed();

        Assertions.assertThat(
                        RunDecisions.decideDeletion(stuck, deleted, deleted.at().plus(TeardownRules.DELETION_GRACE)))
                .isEmpty();
    }

    @Test
    void aDeletedRunThatSentNothingGoesAtOnce() {
        var seen = aRun().withRunners(starting(0), starting(1)).setupOnce().observed();

        Assertions.assertThat(RunDecisions.decideDeletion(seen, new Deletion(T0, false), SOON))
                .isEmpty();
    }

    private static SetupSeen returned(boolean teardown, String data) {
        return new SetupSeen.Done(new SetupAnswer(true, teardown, Optional.of(data)));
    }
}
