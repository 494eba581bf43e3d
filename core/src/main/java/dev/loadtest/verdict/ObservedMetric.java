package dev.loadtest.verdict;

import dev.loadtest.k6.MetricResult.Counter;
import dev.loadtest.k6.MetricResult.Gauge;
import dev.loadtest.k6.MetricResult.Rate;
import dev.loadtest.k6.MetricResult.Trend;
import dev.loadtest.k6.ThresholdExpression;
import dev.loadtest.k6.ThresholdExpression.Aggregation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/** One metric over all runners, pooled once for all its thresholds. */
final class ObservedMetric {
    private static final List<String> SUMMED = List.of("vus", "vus_max");

    private final Measured measured;
    private final String metric;
    private final PooledTrend trend;

    ObservedMetric(Measured measured, String metric) {
        this.measured = measured;
        this.metric = metric;
        this.trend = measured.trend(metric);
    }

    String name() {
        return metric;
    }

    Optional<Estimate> observe(ThresholdExpression expression) {
        return switch (expression.aggregation()) {
            case COUNT -> Optional.of(Estimate.exact(measured.count(metric)));
            case RATE ->
                measured.has(metric, Counter.class)
                        ? Optional.of(Estimate.exact(measured.countPerSecond(metric)))
                        : exact(measured.share(metric));
            case VALUE -> gauge(expression);
            case AVG -> sampled(trend::mean);
            case MIN -> sampled(trend::min);
            case MAX -> sampled(trend::max);
            case MED -> percentile(50);
            case PERCENTILE -> percentile(expression.percentile());
        };
    }

    /** How far the runners' own values lie apart; empty when none has a sample. */
    Optional<Spread> spread(ThresholdExpression expression) {
        var own = own(expression);
        if (own.isEmpty()) {
            return Optional.empty();
        }
        int worst = own.firstKey();
        for (var entry : own.entrySet()) {
            worst = isWorse(expression, entry.getValue(), own.get(worst)) ? entry.getKey() : worst;
        }
        var values = own.values().stream().mapToDouble(value -> value).sorted().toArray();
        var median = values[(values.length - 1) / 2] / 2 + values[values.length / 2] / 2;
        return Optional.of(new Spread(values[0], median, values[values.length - 1], worst));
    }

    /** Each runner's own value, as its k6 alone would have compared it. */
    private SortedMap<Integer, Double> own(ThresholdExpression expression) {
        return switch (expression.aggregation()) {
            case COUNT -> measured.byRunner(metric, Counter.class, any -> true, Counter::count);
            case RATE ->
                measured.has(metric, Counter.class)
                        ? measured.byRunner(metric, Counter.class, any -> true, Counter::rate)
                        : measured.byRunner(
                                metric,
                                Rate.class,
                                rate -> rate.passes() + rate.fails() > 0,
                                rate -> (double) rate.passes() / (rate.passes() + rate.fails()));
            case VALUE -> measured.byRunner(metric, Gauge.class, any -> true, Gauge::value);
            case AVG -> ownTrends(Trend::avg);
            case MIN -> ownTrends(Trend::min);
            case MAX -> ownTrends(Trend::max);
            case MED -> ownTrends(own -> new Knots(own).percentile(50));
            case PERCENTILE -> ownTrends(own -> new Knots(own).percentile(expression.percentile()));
        };
    }

    private SortedMap<Integer, Double> ownTrends(ToDoubleFunction<Trend> value) {
        return measured.byRunner(metric, Trend.class, own -> own.count() > 0, value);
    }

    /** How many samples went in: of a counter its total, of a gauge how many runners have one. */
    long samples() {
        if (trend.count() > 0) {
            return trend.count();
        }
        if (measured.has(metric, Counter.class)) {
            return Math.round(measured.count(metric));
        }
        if (measured.has(metric, Gauge.class)) {
            return measured.values(metric).length;
        }
        return measured.trues(metric) + measured.falses(metric);
    }

    String unit(ThresholdExpression expression) {
        if (measured.all(metric, Trend.class).stream().anyMatch(Trend::time)) {
            return " ms";
        }
        var perSecond = expression.aggregation() == Aggregation.RATE && measured.has(metric, Counter.class);
        return perSecond ? "/s" : "";
    }

    String where() {
        if (measured.runners() == 1) {
            return "";
        }
        var worst = measured.has(metric, Gauge.class) && !isSummed();
        return worst
                ? " on the worst of " + measured.runners() + " runners"
                : " over " + measured.runners() + " runners";
    }

    /** VUs add up; any other gauge must hold on every runner, so the value to look at is the one furthest on the wrong side. */
    private Optional<Estimate> gauge(ThresholdExpression expression) {
        var values = measured.values(metric);
        if (values.length == 0) {
            return Optional.empty();
        }
        if (isSummed()) {
            return Optional.of(Estimate.exact(Sums.of(Arrays.stream(values))));
        }
        var worst = values[0];
        for (double value : values) {
            worst = isWorse(expression, value, worst) ? value : worst;
        }
        return Optional.of(Estimate.exact(worst));
    }

    private static boolean isWorse(ThresholdExpression expression, double value, double than) {
        var distance = Math.abs(value - expression.limit());
        var other = Math.abs(than - expression.limit());
        if (expression.operator().test(value, expression.limit())) {
            return expression.operator().test(than, expression.limit()) && distance < other;
        }
        return expression.operator().test(than, expression.limit()) || distance > other;
    }

    private boolean isSummed() {
        return isSummed(metric);
    }

    /** Whether a gauge's values of several runners add up. */
    static boolean isSummed(String metric) {
        return SUMMED.contains(base(metric));
    }

    /** The metric of a sub-metric such as {@code vus{scenario:spike}}, else the metric itself. */
    static String base(String metric) {
        var tags = metric.indexOf('{');
        return tags < 0 ? metric : metric.substring(0, tags);
    }

    private Optional<Estimate> sampled(DoubleSupplier value) {
        return trend.count() > 0 ? Optional.of(Estimate.exact(value.getAsDouble())) : Optional.empty();
    }

    private Optional<Estimate> percentile(double percent) {
        return trend.count() > 0 ? Optional.of(trend.percentile(percent)) : Optional.empty();
    }

    private static Optional<Estimate> exact(OptionalDouble value) {
        return value.isPresent() ? Optional.of(Estimate.exact(value.getAsDouble())) : Optional.empty();
    }
}
