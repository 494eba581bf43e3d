package dev.loadtest.operator.run;

import static dev.loadtest.operator.run.DecisionAssert.assertThat;
import static dev.loadtest.operator.run.RunMaker.START_TIMEOUT;
import static dev.loadtest.operator.run.RunMaker.T0;
import static dev.loadtest.operator.run.RunMaker.aRun;
import static dev.loadtest.operator.run.RunnerMaker.done;
import static dev.loadtest.operator.run.RunnerMaker.ended;
import static dev.loadtest.operator.run.RunnerMaker.gone;
import static dev.loadtest.operator.run.RunnerMaker.outOfMemory;
import static dev.loadtest.operator.run.RunnerMaker.paused;
import static dev.loadtest.operator.run.RunnerMaker.starting;
import static dev.loadtest.operator.run.RunnerMaker.up;
import static dev.loadtest.operator.run.RunnerMaker.waiting;

import dev.loadtest.api.Phase;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** From the Job to the common start. */
class RunDecisionsStartTest {
    private static final Instant SOON = T0.plusSeconds(5);
    private static final Instant START_DEADLINE = T0.plus(START_TIMEOUT);

    @Test
    void resumesNobodyWhileOneRunnerIsStillStarting() {
        var seen = aRun().withRunners(paused(0), paused(1), starting(2)).observed();

        assertThat(RunDecisions.decide(seen, SOON))
                .isInPhase(Phase.STARTING)
                .waits()
                .says("2 of 3 runners ready")
                .looksAgainAt(START_DEADLINE);
    }

    @Test
    void resumesNobodyWhileOneRunnerHasNoPodYet() {
        var seen = aRun().parallelism(3).withRunners(paused(0), paused(2)).observed();

        assertThat(RunDecisions.decide(seen, SOON)).isInPhase(Phase.STARTING).waits();
    }

    @Test
    void resumesAllOnceAllAreAtTheBarrier() {
        var seen = aRun().withRunners(paused(0), paused(1), paused(2)).observed();

        assertThat(RunDecisions.decide(seen, SOON)).isInPhase(Phase.RUNNING).resumes(0, 1, 2);
    }

    /** What k6 said last is still known when its container ends, and its log may not be read yet. */
    @Test
    void aRunnerThatEndedAtTheBarrierIsNotAtTheBarrier() {
        var seen = aRun().withRunners(paused(0), ended(1, 137).lastSeenAtTheBarrier())
                .observed();

        assertThat(RunDecisions.decide(seen, T0.plusSeconds(101)))
                .isInPhase(Phase.STARTING)
                .waits()
                .says("1 of 2 runners ready");
    }

    @Test
    void refusesToStartWhenSomeRunnersWouldHaveNothingToDo() {
        var seen = aRun().withRunners(
                        paused(0).withVus(1),
                        paused(1).withVus(1),
                        paused(2).withVus(0),
                        paused(3).withVus(1))
                .observed();

        assertThat(RunDecisions.decide(seen, SOON))
                .finishesBecause(Reason.PARALLELISM_EXCEEDS_VUS)
                .says("3 VUs for 4 runners", "spec.parallelism to 3 or less");
    }

    @Test
    void aSingleRunnerHasNoBarrier() {
        assertThat(RunDecisions.decide(aRun().withRunners(up(0)).observed(), SOON))
                .isInPhase(Phase.RUNNING)
                .waits()
                .says("1 runners send load");
        assertThat(RunDecisions.decide(aRun().withRunners(waiting(0)).observed(), SOON))
                .isInPhase(Phase.STARTING)
                .waits()
                .looksAgainAt(SOON.plusSeconds(2)); // events, which say why a container is not created, wake nobody
        assertThat(RunDecisions.decide(
                        aRun().parallelism(2)
                                .withRunners(starting(0), paused(1))
                                .observed(),
                        SOON))
                .looksAgainAt(START_DEADLINE);
    }

    @Test
    void aSingleRunnerThatWasNeverSeenUpHasRunAllTheSame() {
        var seen = aRun().withRunners(ended(0, 0)).observed();

        assertThat(RunDecisions.decide(seen, T0.plusSeconds(101)))
                .isInPhase(Phase.COLLECTING)
                .waits()
                .says("1 of 1 runners have ended");
        assertThat(RunDecisions.decide(
                        aRun().withRunners(ended(0, 0)).stopRequested().observed(), T0.plusSeconds(101)))
                .stops(Stopped.ON_REQUEST);
    }

    @Test
    void resumesAgainWhoDidNotHear() {
        var resumed =
                aRun().withRunners(up(0), paused(1), up(2)).resumedAt(SOON).observed();

        assertThat(RunDecisions.decide(resumed, SOON.plusSeconds(1)))
                .isInPhase(Phase.RUNNING)
                .resumes(1)
                .looksAgainAt(SOON.plusSeconds(3));
    }

    @Test
    void neverResumesAPodThatWasNotAtTheBarrier() {
        var resumed = aRun().withRunners(up(0), paused(1).withUid("another"))
                .resumedAt(SOON)
                .atTheBarrierWere("uid-0", "uid-1")
                .observed();

        assertThat(RunDecisions.decide(resumed, SOON.plusSeconds(5))).waits();
    }

    @Test
    void stopsAllWhenOneRunnerNeverHears() {
        var resumed = aRun().withRunners(up(0), paused(1)).resumedAt(SOON).observed();

        assertThat(RunDecisions.decide(resumed, SOON.plus(StartRules.RESUME_PATIENCE)))
                .stops(Stopped.AT_INCOMPLETE_START, 0, 1)
                .says("runner 1 could not be resumed");
    }

    @Test
    void aRunnerThatNeverHearsDoesNotOutliveTheDeadline() {
        var resumed = aRun().withRunners(up(0), paused(1))
                .activeDeadline(Duration.ofSeconds(10))
                .resumedAt(SOON)
                .observed();

        assertThat(RunDecisions.decide(resumed, SOON.plusSeconds(10))).stops(Stopped.AT_DEADLINE, 0, 1);
    }

    @Test
    void stopBeforeTheStartEndsAtOnce() {
        var seen = aRun().withRunners(paused(0), paused(1)).stopRequested().observed();

        assertThat(RunDecisions.decide(seen, SOON))
                .finishesBecause(Reason.STOP_REQUESTED)
                .says("no request was sent");
    }

    @Test
    void hasPatienceWithAFinding() {
        var maker = aRun().withRunners(waiting(0)).finding(Reason.IMAGE_PULL_FAILED, Finding.A_MOMENT);

        assertThat(RunDecisions.decide(maker.observed(), SOON))
                .isInPhase(Phase.STARTING)
                .waitsFor(Reason.IMAGE_PULL_FAILED);
        assertThat(RunDecisions.decide(maker.observed(), T0.plus(Finding.A_MOMENT)))
                .finishesBecause(Reason.IMAGE_PULL_FAILED)
                .says("a runner cannot start");
    }

    @Test
    void aFindingWithoutHopeEndsAtOnce() {
        var seen = aRun().withRunners(waiting(0))
                .finding(Reason.IMAGE_PULL_FAILED, Finding.NONE)
                .observed();

        assertThat(RunDecisions.decide(seen, T0)).finishesBecause(Reason.IMAGE_PULL_FAILED);
    }

    @Test
    void waitsForANodeAsLongAsTheStartMayTake() {
        var maker =
                aRun().withRunners(paused(0), waiting(1)).finding(Reason.UNSCHEDULABLE, Finding.AS_LONG_AS_THE_START);

        assertThat(RunDecisions.decide(maker.observed(), START_DEADLINE.minusSeconds(1)))
                .waitsFor(Reason.UNSCHEDULABLE)
                .looksAgainAt(START_DEADLINE);
        assertThat(RunDecisions.decide(maker.observed(), START_DEADLINE)).finishesBecause(Reason.UNSCHEDULABLE);
    }

    @Test
    void onceTheLoadIsOnNothingIsSaidToKeepItFromStarting() {
        var seen = aRun().withRunners(up(0))
                .startedAt(SOON)
                .finding(Reason.IMAGE_PULL_FAILED, Finding.NONE)
                .observed();

        assertThat(RunDecisions.decide(seen, START_DEADLINE))
                .isInPhase(Phase.RUNNING)
                .waits();
    }

    @Test
    void startTimeoutCountsWhoWasReady() {
        var seen = aRun().parallelism(3).withRunners(paused(0), waiting(1)).observed();

        assertThat(RunDecisions.decide(seen, START_DEADLINE))
                .finishesBecause(Reason.START_TIMEOUT)
                .says("1 of 3 runners were ready", "startTimeoutSeconds (300)");
    }

    @Test
    void startTimeoutOfRunnersThatRunButDoNotAnswerIsAboutTheNetwork() {
        var seen = aRun().withRunners(paused(0), starting(1)).observed();

        assertThat(RunDecisions.decide(seen, START_DEADLINE))
                .finishesBecause(Reason.RUNNER_UNREACHABLE)
                .says("pod items-1-1", "NetworkPolicy");
    }

    @Test
    void anErrorBeforeTheStartEndsAtOnceAndNamesTheRunner() {
        var broken =
                ended(1, 107).withErrorLine("ReferenceError: x is not defined").withLogExhausted();
        var seen = aRun().withRunners(paused(0), broken, starting(2)).observed();

        assertThat(RunDecisions.decide(seen, SOON))
                .finishesBecause(Reason.SCRIPT_ERROR)
                .says("Runner 1", "ReferenceError", "No request was sent.");
    }

    /** Without its words the second would seem to have another reason, and a graver one. */
    @Test
    void ofSeveralErrorsBeforeTheStartThoseCountThatAreRead() {
        var read = ended(0, 107)
                .withErrorLine("unknown modules [\"k6/x/faker\"] were tried to be loaded")
                .withLogExhausted();
        var seen = aRun().withRunners(read, ended(1, 107)).observed();

        assertThat(RunDecisions.decide(seen, SOON))
                .finishesBecause(Reason.EXTENSION_MISSING)
                .says("Runner 0", "k6/x/faker");
    }

    @Test
    void aScriptThatAbortsBeforeTheStartIsNotALostRunner() {
        var seen =
                aRun().withRunners(paused(0), ended(1, 108).withLogExhausted()).observed();

        assertThat(RunDecisions.decide(seen, SOON))
                .finishesBecause(Reason.SCRIPT_ABORTED)
                .says("Runner 1");
    }

    @Test
    void aLossBeforeTheStartNamesWhoWasLost() {
        var seen = aRun().parallelism(4)
                .withRunners(paused(0), gone(2), waiting(3))
                .observed();

        assertThat(RunDecisions.decide(seen, SOON))
                .finishesBecause(Reason.RUNNER_LOST)
                .says("Runner 2", "No request was sent.");
    }

    @Test
    void outOfMemoryBeforeTheStartIsSaidSo() {
        var seen = aRun().withRunners(paused(0), outOfMemory(1)).observed();

        assertThat(RunDecisions.decide(seen, SOON))
                .finishesBecause(Reason.RUNNER_OUT_OF_MEMORY)
                .says("Runner 1 (pod items-1-1)", "memory");
    }

    @Test
    void anErrorWhoseLogCannotBeReadIsNotWaitedForUntilTheStartTimeout() {
        var seen = aRun().withRunners(paused(0), ended(1, 107)).observed();

        assertThat(RunDecisions.decide(seen, T0.plusSeconds(159))).waits();
        assertThat(RunDecisions.decide(seen, T0.plusSeconds(160))).finishesBecause(Reason.SCRIPT_ERROR);
    }

    @Test
    void resultsAreCollectedEvenAfterTheStartTimeout() {
        var reading = aRun().withRunners(done(0), ended(1, 0).readableSince(START_DEADLINE));

        assertThat(RunDecisions.decide(reading.observed(), START_DEADLINE.plusSeconds(5)))
                .isInPhase(Phase.COLLECTING)
                .waits()
                .looksAgainAt(START_DEADLINE.plusSeconds(15));
    }
}
