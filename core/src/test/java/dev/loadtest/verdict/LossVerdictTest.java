package dev.loadtest.verdict;

import static dev.loadtest.verdict.Runners.evicted;
import static dev.loadtest.verdict.Runners.runner;
import static dev.loadtest.verdict.Runners.vanished;
import static dev.loadtest.verdict.Runners.withoutResult;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Runners that were taken away: an error, or borne. */
class LossVerdictTest {
    private static final int CONTINUE_WITHOUT_MIN_RUNNERS = 5;

    @Test
    void theClusterSaysWhyARunnerIsGone() {
        var judgement = judge(0, held(0), held(1), held(2), evicted(3));

        assertThat(judgement.reason()).isEqualTo(Reason.RUNNER_EVICTED);
        assertThat(judgement.message())
                .isEqualTo(
                        "Runner 3 (pod items-3) was evicted. See the events of its node, and make room there; or let the run bear a loss with onRunnerLoss: Continue and minRunners.");
        assertThat(judgement.numbers()).get().extracting(Numbers::requests).isEqualTo(300L);
    }

    @ParameterizedTest
    @CsvSource({"107", "143", "137", "105", "103"})
    void theCodeOfARunnerThatWasTakenAwaySaysNothing(int code) {
        var judgement = judge(0, held(0), runner(1).evictedWith(code));

        assertThat(judgement.reason()).isEqualTo(Reason.RUNNER_EVICTED);
    }

    /** Its pod was removed when there was nothing left to lose. */
    @ParameterizedTest
    @CsvSource({"0", "99"})
    void runnerThatHadComeToItsEndIsNotLost(int code) {
        assertThat(judge(0, held(0), runner(1).evictedWith(code)).reason()).isEqualTo(Reason.THRESHOLDS_HELD);
    }

    @Test
    void enoughRunnersCameToTheirEnd() {
        var judgement = judge(3, held(0), held(1), held(2), evicted(3));

        assertThat(judgement.reason()).isEqualTo(Reason.THRESHOLDS_HELD);
        assertThat(judgement.doubts()).isEmpty();
        assertThat(judgement.message())
                .isEqualTo(
                        "http_req_duration max<500: observed 400 ms over 3 runners; 1 of 4 runners was lost (runner 3 (pod items-3) was evicted), which minRunners: 3 allows");
    }

    @Test
    void tooFewRunnersCameToTheirEnd() {
        var judgement = judge(3, held(0), vanished(1), held(2), evicted(3));

        assertThat(judgement.reason()).isEqualTo(Reason.RUNNERS_MISSING);
        assertThat(judgement.message())
                .isEqualTo(
                        "2 of 4 runners were lost (runner 3 (pod items-3) was evicted; runner 1 ended without a result, and how it ended is not known), and 2 came to their end (minRunners: 3): see the events of their pods and nodes, or lower minRunners");
    }

    @Test
    void withoutMinRunnersEveryOneCounts() {
        var judgement = judge(CONTINUE_WITHOUT_MIN_RUNNERS, held(0), held(1), held(2), evicted(3));

        assertThat(judgement.reason()).isEqualTo(Reason.RUNNERS_MISSING);
        assertThat(judgement.message())
                .startsWith("1 of 4 runners was lost (runner 3 (pod items-3) was evicted), and without minRunners");
        assertThat(judge(CONTINUE_WITHOUT_MIN_RUNNERS, held(0), held(1), held(2), held(3))
                        .reason())
                .isEqualTo(Reason.THRESHOLDS_HELD);
    }

    @Test
    void brokenThresholdStaysBroken() {
        var broken = runner(0).threshold("http_req_duration", "max<300").ended(0);
        var judgement = judge(CONTINUE_WITHOUT_MIN_RUNNERS, broken, held(1), held(2), evicted(3));

        assertThat(judgement.reason()).isEqualTo(Reason.THRESHOLD_BROKEN);
        assertThat(judgement.doubts()).extracting(Doubt::reason).containsExactly(Reason.RUNNERS_MISSING);
    }

    @Test
    void nobodyCameToTheEnd() {
        var judgement = judge(1, vanished(0), evicted(1), runner(2).evictedWith(105));

        assertThat(judgement.reason()).isEqualTo(Reason.RUNNER_EVICTED);
        assertThat(judgement.message()).startsWith("Runner 1 (pod items-1) was evicted (and 1 more). ");
        assertThat(judgement.numbers()).isPresent();
        assertThat(judgement.doubts()).isEmpty();
    }

    /** An evicted k6 that had the time to print what it measured has not come to its end, but its requests were made. */
    @Test
    void whatALostRunnerMeasuredCounts() {
        var judgement = judge(1, held(0), runner(1).evictedWith(105));

        assertThat(judgement.reason()).isEqualTo(Reason.THRESHOLDS_HELD);
        assertThat(judgement.numbers()).get().extracting(Numbers::requests).isEqualTo(200L);
        assertThat(judge(2, held(0), runner(1).evictedWith(105)).reason()).isEqualTo(Reason.RUNNERS_MISSING);
    }

    @ParameterizedTest
    @CsvSource({"2", "42", "103", "105", "129", "137", "143"})
    void lossesWithoutWordsAreBorneAsWell(int code) {
        assertThat(judge(1, held(0), withoutResult(1, code)).reason()).isEqualTo(Reason.THRESHOLDS_HELD);
        assertThat(judge(1, held(0), vanished(1)).reason()).isEqualTo(Reason.THRESHOLDS_HELD);
        assertThat(judge(0, held(0), withoutResult(1, code)).reason()).isEqualTo(Reason.RUNNER_LOST);
    }

    @ParameterizedTest
    @CsvSource({
        "0, RESULT_MISSING",
        "100, SETUP_TIMEOUT",
        "104, INVALID_OPTIONS",
        "107, SCRIPT_ERROR",
        "109, K6_PANIC",
        "127, RUNNER_CANNOT_START",
        "255, INVALID_OPTIONS",
    })
    void errorsAreNeverBorne(int code, Reason reason) {
        assertThat(judge(1, held(0), evicted(1), withoutResult(2, code)).reason())
                .isEqualTo(reason);
    }

    /** Before the start, or when nobody wanted it borne. */
    @Test
    void lossThatMadeTheOperatorStopTheOthersIsAnError() {
        var question = new Question(2, Stopped.BY_RUNNER_ERROR, 1, Validity.DEFAULT, Generators.UNSEEN);
        var judgement = Verdicts.judge(question, List.of(runner(0).ended(103), evicted(1)));

        assertThat(judgement.reason()).isEqualTo(Reason.RUNNER_EVICTED);
        assertThat(judgement.doubts()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Stopped.class,
            names = {"ON_REQUEST", "BY_SCRIPT", "BY_DELETION"})
    void stoppedRunWithABorneLossIsAborted(Stopped stopped) {
        var question = new Question(2, stopped, 1, Validity.DEFAULT, Generators.UNSEEN);

        assertThat(Verdicts.judge(question, List.of(runner(0).ended(103), evicted(1)))
                        .verdict())
                .isEqualTo(Verdict.ABORTED);
    }

    /** Deleting a run deletes its pods. */
    @Test
    void podsGoWithTheirRun() {
        var judgement = Verdicts.judge(Question.of(2, Stopped.BY_DELETION), List.of(evicted(0), evicted(1)));

        assertThat(judgement.reason()).isEqualTo(Reason.DELETED);
    }

    @Test
    void threeLossesAreNamedAndTheRestCounted() {
        assertThat(judge(5, held(0), evicted(1), evicted(2), evicted(3), evicted(4))
                        .message())
                .startsWith("4 of 5 runners were lost (runner 1 (pod items-1) was evicted; runner 2")
                .contains("; and 1 more)");
    }

    @Test
    void memoryIsSaidToBeTheReason() {
        var loss = new Loss(Reason.RUNNER_OUT_OF_MEMORY, "(pod items-0) was killed for want of memory");
        var end = new RunnerEnd(0, OptionalInt.of(137), Optional.empty(), Optional.empty(), Optional.of(loss));

        assertThat(judge(0, end).message())
                .isEqualTo(
                        "Runner 0 (pod items-0) was killed for want of memory. Raise spec.resources.limits.memory, or spread the load over more runners.");
    }

    private static RunnerEnd held(int index) {
        return runner(index).threshold("http_req_duration", "max<500").ended(0);
    }

    private static Judgement judge(int minRunners, RunnerEnd... ends) {
        return Verdicts.judge(
                new Question(ends.length, Stopped.NOT, minRunners, Validity.DEFAULT, Generators.UNSEEN), List.of(ends));
    }
}
