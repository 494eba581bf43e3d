package dev.loadtest.verdict;

import dev.loadtest.k6.DeclaredThreshold;
import dev.loadtest.k6.RunnerResult;
import dev.loadtest.k6.ThresholdExpression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * A threshold with what its outcome means.
 *
 * @param outcome what status shows
 * @param broken whether it was looked at and does not hold
 * @param sampled whether its metric has a sample; a counter always has one, as nobody having counted is 0
 * @param abortOnFail whether the script asked for the test to end when it breaks
 * @param text the threshold and what was observed, for people
 */
record JudgedThreshold(ThresholdOutcome outcome, boolean broken, boolean sampled, boolean abortOnFail, String text) {

    /**
     * Every declared threshold, in the order of metric and declaration.
     *
     * @param oneRunner whether the run has one runner, so that k6's own answer decides where there is one
     */
    static List<JudgedThreshold> of(Measured measured, boolean oneRunner) {
        var judged = new ArrayList<JudgedThreshold>();
        declared(measured.results()).forEach((metric, thresholds) -> {
            var observing = new ObservedMetric(measured, metric);
            for (DeclaredThreshold threshold : thresholds) {
                judged.add(
                        oneRunner
                                ? judge(observing, threshold, heldByK6(measured.results(), metric, threshold), false)
                                : judge(observing, threshold, Optional.empty(), true));
            }
        });
        return judged;
    }

    /** The same on every runner, unless one ran another script; then the thresholds of all count. */
    private static Map<String, Set<DeclaredThreshold>> declared(List<RunnerResult> results) {
        var all = new TreeMap<String, Set<DeclaredThreshold>>();
        results.stream().sorted(Comparator.comparingInt(RunnerResult::runner)).forEach(result -> result.declared()
                .forEach((metric, thresholds) -> all.computeIfAbsent(metric, name -> new LinkedHashSet<>())
                        .addAll(thresholds)));
        return all;
    }

    private static Optional<Boolean> heldByK6(List<RunnerResult> results, String metric, DeclaredThreshold threshold) {
        return results.stream()
                .flatMap(result -> Optional.ofNullable(result.held().get(metric)).stream())
                .flatMap(held -> Optional.ofNullable(held.get(threshold.expression())).stream())
                .findFirst();
    }

    private static JudgedThreshold judge(
            ObservedMetric metric, DeclaredThreshold threshold, Optional<Boolean> own, boolean several) {
        var expression = parsed(threshold);
        var seen = expression.flatMap(metric::observe);
        var holds = own.or(() -> expression.flatMap(e -> seen.map(estimate -> holds(e, estimate.value()))))
                .orElse(false);
        var certain = own.isPresent()
                || expression.isPresent() && seen.isPresent() && isCertain(expression.get(), seen.get());
        var outcome = new ThresholdOutcome(
                metric.name(),
                threshold.expression(),
                threshold.source(),
                toDouble(seen.map(Estimate::value)),
                toDouble(seen.map(Estimate::lower)),
                toDouble(seen.map(Estimate::upper)),
                metric.samples(),
                holds && seen.isPresent(),
                certain && seen.isPresent(),
                expression.filter(any -> several).flatMap(metric::spread));
        var broken = !holds && (own.isPresent() || seen.isPresent());
        var text = expression.map(e -> text(metric, e, outcome)).orElse("not an expression that k6 knows");
        return new JudgedThreshold(
                outcome,
                broken,
                seen.isPresent(),
                threshold.abortOnFail(),
                metric.name() + " " + threshold.expression() + ": " + text);
    }

    /** k6 refuses what it cannot read before it sends a request, so such a threshold comes with no numbers at all. */
    private static Optional<ThresholdExpression> parsed(DeclaredThreshold threshold) {
        try {
            return Optional.of(ThresholdExpression.parse(threshold.expression()));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean holds(ThresholdExpression expression, double value) {
        return expression.operator().test(value, expression.limit());
    }

    private static boolean isCertain(ThresholdExpression expression, Estimate seen) {
        var inside = seen.lower() < expression.limit() && expression.limit() < seen.upper();
        return !inside && holds(expression, seen.lower()) == holds(expression, seen.upper());
    }

    private static OptionalDouble toDouble(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    private static String text(ObservedMetric metric, ThresholdExpression expression, ThresholdOutcome outcome) {
        if (outcome.observed().isEmpty()) {
            return "no samples";
        }
        var unit = metric.unit(expression);
        var text = "observed " + amount(expression, outcome.observed().getAsDouble()) + unit + metric.where();
        return outcome.certain()
                ? text
                : text
                        + ", estimated; the true value is from %s to %s%s"
                                .formatted(
                                        amount(expression, outcome.lower().getAsDouble()),
                                        amount(expression, outcome.upper().getAsDouble()),
                                        unit);
    }

    private static String amount(ThresholdExpression expression, double observed) {
        return Amount.of(observed, value -> holds(expression, value));
    }
}
