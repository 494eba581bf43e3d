package dev.loadtest.operator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatestResultTest {
    private static final String OVER = "completionTime: \"2026-11-22T10:00:00Z\"";

    @Test
    void whereNothingHasEndedThereIsNone() {
        assertThat(number("")).isZero();
        assertThat(number("lastRun: {name: items-1, number: 1}")).isZero();
    }

    @Test
    void theLatestRunCountsOnceItIsOver() {
        assertThat(number("lastRun: {name: nightly, number: 4, %s}".formatted(OVER)))
                .isEqualTo(4);
    }

    @Test
    void whileItGoesTheOneBeforeCounts() {
        assertThat(number("""
                lastRun: {name: items-5, number: 5}
                lastResult: {run: items-4, %s}""".formatted(OVER))).isEqualTo(4);
    }

    @Test
    void oneThatWasDeletedBeforeItsEndHasNoneToPush() {
        assertThat(number("""
                lastRun: {name: items-5, number: 5, verdict: Aborted}
                lastResult: {run: items-5, verdict: Aborted}""")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"nightly", "items", "items-", "items-05", "items-x", "items-99999999999", "other-3"})
    void anotherNameSaysNoNumber(String name) {
        assertThat(number("lastResult: {run: %s, %s}".formatted(name, OVER))).isZero();
    }

    private static int number(String status) {
        return LatestResult.number(Runs.loadTest("http://pushgateway:9091", status));
    }
}
