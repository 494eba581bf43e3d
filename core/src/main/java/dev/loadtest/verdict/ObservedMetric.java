package dev.loadtest.verdict;

import dev.loadtest.k6.MetricResult.Counter;
import dev.loadtest.k6.MetricResult.Gauge;
import dev.loadtest.k6.MetricResult.Trend;
import dev.loadtest.k6.ThresholdExpression;
import dev.loadtest.k6.ThresholdExpression.Aggregation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

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
