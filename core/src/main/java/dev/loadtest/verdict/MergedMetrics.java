package dev.loadtest.verdict;

import dev.loadtest.k6.MetricResult;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

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

    /** With hundreds of runners a trend takes tens of milliseconds, so several are merged at a time. */
    static MergedMetrics of(Measured measured) {
        var kinds = new TreeMap<String, MetricResult>();
        measured.results().forEach(result -> result.metrics().forEach(kinds::putIfAbsent));
        var merged = kinds.entrySet().parallelStream()
                .flatMap(kind -> Named.of(measured, kind.getKey(), kind.getValue()).stream())
                .toList();
        return new MergedMetrics(
                merged.stream().collect(Collectors.toMap(Named::name, Named::metric, (one, same) -> one, TreeMap::new)),
                merged.stream().flatMap(named -> named.distribution.stream()).findFirst());
    }

    private record Named(String name, MergedMetric metric, Optional<Distribution> distribution) {
        static Optional<Named> of(Measured measured, String name, MetricResult like) {
            return like instanceof MetricResult.Trend
                    ? ofTrend(measured, name)
                    : other(measured, name, like).map(metric -> new Named(name, metric, Optional.empty()));
        }

        private static Optional<Named> ofTrend(Measured measured, String name) {
            var trend = measured.trend(name);
            if (trend.count() == 0) {
                return Optional.empty();
            }
            var distribution =
                    name.equals(DURATION) ? Optional.of(Distribution.of(trend)) : Optional.<Distribution>empty();
            return Optional.of(new Named(name, trend(trend, isTime(measured, name)), distribution));
        }
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
