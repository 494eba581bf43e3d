package dev.loadtest.operator.run;

import static dev.loadtest.operator.run.DecisionAssert.assertThat;
import static dev.loadtest.operator.run.RunMaker.T0;
import static dev.loadtest.operator.run.RunMaker.aRun;
import static dev.loadtest.operator.run.RunnerMaker.done;
import static dev.loadtest.operator.run.RunnerMaker.ended;

import dev.loadtest.api.Artifact;
import dev.loadtest.operator.artifact.Keeping;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** After the verdict the report is kept, and the run is not held for ever. */
class RunDecisionsReportTest {
    /** The verdict was given 110 s after T0. */
    private static final Instant OVER = T0.plusSeconds(111);

    private static final Keeping NOT_BEGUN = new Keeping.NotBegun();
    private static final Keeping REFUSED = new Keeping.Refused("no room");
    private static final Artifact ARTIFACT = new Artifact("summary.json.gz", "configmap/a-1-report", 1L, "0a");

    @Test
    void whatIsKeptIsSaidAndThenTheRunIsLetGo() {
        var kept = aRun().withRunners(done(0)).reportOpen(new Keeping.Kept(ARTIFACT));

        assertThat(RunDecisions.decide(kept.observed(), OVER))
                .does(new Next.ReportSettled(Optional.of(ARTIFACT), "the report is kept"));
        assertThat(RunDecisions.decide(aRun().withRunners(done(0)).completed().observed(), OVER))
                .does(new Next.CleanUp());
    }

    @Test
    void whileItIsMadeTheRunStays() {
        var underway = aRun().withRunners(done(0)).reportOpen(new Keeping.Underway());

        assertThat(RunDecisions.decide(underway.observed(), OVER))
                .does(new Next.Wait())
                .looksAgainAt(OVER.plusSeconds(2));
    }

    @Test
    void whatWasRefusedIsTriedAgainForAWhile() {
        var refused = aRun().withRunners(done(0)).reportOpen(REFUSED).observed();

        assertThat(RunDecisions.decide(refused, OVER)).does(new Next.KeepReport());
        assertThat(RunDecisions.decide(refused, T0.plusSeconds(110).plus(ReportRules.LONGEST_KEEPING)))
                .does(new Next.ReportSettled(
                        Optional.empty(), "the run has no report, and its verdict and numbers stand: no room"));
    }

    @Test
    void afterARestartItIsMadeOnceTheLogsWereReadAgain() {
        var unread = aRun().withRunners(ended(0, 0)).reportOpen(NOT_BEGUN).observed();
        var read = aRun().withRunners(done(0)).reportOpen(NOT_BEGUN).observed();
        var gone = aRun().reportOpen(NOT_BEGUN).observed();

        assertThat(RunDecisions.decide(unread, OVER)).does(new Next.Wait());
        assertThat(RunDecisions.decide(unread, T0.plusSeconds(110).plus(Endings.LOG_GRACE)))
                .does(new Next.KeepReport());
        assertThat(RunDecisions.decide(read, OVER)).does(new Next.KeepReport());
        assertThat(RunDecisions.decide(gone, OVER)).does(new Next.KeepReport());
    }

    @Test
    void teardownDoesNotWaitForIt() {
        var refused = aRun().withRunners(done(0), done(1)).teardownOpen().reportOpen(REFUSED);

        assertThat(RunDecisions.decide(refused.observed(), OVER)).does(new Next.TearDown());
    }
}
