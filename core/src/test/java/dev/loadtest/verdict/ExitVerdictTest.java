package dev.loadtest.verdict;

import static dev.loadtest.verdict.Runners.runner;
import static dev.loadtest.verdict.Runners.vanished;
import static dev.loadtest.verdict.Runners.withoutResult;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the end of one runner makes of the run. */
class ExitVerdictTest {

    @ParameterizedTest
    @CsvSource({
        "2, RUNNER_LOST",
        "42, RUNNER_LOST",
        "100, SETUP_TIMEOUT",
        "101, TEARDOWN_TIMEOUT",
        "103, RUNNER_LOST",
        "104, INVALID_OPTIONS",
        "105, RUNNER_LOST",
        "106, RUNNER_CANNOT_START",
        "107, SCRIPT_ERROR",
        "108, SCRIPT_ABORTED",
        "109, K6_PANIC",
        "110, MARKED_AS_FAILED",
        "137, RUNNER_LOST",
        "143, RUNNER_LOST",
        "255, INVALID_OPTIONS",
        "0, RESULT_MISSING",
        "99, THRESHOLD_BROKEN",
    })
    void codeOfTheOnlyRunnerWithoutAResult(int code, Reason reason) {
        var judgement = judge(Stopped.NOT, withoutResult(0, code));

        assertThat(judgement.reason()).isEqualTo(reason);
        assertThat(judgement.message()).startsWith("Runner 0 ").endsWith(".");
        assertThat(judgement.numbers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, NO_THRESHOLDS",
        "99, NO_THRESHOLDS",
        "103, RUNNER_LOST",
        "105, RUNNER_LOST",
        "107, SCRIPT_ERROR",
        "108, SCRIPT_ABORTED",
        "110, MARKED_AS_FAILED",
        "137, RUNNER_LOST",
    })
    void codeOfOneAmongManyWithTheirResults(int code, Reason reason) {
        var judgement = judge(
                Stopped.NOT,
                runner(0).ended(0),
                runner(1).ended(code),
                runner(2).ended(0));

        assertThat(judgement.reason()).isEqualTo(reason);
        assertThat(judgement.numbers()).get().extracting(Numbers::requests).isEqualTo(300L);
    }

    @ParameterizedTest
    @CsvSource({
        "ON_REQUEST, STOP_REQUESTED",
        "AT_DEADLINE, DEADLINE_EXCEEDED",
        "BY_DELETION, DELETED",
        "BY_SCRIPT, SCRIPT_ABORTED",
        "BY_THRESHOLD, THRESHOLD_BROKEN",
        "BY_RUNNER_ERROR, RUNNER_LOST",
        "AT_INCOMPLETE_START, START_TIMEOUT",
        "NOT, RUNNER_LOST",
    })
    void stoppedByTheOperatorOrNot(Stopped stopped, Reason reason) {
        for (int code : new int[] {103, 105}) {
            var judgement = judge(stopped, runner(0).ended(code), runner(1).ended(code));

            assertThat(judgement.reason()).isEqualTo(reason);
            assertThat(judgement.numbers()).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ON_REQUEST, STOP_REQUESTED",
        "BY_DELETION, DELETED",
        "BY_SCRIPT, SCRIPT_ABORTED",
        "AT_DEADLINE, RUNNER_LOST",
        "BY_THRESHOLD, RUNNER_LOST",
        "BY_RUNNER_ERROR, RUNNER_LOST",
        "AT_INCOMPLETE_START, START_TIMEOUT",
        "NOT, RUNNER_LOST",
    })
    void runnerOfWhichNothingIsKnown(Stopped stopped, Reason reason) {
        assertThat(judge(stopped, runner(0).ended(0), vanished(1)).reason()).isEqualTo(reason);
    }

    @Test
    void runnerThatNobodyMentionsIsLost() {
        var judgement = Verdicts.judge(
                Question.of(3, Stopped.NOT),
                List.of(runner(0).ended(0), runner(2).ended(0)));

        assertThat(judgement.reason()).isEqualTo(Reason.RUNNER_LOST);
        assertThat(judgement.message()).startsWith("Runner 1 ");
    }

    /** The stop came too late to change anything. */
    @ParameterizedTest
    @EnumSource(value = Stopped.class, names = "BY_THRESHOLD", mode = EnumSource.Mode.EXCLUDE)
    void everyoneEndedByItself(Stopped stopped) {
        assertThat(judge(stopped, runner(0).ended(0), runner(1).ended(0)).reason())
                .isEqualTo(Reason.NO_THRESHOLDS);
    }

    @Test
    void resultWithoutAnExitCodeYetCountsAsZero() {
        assertThat(judge(Stopped.NOT, runner(0).printed(), runner(1).printed()).reason())
                .isEqualTo(Reason.NO_THRESHOLDS);
    }

    @ParameterizedTest
    @CsvSource({
        // Error before Aborted before Failed before Inconclusive before Passed
        "107, 108, 99, SCRIPT_ERROR",
        "110, 108, 0, SCRIPT_ABORTED",
        "0, 110, 0, MARKED_AS_FAILED",
        // among errors, the one that explains most, whatever its index
        "137, 0, 107, SCRIPT_ERROR",
        "137, 109, 143, K6_PANIC",
    })
    void orderOverRunners(int first, int second, int third, Reason reason) {
        var ends = new ArrayList<>(List.of(
                runner(0).ended(first), runner(1).ended(second), runner(2).ended(third)));
        var judgement = Verdicts.judge(Question.of(3, Stopped.NOT), ends);
        Collections.reverse(ends);

        assertThat(judgement.reason()).isEqualTo(reason);
        assertThat(Verdicts.judge(Question.of(3, Stopped.NOT), ends)).isEqualTo(judgement);
    }

    @Test
    void runnerWhoseErrorStoppedTheOthersExplainsThem() {
        var judgement =
                judge(Stopped.BY_RUNNER_ERROR, runner(0).ended(103), runner(1).ended(103), withoutResult(2, 137));

        assertThat(judgement.message()).startsWith("Runner 2 was killed (exit code 137)");
    }

    @Test
    void aStartThatStayedIncompleteIsNotCalledALoss() {
        var judgement = judge(
                Stopped.AT_INCOMPLETE_START, runner(0).ended(103), runner(1).ended(103));

        assertThat(judgement.message())
                .startsWith("Runner 0 was stopped because not every runner could be resumed (and 1 more). See the logs")
                .doesNotContain("lost");
    }

    @Test
    void scriptAbortIsToldByTheRunnerThatAborted() {
        var judgement = judge(
                Stopped.BY_SCRIPT,
                runner(0).ended(103),
                runner(1).logged("test aborted: no data").ended(108));

        assertThat(judgement.message())
                .isEqualTo(
                        "Runner 1 was aborted by the script, which called exec.test.abort() (and 1 more): test aborted: no data. See the runner's log for why the script gave up.");
    }

    @Test
    void errorSaysWhichRunnerAndK6sOwnWordsWithoutTheirTime() {
        var line = "time=\"2026-11-22T10:00:00Z\" level=error msg=\"ReferenceError: foo is not defined\"";
        var end = new RunnerEnd(3, OptionalInt.of(107), Optional.empty(), Optional.of(line));
        var judgement = judge(
                Stopped.NOT, runner(0).ended(0), runner(1).ended(0), runner(2).ended(0), end);

        assertThat(judgement.message())
                .isEqualTo(
                        "Runner 3 stopped on an error of the script (exit code 107): level=error msg=\"ReferenceError: foo is not defined\". Correct the script.");
    }

    @Test
    void ofRunnersWithTheSameErrorOneThatHasWordsTellsIt() {
        var speechless = new RunnerEnd(0, OptionalInt.of(107), Optional.empty(), Optional.empty());
        var telling = new RunnerEnd(1, OptionalInt.of(107), Optional.empty(), Optional.of("foo is not defined"));

        assertThat(judge(Stopped.NOT, speechless, telling).message())
                .isEqualTo(
                        "Runner 1 stopped on an error of the script (exit code 107) (and 1 more): foo is not defined. Correct the script.");
    }

    @Test
    void endlessErrorIsCut() {
        var end = new RunnerEnd(0, OptionalInt.of(107), Optional.empty(), Optional.of("x".repeat(5000)));

        assertThat(judge(Stopped.NOT, end).message()).hasSizeLessThan(450).contains("xxx...");
    }

    private static Judgement judge(Stopped stopped, RunnerEnd... ends) {
        return Verdicts.judge(Question.of(ends.length, stopped), List.of(ends));
    }
}
