package dev.loadtest.report;

import dev.loadtest.k6.DeclaredThreshold.Source;
import dev.loadtest.k6.ThresholdExpression;
import dev.loadtest.verdict.MergedMetric;
import dev.loadtest.verdict.MergedMetric.Counter;
import dev.loadtest.verdict.MergedMetric.Trend;
import dev.loadtest.verdict.Spread;
import dev.loadtest.verdict.ThresholdOutcome;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One threshold, judged over all runners.
 *
 * @param metric the metric as k6 names it, normalised
 * @param expression the expression as written
 * @param source where it was declared: Script or Resource
 * @param unit of the values: ms, /s, or empty for a plain number or a share, 0 to 1
 * @param observed the value that was compared with the limit; empty without samples
 * @param lower the least that the true value can be; equal to {@code observed} where that is exact
 * @param upper the greatest that the true value can be
 * @param samples how many samples went in
 * @param passed whether it holds
 * @param certain false when the limit lies between {@code lower} and {@code upper}, so that the estimate decided
 * @param runners how far the runners' own values lie apart; empty with one runner, and without samples
 */
public record Threshold(
        String metric,
        String expression,
        String source,
        String unit,
        OptionalDouble observed,
        OptionalDouble lower,
        OptionalDouble upper,
        long samples,
        boolean passed,
        boolean certain,
        Optional<Spread> runners) {

    static Threshold of(ThresholdOutcome outcome, Map<String, MergedMetric> metrics) {
        return new Threshold(
                outcome.metric(),
                outcome.expression(),
                outcome.source() == Source.SCRIPT ? "Script" : "Resource",
                unit(outcome, metrics.get(outcome.metric())),
                outcome.observed(),
                outcome.lower(),
                outcome.upper(),
                outcome.samples(),
                outcome.passed(),
                outcome.certain(),
                outcome.spread());
    }

    /** The value as people read it, with the digits that it takes to see on which side of the limit it is. */
    String text(double value) {
        return amount(value) + (unit.equals("ms") ? " ms" : unit);
    }

    /** The observed value as people read it. */
    String observedText() {
        return observed.isPresent() ? text(observed.getAsDouble()) : "no samples";
    }

    /** Where the true value surely lies, as people read it; "exact" where it is known. */
    String boundText() {
        if (lower.isEmpty() || upper.isEmpty()) {
            return "";
        }
        var from = lower.getAsDouble();
        var to = upper.getAsDouble();
        return from == to ? "exact" : amount(from) + " to " + text(to);
    }

    private String amount(double value) {
        return Figures.beside(value, expression);
    }

    private static String unit(ThresholdOutcome outcome, MergedMetric metric) {
        if (metric instanceof Trend trend) {
            return trend.time() ? "ms" : "";
        }
        var isRate = parsed(outcome.expression())
                .filter(expression -> expression.aggregation() == ThresholdExpression.Aggregation.RATE)
                .isPresent();
        return metric instanceof Counter && isRate ? "/s" : "";
    }

    /** Empty for what is none. */
    static Optional<ThresholdExpression> parsed(String expression) {
        try {
            return Optional.of(ThresholdExpression.parse(expression));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
