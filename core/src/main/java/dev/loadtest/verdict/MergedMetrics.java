package dev.loadtest.verdict;

import dev.loadtest.k6.MetricResult;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Every metric over all runners together, sub-metrics included.
 *
 * @param all by normalised name; those without a sample are not there
 * @param durations how the samples of {@code http_req_duration} are spread; empty without samples
 */
public record MergedMetrics(SortedMap<String, MergedMetric> all, Optional<Distribution> durations) {
    private static final String DURATION = "http_req_duration";

    public MergedMetrics {
        all = Collections.unmodifiableSortedMap(new TreeMap<>(all));
    }

    static MergedMetrics of(Measured measured) {
        var all = new TreeMap<String, MergedMetric>();
        var durations = Optional.<Distribution>empty();
        for (var result : measured.results()) {
            for (var metric : result.metrics().entrySet()) {
                var name = metric.getKey();
                if (all.containsKey(name)) {
                    continue;
                }
                if (metric.getValue() instanceof MetricResult.Trend) {
                    var trend = measured.trend(name);
                    if (trend.count() > 0) {
                        all.put(name, trend(trend, isTime(measured, name)));
                        durations = name.equals(DURATION) ? Optional.of(Distribution.of(trend)) : durations;
                    }
                } else {
                    other(measured, name, metric.getValue()).ifPresent(merged -> all.put(name, merged));
                }
            }
        }
        return new MergedMetrics(all, durations);
    }

    private static Optional<MergedMetric> other(Measured measured, String name, MetricResult like) {
        if (like instanceof MetricResult.Counter) {
            return Optional.of(new MergedMetric.Counter(measured.count(name), measured.countPerSecond(name)));
        }
        if (like instanceof MetricResult.Gauge) {
            return Optional.of(gauge(measured, name));
        }
        return measured.share(name).stream()
                .<MergedMetric>mapToObj(
                        share -> new MergedMetric.Rate(share, measured.trues(name), measured.falses(name)))
                .findFirst();
    }

    private static MergedMetric.Gauge gauge(Measured measured, String name) {
        var last = measured.values(name);
        var gauges = measured.all(name, MetricResult.Gauge.class);
        ToDoubleFunction<ToDoubleFunction<MetricResult.Gauge>> sum =
                value -> Sums.of(gauges.stream().mapToDouble(value));
        if (ObservedMetric.isSummed(name)) {
            return new MergedMetric.Gauge(
                    OptionalDouble.of(Sums.of(Arrays.stream(last))),
                    sum.applyAsDouble(MetricResult.Gauge::min),
                    sum.applyAsDouble(MetricResult.Gauge::max));
        }
        return new MergedMetric.Gauge(
                last.length == 1 ? OptionalDouble.of(last[0]) : OptionalDouble.empty(),
                gauges.stream().mapToDouble(MetricResult.Gauge::min).min().orElseThrow(),
                gauges.stream().mapToDouble(MetricResult.Gauge::max).max().orElseThrow());
    }

    private static MergedMetric.Trend trend(PooledTrend trend, boolean time) {
        return new MergedMetric.Trend(
                trend.count(),
                time,
                trend.mean(),
                trend.min(),
                trend.max(),
                trend.percentile(50),
                trend.percentile(90),
                trend.percentile(95),
                trend.percentile(99));
    }

    private static boolean isTime(Measured measured, String name) {
        return measured.all(name, MetricResult.Trend.class).stream().anyMatch(MetricResult.Trend::time);
    }
}
