package dev.loadtest.operator.definition;

import dev.loadtest.api.LastResult;
import dev.loadtest.api.LastRun;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.api.ThresholdResult;
import dev.loadtest.api.ThresholdStatus;
import dev.loadtest.verdict.Verdict;
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
                status.map(Result::valid).orElse(false),
                last.startTime(),
                last.completionTime(),
                status.map(LoadTestRunStatus::numbers).orElse(null),
                status.map(LoadTestRunStatus::thresholds).map(Result::inShort).orElse(null));
    }

    /** The result's time if it passed, else the one before it. */
    static String lastPassed(LoadTestStatus before, LastResult result) {
        return result != null && Verdict.PASSED.word().equals(result.verdict())
                ? result.completionTime()
                : before.lastSuccessfulTime();
    }

    /** The same for results that can be believed. */
    static String lastValid(LoadTestStatus before, LastResult result) {
        return result != null && Boolean.TRUE.equals(result.valid()) ? result.completionTime() : before.lastValidTime();
    }

    private static boolean valid(LoadTestRunStatus status) {
        return Optional.ofNullable(status.conditions()).orElse(List.of()).stream()
                .anyMatch(condition -> condition.getType().equals("Valid")
                        && condition.getStatus().equals("True"));
    }

    private static List<ThresholdResult> inShort(List<ThresholdStatus> thresholds) {
        return thresholds.stream()
                .map(threshold -> new ThresholdResult(
                        threshold.metric(), threshold.expression(), threshold.observed(), threshold.passed()))
                .toList();
    }
}
