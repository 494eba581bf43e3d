package dev.loadtest.operator.run;

import static dev.loadtest.operator.run.DecisionAssert.assertThat;
import static dev.loadtest.operator.run.RunMaker.T0;
import static dev.loadtest.operator.run.RunMaker.aRun;
import static dev.loadtest.operator.run.RunnerMaker.done;
import static dev.loadtest.operator.run.RunnerMaker.ended;
import static dev.loadtest.operator.run.RunnerMaker.evicted;
import static dev.loadtest.operator.run.RunnerMaker.gone;
import static dev.loadtest.operator.run.RunnerMaker.paused;
import static dev.loadtest.operator.run.RunnerMaker.up;

import dev.loadtest.api.Phase;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Stops on request, and deadlines. */
class RunDecisionsEndTest {
    private static final Instant START = T0.plusSeconds(5);
    private static final Instant LATER = T0.plusSeconds(101);

    @Test
    void stopAfterTheStartStopsWhoIsLeft() {
        var seen = aRun().withRunners(up(0), done(1), up(2))
                .resumedAt(START)
                .stopRequested()
                .observed();

        assertThat(RunDecisions.decide(seen, LATER))
                .isInPhase(Phase.COLLECTING)
                .stops(Stopped.ON_REQUEST, 0, 2)
                .looksAgainAt(LATER.plusSeconds(2));
    }

    @Test
    void tellsThemAgainUntilTheyEnd() {
        var seen = aRun().withRunners(up(0), ended(1, 103))
                .resumedAt(START)
                .stopRequested()
                .stopped(Stopped.ON_REQUEST, LATER)
                .observed();

        assertThat(RunDecisions.decide(seen, LATER.plusSeconds(4)))
                .stops(Stopped.ON_REQUEST, 0)
                .says("waiting for 1 of 2 runners to stop")
                .looksAgainAt(LATER.plusSeconds(6));
    }

    @Test
    void whatWasMeasuredUntilTheStopIsKept() {
        var seen = aRun().withRunners(
                        ended(0, 103).with(Results.held(0)).withLogEnded(),
                        ended(1, 103).with(Results.held(1)).withLogEnded())
                .resumedAt(START)
                .stopRequested()
                .stopped(Stopped.ON_REQUEST, LATER)
                .observed();

        assertThat(RunDecisions.decide(seen, LATER.plusSeconds(4)))
                .finishesBecause(Reason.STOP_REQUESTED)
                .keepsTheNumbersOf(200);
    }

    @Test
    void whoDoesNotEndWithinTheGraceIsNotWaitedFor() {
        var maker = aRun().withRunners(
                        up(0), ended(1, 103).with(Results.held(1)).withLogEnded())
                .resumedAt(START)
                .stopRequested()
                .stopped(Stopped.ON_REQUEST, LATER);

        assertThat(RunDecisions.decide(maker.observed(), LATER.plusSeconds(199)))
                .stops(Stopped.ON_REQUEST, 0)
                .looksAgainAt(LATER.plusSeconds(200));
        assertThat(RunDecisions.decide(maker.observed(), LATER.plusSeconds(200)))
                .finishesBecause(Reason.STOP_REQUESTED)
                .keepsTheNumbersOf(100);
    }

    @Test
    void aStopForAnotherReasonKeepsThatReason() {
        var seen = aRun().withRunners(up(0), up(1))
                .resumedAt(START)
                .stopRequested()
                .stopped(Stopped.AT_DEADLINE, LATER)
                .observed();

        assertThat(RunDecisions.decide(seen, LATER.plusSeconds(1))).stops(Stopped.AT_DEADLINE, 0, 1);
    }

    @Test
    void theUsersDeadlineStopsTheRunners() {
        var maker =
                aRun().withRunners(up(0)).activeDeadline(Duration.ofSeconds(60)).startedAt(START);

        assertThat(RunDecisions.decide(maker.observed(), START.plusSeconds(59)))
                .isInPhase(Phase.RUNNING)
                .waits()
                .looksAgainAt(START.plusSeconds(60));
        assertThat(RunDecisions.decide(maker.observed(), START.plusSeconds(60)))
                .isInPhase(Phase.COLLECTING)
                .stops(Stopped.AT_DEADLINE, 0);
    }

    @Test
    void atTheDeadlineThePartialResultIsKept() {
        var seen = aRun().withRunners(ended(0, 103).with(Results.held(0)).withLogEnded())
                .activeDeadline(Duration.ofSeconds(60))
                .startedAt(START)
                .stopped(Stopped.AT_DEADLINE, START.plusSeconds(60))
                .observed();

        assertThat(RunDecisions.decide(seen, LATER))
                .finishesBecause(Reason.DEADLINE_EXCEEDED)
                .keepsTheNumbersOf(100);
    }

    @Test
    void theScriptsOwnPlanLimitsTheRun() {
        var maker = aRun().withRunners(up(0))
                .plannedToTakeAtMost(Duration.ofSeconds(30))
                .startedAt(START);
        var limit = START.plusSeconds(30).plus(LoadRules.AROUND_THE_LOAD);

        assertThat(RunDecisions.decide(maker.observed(), limit.minusMillis(1)))
                .waits()
                .looksAgainAt(limit);
        assertThat(RunDecisions.decide(maker.observed(), limit)).finishesBecause(Reason.RUN_TIMEOUT);
    }

    @Test
    void aRunOfUnknownPlanEndsAfterADay() {
        var seen = aRun().withRunners(up(0)).startedAt(START).observed();

        assertThat(RunDecisions.decide(seen, LATER)).waits().looksAgainAt(START.plus(LoadRules.LONGEST_RUN));
        assertThat(RunDecisions.decide(seen, START.plus(LoadRules.LONGEST_RUN))).finishesBecause(Reason.RUN_TIMEOUT);
    }

    @Test
    void theRunLimitKeepsTheResultsThatAreIn() {
        var seen = aRun().withRunners(done(0), up(1))
                .plannedToTakeAtMost(Duration.ofSeconds(30))
                .resumedAt(START)
                .observed();

        assertThat(RunDecisions.decide(seen, START.plus(Duration.ofHours(1))))
                .finishesBecause(Reason.RUN_TIMEOUT)
                .keepsTheNumbersOf(100);
    }

    @Test
    void aThresholdThatIsBrokenOverAllRunnersStopsThem() {
        var seen = aRun().withRunners(up(0), up(1))
                .resumedAt(START)
                .aboutToStopBecause("http_req_failed rate<0.1: observed 0.4 to 0.6")
                .observed();

        assertThat(RunDecisions.decide(seen, LATER))
                .stops(Stopped.BY_THRESHOLD, 0, 1)
                .says("http_req_failed rate<0.1: observed 0.4 to 0.6");
    }

    @Test
    void aLossThatIsBorneStopsNobody() {
        var maker = aRun().withRunners(up(0), evicted(1), up(2)).resumedAt(START);

        assertThat(RunDecisions.decide(maker.observed(), LATER)).stops(Stopped.BY_RUNNER_ERROR, 0, 2);
        assertThat(RunDecisions.decide(maker.bearsLossDownTo(2).observed(), LATER))
                .isInPhase(Phase.COLLECTING)
                .waits();
    }

    @Test
    void aLossBeforeTheStartIsNeverBorne() {
        var seen = aRun().withRunners(paused(0), gone(1)).bearsLossDownTo(1).observed();

        assertThat(RunDecisions.decide(seen, LATER)).finishesBecause(Reason.RUNNER_LOST);
    }
}
