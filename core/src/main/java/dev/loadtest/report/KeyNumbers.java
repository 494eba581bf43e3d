package dev.loadtest.report;

import dev.loadtest.verdict.MergedMetric;
import dev.loadtest.verdict.MergedMetric.Counter;
import dev.loadtest.verdict.MergedMetric.Gauge;
import dev.loadtest.verdict.MergedMetric.Trend;
import dev.loadtest.verdict.MergedMetrics;
import dev.loadtest.verdict.Numbers;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * The numbers to look at first, over all runners together. Latencies are of {@code http_req_duration} in milliseconds and empty without
 * samples.
 *
 * @param requests how many HTTP requests were made
 * @param requestsPerSecond requests by the longest runner's duration
 * @param failedShare the share of requests that failed, 0 to 1; empty without requests
 * @param mean exact
 * @param min exact
 * @param med estimated, as are the other percentiles; their bounds stand with the metric
 * @param max exact
 * @param iterations how many iterations were completed
 * @param checksPassed how often a check was true
 * @param checksFailed how often a check was false
 * @param dataSent in bytes
 * @param dataReceived in bytes
 * @param vusMax the most VUs that were active, the runners' own maxima added up; empty if k6 did not say
 */
public record KeyNumbers(
        long requests,
        double requestsPerSecond,
        OptionalDouble failedShare,
        OptionalDouble mean,
        OptionalDouble min,
        OptionalDouble med,
        OptionalDouble p90,
        OptionalDouble p95,
        OptionalDouble p99,
        OptionalDouble max,
        long iterations,
        long checksPassed,
        long checksFailed,
        double dataSent,
        double dataReceived,
        OptionalDouble vusMax) {

    static KeyNumbers of(Numbers numbers, MergedMetrics metrics) {
        return new KeyNumbers(
                numbers.requests(),
                numbers.requestsPerSecond(),
                numbers.failedShare(),
                numbers.mean(),
                duration(metrics, Trend::min),
                duration(metrics, trend -> trend.med().value()),
                duration(metrics, trend -> trend.p90().value()),
                numbers.p95(),
                duration(metrics, trend -> trend.p99().value()),
                duration(metrics, Trend::max),
                numbers.iterations(),
                numbers.checksPassed(),
                numbers.checksFailed(),
                count(metrics, "data_sent"),
                count(metrics, "data_received"),
                value(metrics, "vus", Gauge.class, Gauge::max));
    }

    private static OptionalDouble duration(MergedMetrics metrics, ToDoubleFunction<Trend> value) {
        return value(metrics, "http_req_duration", Trend.class, value);
    }

    private static double count(MergedMetrics metrics, String name) {
        return value(metrics, name, Counter.class, Counter::count).orElse(0);
    }

    private static <M extends MergedMetric> OptionalDouble value(
            MergedMetrics metrics, String name, Class<M> type, ToDoubleFunction<M> value) {
        return Optional.ofNullable(metrics.all().get(name))
                .filter(type::isInstance)
                .map(type::cast)
                .map(metric -> OptionalDouble.of(value.applyAsDouble(metric)))
                .orElse(OptionalDouble.empty());
    }
}
