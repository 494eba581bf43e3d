package dev.loadtest.operator.definition;

import dev.loadtest.api.LastResult;
import dev.loadtest.api.LastRun;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.ThresholdResult;
import dev.loadtest.api.ThresholdStatus;
import dev.loadtest.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a LoadTest keeps of a run that is over. */
final class Result {
    private Result() {}

    /** {@code run} is empty when it was deleted before its end. */
    static LastResult of(LastRun last, Optional<LoadTestRun> run) {
        var status = run.map(LoadTestRun::getStatus);
        return new LastResult(
                last.name(),
                last.verdict(),
                last.reason(),
                status.map(known -> known.isTrue(LoadTestRunStatus.VALID)).orElse(false),
                last.startTime(),
                last.completionTime(),
                status.map(LoadTestRunStatus::numbers).orElse(null),
                status.map(LoadTestRunStatus::thresholds).map(Result::inShort).orElse(null));
    }

    /** The later of the result's time, if it passed, and the one before it. */
    static String lastPassed(String before, LastResult result) {
        return later(before, Verdict.PASSED.word().equals(result.verdict()) ? result.completionTime() : null);
    }

    /** The same for results that can be believed. */
    static String lastValid(String before, LastResult result) {
        return later(before, Boolean.TRUE.equals(result.valid()) ? result.completionTime() : null);
    }

    private static String later(String before, String time) {
        return time == null || before != null && Instant.parse(time).isBefore(Instant.parse(before)) ? before : time;
    }

    private static List<ThresholdResult> inShort(List<ThresholdStatus> thresholds) {
        return thresholds.stream()
                .map(threshold -> new ThresholdResult(
                        threshold.metric(), threshold.expression(), threshold.observed(), threshold.passed()))
                .toList();
    }
}
