package dev.loadtest.report;

import dev.loadtest.k6.ExitCode;
import dev.loadtest.verdict.Loss;
import dev.loadtest.verdict.Numbers;
import dev.loadtest.verdict.RunnerEnd;
import dev.loadtest.verdict.Verdicts;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One runner.
 *
 * @param index from 0
 * @param end how it ended: Ended, Lost, Stopped, NoResult or Unknown
 * @param exitCode of k6; empty if it cannot be known
 * @param note what is known of a loss, or the last error that k6 logged; empty when there is nothing to say
 * @param durationSeconds by k6's own clock; empty without a result, as are the numbers below
 * @param requests how many HTTP requests it made
 * @param requestsPerSecond over its own duration
 * @param failedShare the share of its requests that failed, 0 to 1
 * @param p95 of its own {@code http_req_duration}, in milliseconds
 */
public record RunnerRow(
        int index,
        String end,
        OptionalInt exitCode,
        String note,
        OptionalDouble durationSeconds,
        OptionalDouble requests,
        OptionalDouble requestsPerSecond,
        OptionalDouble failedShare,
        OptionalDouble p95) {

    static RunnerRow of(RunnerEnd runner) {
        var numbers = runner.result().map(Verdicts::numbers);
        return new RunnerRow(
                runner.index(),
                end(runner),
                runner.exitCode(),
                runner.loss().map(Loss::words).or(runner::errorLine).orElse(""),
                number(numbers.map(own -> own.duration().toNanos() / 1e9)),
                number(numbers.map(own -> (double) own.requests())),
                number(numbers.map(Numbers::requestsPerSecond)),
                numbers.map(Numbers::failedShare).orElse(OptionalDouble.empty()),
                numbers.map(Numbers::p95).orElse(OptionalDouble.empty()));
    }

    boolean isAsItShouldBe() {
        return end.equals("Ended");
    }

    private static String end(RunnerEnd runner) {
        if (runner.loss().isPresent()) {
            return "Lost";
        }
        if (runner.exitCode().isEmpty()) {
            return "Unknown";
        }
        var code = ExitCode.of(runner.exitCode().getAsInt());
        if (code.filter(known -> known == ExitCode.STOPPED_FROM_REST_API || known == ExitCode.EXTERNAL_ABORT)
                .isPresent()) {
            return "Stopped";
        }
        return runner.result().isPresent() ? "Ended" : "NoResult";
    }

    private static OptionalDouble number(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }
}
