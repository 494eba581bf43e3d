package dev.loadtest.operator.run;

import static dev.loadtest.operator.run.DecisionAssert.assertThat;
import static dev.loadtest.operator.run.RunMaker.START_TIMEOUT;
import static dev.loadtest.operator.run.RunMaker.T0;
import static dev.loadtest.operator.run.RunMaker.aRun;
import static dev.loadtest.operator.run.RunnerMaker.done;
import static dev.loadtest.operator.run.RunnerMaker.up;

import dev.loadtest.api.Phase;
import dev.loadtest.verdict.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Until the Job exists, and once the run is over. */
class RunDecisionsCreationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void createsTheJobOfARunWhoseScriptIsAtHand() {
        var seen = aRun().observed();

        var decision = RunDecisions.decide(seen, T0);

        assertThat(decision).isInPhase(Phase.PENDING).createsTheJob().looksAgainAt(T0.plusSeconds(2));
    }

    @Test
    void waitsAMomentForAScriptThatIsMissing() {
        var seen =
                aRun().scriptMissing(Reason.SCRIPT_CONFIG_MAP_MISSING, PATIENCE).observed();

        var decision = RunDecisions.decide(seen, T0.plusMillis(9_500));

        assertThat(decision)
                .isInPhase(Phase.PENDING)
                .waitsFor(Reason.SCRIPT_CONFIG_MAP_MISSING)
                .looksAgainAt(T0.plus(PATIENCE));
    }

    @Test
    void looksEverySecondForAScriptThatIsMissing() {
        var seen = aRun().scriptMissing(Reason.SCRIPT_KEY_MISSING, PATIENCE).observed();

        var decision = RunDecisions.decide(seen, T0.plusSeconds(3));

        assertThat(decision).waitsFor(Reason.SCRIPT_KEY_MISSING).looksAgainAt(T0.plusSeconds(4));
    }

    @Test
    void endsWhenTheScriptStaysMissing() {
        var seen = aRun().scriptMissing(Reason.SCRIPT_KEY_MISSING, PATIENCE).observed();

        var decision = RunDecisions.decide(seen, T0.plus(PATIENCE));

        assertThat(decision).finishesBecause(Reason.SCRIPT_KEY_MISSING).says("the script is missing");
    }

    @Test
    void waitsAMomentForAForeignJobOfItsNameToGo() {
        var seen = aRun().jobIs(Observed.Job.FOREIGN).observed();

        assertThat(RunDecisions.decide(seen, T0.plusSeconds(19))).waitsFor(Reason.NAME_TAKEN);
        assertThat(RunDecisions.decide(seen, T0.plusSeconds(20)))
                .finishesBecause(Reason.NAME_TAKEN)
                .says("rename the LoadTest");
    }

    @Test
    void stopBeforeTheJobEndsAtOnce() {
        var seen = aRun().stopRequested().observed();

        var decision = RunDecisions.decide(seen, T0);

        assertThat(decision).finishesBecause(Reason.STOP_REQUESTED).says("no request was sent");
    }

    @Test
    void stopEndsARunThatWaitsForItsScript() {
        var seen = aRun().stopRequested()
                .scriptMissing(Reason.SCRIPT_KEY_MISSING, PATIENCE)
                .observed();

        assertThat(RunDecisions.decide(seen, T0)).finishesBecause(Reason.STOP_REQUESTED);
    }

    /** The operator died between the creation and the note of it. Whoever ends the run now leaves a Job behind that sends load. */
    @ParameterizedTest
    @EnumSource(
            value = Observed.Job.class,
            names = {"PRESENT", "FINISHED"})
    void takesOnAJobThatWasCreatedBeforeAnythingElse(Observed.Job job) {
        var seen = aRun().jobCreating()
                .jobIs(job)
                .stopRequested()
                .scriptMissing(Reason.SCRIPT_CONFIG_MAP_MISSING, PATIENCE)
                .observed();

        assertThat(RunDecisions.decide(seen, T0.plus(START_TIMEOUT))).createsTheJob();
    }

    @Test
    void completedStaysCompletedWhateverTheClusterLooksLike() {
        var finished = new Next.CleanUp();

        assertThat(RunDecisions.decide(aRun().completed().observed(), T0)).does(finished);
        assertThat(RunDecisions.decide(aRun().completed().stopRequested().observed(), T0))
                .does(finished);
        assertThat(RunDecisions.decide(aRun().withRunners(up(0)).completed().observed(), T0.plus(Duration.ofDays(9))))
                .isInPhase(Phase.COMPLETED)
                .does(finished);
        assertThat(RunDecisions.decide(aRun().withRunners(done(0)).completed().observed(), T0))
                .does(finished);
    }
}
