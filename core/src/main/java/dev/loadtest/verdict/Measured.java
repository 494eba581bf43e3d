package dev.loadtest.verdict;

import dev.loadtest.k6.MetricResult;
import dev.loadtest.k6.MetricResult.Counter;
import dev.loadtest.k6.MetricResult.Gauge;
import dev.loadtest.k6.MetricResult.Rate;
import dev.loadtest.k6.MetricResult.Trend;
import dev.loadtest.k6.RunnerResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The metrics of all runners that printed a result, asked by name. */
final class Measured {
    private final List<RunnerResult> results;

    Measured(List<RunnerResult> results) {
        this.results = List.copyOf(results);
    }

    int runners() {
        return results.size();
    }

    List<RunnerResult> results() {
        return results;
    }

    /** The longest runner's duration: all start together. */
    Duration duration() {
        return results.stream()
                .map(RunnerResult::duration)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    <M extends MetricResult> List<M> all(String metric, Class<M> type) {
        return results.stream()
                .flatMap(result -> result.metric(metric).stream())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** A value of each runner that has the metric with samples, by its index. */
    <M extends MetricResult> SortedMap<Integer, Double> byRunner(
            String metric, Class<M> type, Predicate<M> sampled, ToDoubleFunction<M> value) {
        var values = new TreeMap<Integer, Double>();
        results.forEach(result -> result.metric(metric)
                .filter(type::isInstance)
                .map(type::cast)
                .filter(sampled)
                .ifPresent(own -> values.put(result.runner(), value.applyAsDouble(own))));
        return values;
    }

    boolean has(String metric, Class<? extends MetricResult> type) {
        return results.stream()
                .flatMap(result -> result.metric(metric).stream())
                .anyMatch(type::isInstance);
    }

    /** The samples of a trend over all runners; without samples its count is 0. Not kept: with 500 runners one takes 17 MiB. */
    PooledTrend trend(String metric) {
        return new PooledTrend(all(metric, Trend.class));
    }

    /** A counter's total; 0 where no runner counted, as a counter that nobody adds to does not appear. */
    double count(String metric) {
        return Sums.of(all(metric, Counter.class).stream().mapToDouble(Counter::count));
    }

    /** A counter's total by the longest duration in seconds; one runner alone has k6's own. */
    double countPerSecond(String metric) {
        var counters = all(metric, Counter.class);
        if (results.size() == 1 && counters.size() == 1) {
            return counters.get(0).rate();
        }
        var seconds = duration().toNanos() / 1e9;
        return seconds > 0 ? count(metric) / seconds : 0;
    }

    long trues(String metric) {
        return all(metric, Rate.class).stream().mapToLong(Rate::passes).sum();
    }

    long falses(String metric) {
        return all(metric, Rate.class).stream().mapToLong(Rate::fails).sum();
    }

    /** The share of trues, 0 to 1; empty without samples. */
    OptionalDouble share(String metric) {
        var trues = trues(metric);
        var samples = trues + falses(metric);
        return samples > 0 ? OptionalDouble.of((double) trues / samples) : OptionalDouble.empty();
    }

    /** The last value of a gauge on each runner, ascending. */
    double[] values(String metric) {
        return all(metric, Gauge.class).stream()
                .mapToDouble(Gauge::value)
                .sorted()
                .toArray();
    }

    /** Empty without any result. */
    Optional<Numbers> numbers() {
        return results.isEmpty() ? Optional.empty() : Optional.of(someNumbers());
    }

    private Numbers someNumbers() {
        var requests = Math.round(count("http_reqs"));
        var durations = trend("http_req_duration");
        var sampled = durations.count() > 0;
        var seconds = duration().toNanos() / 1e9;
        return new Numbers(
                requests,
                seconds > 0 ? requests / seconds : 0,
                share("http_req_failed"),
                of(durations, trend -> trend.percentile(95).value()),
                of(durations, trend -> trend.percentile(99).value()),
                of(durations, PooledTrend::mean),
                of(durations, trend -> trend.percentile(50).value()),
                of(durations, PooledTrend::min),
                of(durations, PooledTrend::max),
                Math.round(count("iterations")),
                trues("checks"),
                falses("checks"),
                // Refused before anything was sent, k6 records 0 ms.
                sampled && durations.min() >= 0 ? (double) durations.leastUpTo(0) / durations.count() : 0,
                duration());
    }

    private static OptionalDouble of(PooledTrend trend, ToDoubleFunction<PooledTrend> number) {
        return trend.count() > 0 ? OptionalDouble.of(number.applyAsDouble(trend)) : OptionalDouble.empty();
    }
}
