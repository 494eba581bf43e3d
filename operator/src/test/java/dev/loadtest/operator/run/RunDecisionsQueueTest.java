package dev.loadtest.operator.run;

import static dev.loadtest.operator.run.DecisionAssert.assertThat;
import static dev.loadtest.operator.run.RunMaker.QUEUE_TIMEOUT;
import static dev.loadtest.operator.run.RunMaker.READY_TIMEOUT;
import static dev.loadtest.operator.run.RunMaker.T0;
import static dev.loadtest.operator.run.RunMaker.aRun;
import static dev.loadtest.operator.run.RunnerMaker.done;
import static dev.loadtest.operator.run.RunnerMaker.up;

import dev.loadtest.api.Phase;
import dev.loadtest.operator.queue.Place;
import dev.loadtest.operator.target.TargetSeen;
import dev.loadtest.operator.target.TargetSeen.Why;
import dev.loadtest.operator.target.WorkloadState;
import dev.loadtest.verdict.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Until a run has its turn, and until its target is ready. */
class RunDecisionsQueueTest {
    private static final Place BEHIND = new Place.Waiting(2, "run a-1 to end", Optional.empty());

    @Test
    void waitsForItsTurn() {
        var seen = aRun().inTheQueue(BEHIND).observed();

        assertThat(RunDecisions.decide(seen, T0.plusSeconds(9)))
                .isInPhase(Phase.QUEUED)
                .says("number 2 in the queue; waits for run a-1 to end")
                .looksAgainAt(T0.plusSeconds(9).plus(QueueRules.LOOK_AGAIN));
    }

    @Test
    void looksAgainWhenTheTargetHasSettled() {
        var settling = new Place.Waiting(1, "30 s to pass", Optional.of(T0.plusSeconds(30)));

        assertThat(RunDecisions.decide(aRun().inTheQueue(settling).observed(), T0))
                .looksAgainAt(T0.plusSeconds(30));
    }

    @Test
    void itsTurnIsWrittenDownBeforeAnythingElse() {
        var seen = aRun().inTheQueue(new Place.Next())
                .scriptMissing(Reason.SCRIPT_KEY_MISSING, Duration.ZERO)
                .observed();

        assertThat(RunDecisions.decide(seen, T0)).does(new Next.Admit());
    }

    /** An operator that was away for long lets it in all the same. */
    @Test
    void aTurnThatComesLateIsATurn() {
        var seen = aRun().inTheQueue(new Place.Next()).observed();

        assertThat(RunDecisions.decide(seen, T0.plus(QUEUE_TIMEOUT))).does(new Next.Admit());
    }

    @Test
    void endsWhenItsTurnDoesNotCome() {
        var seen = aRun().inTheQueue(BEHIND).observed();

        assertThat(RunDecisions.decide(seen, T0.plus(QUEUE_TIMEOUT).minusMillis(1)))
                .looksAgainAt(T0.plus(QUEUE_TIMEOUT));
        assertThat(RunDecisions.decide(seen, T0.plus(QUEUE_TIMEOUT)))
                .finishesBecause(Reason.QUEUE_TIMEOUT)
                .says("run a-1 to end");
    }

    @Test
    void aStopEndsItWhereverItStands() {
        for (var place : List.of(BEHIND, new Place.Next(), new Place.TooLarge(1))) {
            assertThat(RunDecisions.decide(
                            aRun().inTheQueue(place).stopRequested().observed(), T0))
                    .finishesBecause(Reason.STOP_REQUESTED)
                    .says("no request was sent");
        }
    }

    @Test
    void whatIsTooLargeEndsAtOnce() {
        var seen = aRun().parallelism(8).inTheQueue(new Place.TooLarge(4)).observed();

        assertThat(RunDecisions.decide(seen, T0))
                .finishesBecause(Reason.PARALLELISM_EXCEEDS_LIMIT)
                .says("spec.parallelism is 8, and the operator lets at most 4 runners go");
    }

    @Test
    void aDeletionIsNotHeldUpByTheQueue() {
        var seen = aRun().inTheQueue(BEHIND).observed();

        org.assertj.core.api.Assertions.assertThat(RunDecisions.decideDeletion(seen, new Deletion(T0, false), T0))
                .isEmpty();
    }

    @Test
    void itsPlaceIsKeptUntilItsRunnersSendNothingAnyMore() {
        var over = aRun().withRunners(up(0)).admittedAt(T0).completed();
        var completedAt = over.observed().recorded().completedAt().orElseThrow();

        assertThat(RunDecisions.decide(over.observed(), completedAt)).does(new Next.EndRunners());
        assertThat(RunDecisions.decide(over.observed(), completedAt.plus(LoadRules.RUNNERS_GRACE)))
                .does(new Next.CleanUp());
    }

    @Test
    void theScriptHasItsPatienceFromItsTurnOn() {
        var turn = T0.plusSeconds(600);
        var seen = aRun().admittedAt(turn)
                .scriptMissing(Reason.SCRIPT_KEY_MISSING, Duration.ofSeconds(10))
                .observed();

        assertThat(RunDecisions.decide(seen, turn.plusSeconds(9))).waitsFor(Reason.SCRIPT_KEY_MISSING);
    }

    @Test
    void waitsForATargetThatIsNotReadyYet() {
        var turn = T0.plusSeconds(600);
        var seen = lacking(Why.NOT_YET, turn);

        assertThat(RunDecisions.decide(seen, turn.plusSeconds(30)))
                .isInPhase(Phase.PENDING)
                .waitsFor(Reason.TARGET_NOT_READY)
                .looksAgainAt(turn.plusSeconds(32));
        assertThat(RunDecisions.decide(seen, turn.plus(READY_TIMEOUT)))
                .finishesBecause(Reason.TARGET_NOT_READY)
                .says("it lacks something; the target was not ready within readyTimeoutSeconds (120)");
    }

    @Test
    void aWorkloadThatDoesNotExistMayBeAppliedAMomentLater() {
        var seen = lacking(Why.MISSING, T0);

        assertThat(RunDecisions.decide(seen, T0.plusSeconds(9))).waitsFor(Reason.TARGET_MISSING);
        assertThat(RunDecisions.decide(seen, T0.plusSeconds(10))).finishesBecause(Reason.TARGET_MISSING);
    }

    /** An operator that was away, or a run that was let in late: the time is over before anybody has asked. */
    @Test
    void aTargetIsAskedAtLeastOnce() {
        assertThat(RunDecisions.decide(
                        lacking(Why.BEING_ASKED, T0), T0.plus(READY_TIMEOUT).plusSeconds(3600)))
                .waitsFor(Reason.TARGET_NOT_READY);
    }

    @Test
    void whatIsRefusedIsNotWaitedFor() {
        assertThat(RunDecisions.decide(lacking(Why.REFUSED, T0), T0)).finishesBecause(Reason.TARGET_NOT_READY);
    }

    @Test
    void createsTheJobWhenTheTargetIsReady() {
        var seen = aRun().targetIs(new TargetSeen.Ready(List.of(shop("4")))).observed();

        assertThat(RunDecisions.decide(seen, T0)).createsTheJob();
    }

    @Test
    void aTargetThatChangedIsADoubt() {
        var run = aRun().withRunners(done(0)).startedAt(T0).tested(shop("4"));

        assertThat(RunDecisions.decide(
                        run.targetIs(new TargetSeen.Afterwards(List.of(shop("5"))))
                                .observed(),
                        T0.plusSeconds(60)))
                .finishesBecause(Reason.TARGET_CHANGED)
                .says("Deployment shop: revision 4 → 5");
        assertThat(RunDecisions.decide(
                        run.targetIs(new TargetSeen.Afterwards(List.of(shop("4"))))
                                .observed(),
                        T0.plusSeconds(60)))
                .finishesBecause(Reason.THRESHOLDS_HELD);
    }

    private static Observed lacking(Why why, Instant turn) {
        return aRun().admittedAt(turn)
                .targetIs(new TargetSeen.NotReady(why, "it lacks something"))
                .observed();
    }

    private static WorkloadState shop(String revision) {
        return new WorkloadState("Deployment", "shop", true, Optional.of(revision), List.of("shop=sha256:aa"));
    }
}
