package dev.loadtest.report;

import dev.loadtest.verdict.MergedMetric;
import dev.loadtest.verdict.MergedMetric.Counter;
import dev.loadtest.verdict.MergedMetric.Rate;
import dev.loadtest.verdict.MergedMetric.Trend;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What is known of one scenario. k6 keeps a metric of one scenario only where a threshold asks for it, such as
 * {@code http_req_duration{scenario:smoke}}; what nobody asked for is empty.
 *
 * @param name as in the script
 * @param requests how many HTTP requests
 * @param requestsPerSecond by the longest runner's duration
 * @param failedShare the share that failed, 0 to 1
 * @param mean of {@code http_req_duration} in milliseconds
 * @param p95 of {@code http_req_duration} in milliseconds, estimated
 * @param iterations how many were completed
 * @param checksShare the share of checks that were true, 0 to 1
 */
public record Scenario(
        String name,
        OptionalDouble requests,
        OptionalDouble requestsPerSecond,
        OptionalDouble failedShare,
        OptionalDouble mean,
        OptionalDouble p95,
        OptionalDouble iterations,
        OptionalDouble checksShare) {
    private static final String OPEN = "{scenario:";
    private static final List<String> KNOWN =
            List.of("http_reqs", "http_req_failed", "http_req_duration", "iterations", "checks");

    /** Those that a metric knows by itself, by name. */
    static List<Scenario> of(Map<String, MergedMetric> metrics) {
        return metrics.keySet().stream()
                .flatMap(Scenario::nameIn)
                .distinct()
                .sorted()
                .map(name -> named(name, metrics))
                .toList();
    }

    private static Stream<String> nameIn(String metric) {
        return KNOWN.stream()
                .filter(base -> metric.startsWith(base + OPEN))
                .map(base -> metric.substring(base.length() + OPEN.length(), metric.length() - 1))
                .filter(name -> name.indexOf(',') < 0);
    }

    private static Scenario named(String name, Map<String, MergedMetric> metrics) {
        var own = new Of(name, metrics);
        return new Scenario(
                name,
                own.value("http_reqs", Counter.class, Counter::count),
                own.value("http_reqs", Counter.class, Counter::perSecond),
                own.value("http_req_failed", Rate.class, Rate::share),
                own.value("http_req_duration", Trend.class, Trend::mean),
                own.value("http_req_duration", Trend.class, trend -> trend.p95().value()),
                own.value("iterations", Counter.class, Counter::count),
                own.value("checks", Rate.class, Rate::share));
    }

    private record Of(String name, Map<String, MergedMetric> metrics) {
        <M extends MergedMetric> OptionalDouble value(String base, Class<M> type, ToDoubleFunction<M> value) {
            return Optional.ofNullable(metrics.get(base + OPEN + name + "}"))
                    .filter(type::isInstance)
                    .map(type::cast)
                    .map(metric -> OptionalDouble.of(value.applyAsDouble(metric)))
                    .orElse(OptionalDouble.empty());
        }
    }
}
