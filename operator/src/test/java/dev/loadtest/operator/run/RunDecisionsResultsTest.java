package dev.loadtest.operator.run;

import static dev.loadtest.operator.run.DecisionAssert.assertThat;
import static dev.loadtest.operator.run.RunMaker.T0;
import static dev.loadtest.operator.run.RunMaker.aRun;
import static dev.loadtest.operator.run.RunnerMaker.done;
import static dev.loadtest.operator.run.RunnerMaker.ended;
import static dev.loadtest.operator.run.RunnerMaker.gone;
import static dev.loadtest.operator.run.RunnerMaker.outOfMemory;
import static dev.loadtest.operator.run.RunnerMaker.up;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.Phase;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results, ends, and runners that end otherwise than they should. */
class RunDecisionsResultsTest {
    private static final Instant START = T0.plusSeconds(5);
    private static final Instant LATER = T0.plusSeconds(101);

    @Test
    void judgesOnceEveryResultAndEveryEndIsIn() {
        var seen = aRun().withRunners(done(0), done(1)).resumedAt(START).observed();

        assertThat(RunDecisions.decide(seen, LATER))
                .finishesBecause(Reason.THRESHOLDS_HELD)
                .keepsTheNumbersOf(200);
    }

    @Test
    void theEndOfALogWithAResultIsAnEnd() {
        var seen = aRun().withRunners(up(0).with(Results.broken(0)).withLogEnded())
                .startedAt(START)
                .observed();

        assertThat(RunDecisions.decide(seen, LATER)).finishesBecause(Reason.THRESHOLD_BROKEN);
    }

    @Test
    void waitsForTheExitCodeWhenK6LoggedAnError() {
        var seen = aRun().withRunners(up(0).with(Results.held(0)).withLogEnded().withErrorLine("hmm"))
                .startedAt(START)
                .observed();

        assertThat(RunDecisions.decide(seen, LATER))
                .isInPhase(Phase.COLLECTING)
                .waits()
                .looksAgainAt(LATER.plusSeconds(10));
    }

    /** The result and the error that explains the exit code come by two streams, in any order. */
    @Test
    void waitsForK6sWordsBehindAnErrorOfWhichOnlyTheCodeIsKnown() {
        var failed = ended(0, 107).with(Results.held(0));

        assertThat(RunDecisions.decide(
                        aRun().withRunners(failed).startedAt(START).observed(), LATER))
                .isInPhase(Phase.COLLECTING)
                .waits();
        assertThat(RunDecisions.decide(
                        aRun().withRunners(ended(0, 107).with(Results.held(0)).withErrorLine("no token"))
                                .startedAt(START)
                                .observed(),
                        LATER))
                .finishesBecause(Reason.SCRIPT_ERROR)
                .says("no token");
        assertThat(RunDecisions.decide(
                        aRun().withRunners(ended(0, 107).with(Results.held(0)).withLogEnded())
                                .startedAt(START)
                                .observed(),
                        LATER))
                .finishesBecause(Reason.SCRIPT_ERROR);
    }

    @Test
    void collectsWhileTheOthersGoOn() {
        var seen = aRun().withRunners(done(0), up(1)).resumedAt(START).observed();

        assertThat(RunDecisions.decide(seen, LATER))
                .isInPhase(Phase.COLLECTING)
                .waits()
                .says("1 of 2 runners have ended");
    }

    @Test
    void resultsThatAreInCountMoreThanAnyDeadline() {
        var maker = aRun().withRunners(done(0))
                .activeDeadline(Duration.ofSeconds(10))
                .startedAt(START);

        assertThat(RunDecisions.decide(maker.observed(), T0.plus(Duration.ofDays(2))))
                .finishesBecause(Reason.THRESHOLDS_HELD);
    }

    @Test
    void resultsThatAreInCountMoreThanALateStop() {
        var seen = aRun().withRunners(done(0)).startedAt(START).stopRequested().observed();

        assertThat(RunDecisions.decide(seen, LATER)).finishesBecause(Reason.THRESHOLDS_HELD);
    }

    @Test
    void aLogIsReadForAMinuteAfterTheEnd() {
        var maker = aRun().withRunners(done(0), ended(1, 0)).resumedAt(START);
        var end = T0.plusSeconds(100);

        assertThat(RunDecisions.decide(maker.observed(), end.plusSeconds(59))).waits();
        assertThat(RunDecisions.decide(maker.observed(), end.plusSeconds(60)))
                .finishesBecause(Reason.RESULT_MISSING)
                .says("Runner 1")
                .keepsTheNumbersOf(100);
    }

    @Test
    void oneRunnersErrorStopsTheOthers() {
        var seen = aRun().withRunners(up(0), ended(1, 107).withLogExhausted(), up(2))
                .resumedAt(START)
                .observed();

        assertThat(RunDecisions.decide(seen, LATER))
                .isInPhase(Phase.COLLECTING)
                .stops(Stopped.BY_RUNNER_ERROR, 0, 2)
                .says("runner 1 has ended the test")
                .looksAgainAt(LATER.plusSeconds(2));
    }

    @Test
    void oneRunnersAbortStopsTheOthersAsAnAbort() {
        var maker = aRun().withRunners(ended(0, 108).with(Results.held(0)).withErrorLine("test aborted"), up(1))
                .resumedAt(START);

        assertThat(RunDecisions.decide(maker.observed(), LATER)).stops(Stopped.BY_SCRIPT, 1);
    }

    /** Writes that failed at the very end are told so. */
    @ParameterizedTest
    @ValueSource(ints = {0, 99, 103, 105})
    void waitsForTheEndOfTheLogOfAK6ThatEndedByItself(int exitCode) {
        var ended = ended(0, exitCode).with(Results.held(0));

        assertThat(RunDecisions.decide(
                        aRun().withRunners(ended).startedAt(START).observed(), LATER))
                .isInPhase(Phase.COLLECTING)
                .waits();
        assertThat(RunDecisions.decide(
                                aRun().withRunners(ended.withLogEnded())
                                        .startedAt(START)
                                        .observed(),
                                LATER)
                        .phase())
                .isEqualTo(Phase.COMPLETED);
    }

    @Test
    void anAbortIsTheVerdictOnceAllHaveStopped() {
        var seen = aRun().withRunners(
                        ended(0, 108).with(Results.held(0)).withErrorLine("test aborted"),
                        ended(1, 103).with(Results.held(1)).withLogEnded())
                .resumedAt(START)
                .stopped(Stopped.BY_SCRIPT, LATER)
                .observed();

        assertThat(RunDecisions.decide(seen, LATER.plusSeconds(3)))
                .finishesBecause(Reason.SCRIPT_ABORTED)
                .keepsTheNumbersOf(200);
    }

    @Test
    void oneRunnersLossStopsTheOthers() {
        var seen = aRun().withRunners(up(0), gone(1)).resumedAt(START).observed();

        assertThat(RunDecisions.decide(seen, LATER)).stops(Stopped.BY_RUNNER_ERROR, 0);
    }

    @Test
    void outOfMemoryStopsTheOthersAndIsTheReasonAfterwards() {
        var going = aRun().withRunners(up(0), outOfMemory(1)).resumedAt(START).observed();
        var over = aRun().withRunners(ended(0, 103).with(Results.held(0)).withLogEnded(), outOfMemory(1))
                .resumedAt(START)
                .stopped(Stopped.BY_RUNNER_ERROR, LATER)
                .observed();

        assertThat(RunDecisions.decide(going, LATER)).stops(Stopped.BY_RUNNER_ERROR, 0);
        assertThat(RunDecisions.decide(over, LATER.plusSeconds(1)))
                .finishesBecause(Reason.RUNNER_OUT_OF_MEMORY)
                .says("Runner 1 (pod items-1-1)", "spec.resources.limits.memory")
                .keepsTheNumbersOf(100);
    }

    @Test
    void aBrokenThresholdOfOneRunnerStopsNobody() {
        var seen = aRun().withRunners(up(0), ended(1, 99).with(Results.broken(1)))
                .resumedAt(START)
                .observed();

        assertThat(RunDecisions.decide(seen, LATER)).isInPhase(Phase.COLLECTING).waits();
    }

    @Test
    void aRunnerThatWentAfterItsResultIsNotLost() {
        var seen = aRun().withRunners(up(0), gone(1).with(Results.held(1)))
                .resumedAt(START)
                .observed();

        assertThat(RunDecisions.decide(seen, LATER)).isInPhase(Phase.COLLECTING).waits();
    }

    @Test
    void theJobThatSomebodyRemovedIsTheReason() {
        var seen = aRun().withRunners(up(0), ended(1, 105).with(Results.held(1)))
                .resumedAt(START)
                .jobIs(Observed.Job.ABSENT)
                .observed();

        assertThat(RunDecisions.decide(seen, LATER))
                .finishesBecause(Reason.JOB_REMOVED)
                .keepsTheNumbersOf(100);
    }

    @Test
    void runnersThatWentWithTheirJobAreNotLost() {
        var seen = aRun().withRunners(gone(0), gone(1))
                .resumedAt(START)
                .jobIs(Observed.Job.ABSENT)
                .observed();

        assertThat(RunDecisions.decide(seen, LATER)).finishesBecause(Reason.JOB_REMOVED);
    }

    @Test
    void aJobThatWasReplacedWasRemoved() {
        var seen = aRun().withRunners(up(0))
                .startedAt(START)
                .jobIs(Observed.Job.FOREIGN)
                .observed();

        assertThat(RunDecisions.decide(seen, LATER)).finishesBecause(Reason.JOB_REMOVED);
    }

    @Test
    void aJobThatIsRemovedWhenEverythingIsKnownChangesNothing() {
        var seen = aRun().withRunners(done(0))
                .startedAt(START)
                .jobIs(Observed.Job.ABSENT)
                .observed();

        assertThat(RunDecisions.decide(seen, LATER)).finishesBecause(Reason.THRESHOLDS_HELD);
    }
}
