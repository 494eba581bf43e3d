package dev.loadtest.operator.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loadtest.api.EnvVariable;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.outbound.OutboundAnswer;
import dev.loadtest.operator.outbound.OutboundHttp;
import dev.loadtest.report.Series;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the load of a run went, as Prometheus has it: where nobody looked at the runners from the beginning, and where they wrote native histograms,
 * from which alone percentiles of an interval can be had.
 */
@ApplicationScoped
public class PrometheusSeries {
    private static final int POINTS = 100;
    private static final Duration LEAST_STEP = Duration.ofSeconds(2);
    /** A rate needs two writes, of which one may be late. */
    private static final int WRITES = 4;

    private static final Set<String> NATIVE_HISTOGRAMS =
            Set.of("K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM=true", "K6_FEATURES=native-histograms");

    private final OutboundHttp http;
    private final DeliverySettings settings;
    private final MetricsDelivery metrics;
    private final ObjectMapper json = new ObjectMapper();

    PrometheusSeries(OutboundHttp http, DeliverySettings settings, MetricsDelivery metrics) {
        this.http = http;
        this.settings = settings;
        this.metrics = metrics;
    }

    /**
     * Asks, and waits for the answer: not for a reconcile thread.
     *
     * @param run that is over
     * @param seen what the runners themselves said, from the beginning of the load
     * @return what they said, where Prometheus has nothing more or may not be asked
     */
    public Optional<Series> orElse(LoadTestRun run, Optional<Series> seen) {
        var status = run.getStatus();
        if (status.startTime() == null || !metrics.mayAsk(run) || (seen.isPresent() && !nativeHistograms(run))) {
            return seen;
        }
        var start = Instant.parse(status.startTime());
        var asked = http.send(
                        "GET",
                        url(run, start, Instant.parse(status.completionTime())),
                        "",
                        "",
                        OutboundHttp.Named.BY_THE_OPERATOR)
                .handle((answer, failure) -> failure == null ? series(answer, start) : Optional.<Series>empty())
                .join();
        return better(asked, seen);
    }

    /** Without a percentile, Prometheus has no more than the runners said themselves. */
    static Optional<Series> better(Optional<Series> asked, Optional<Series> seen) {
        var hasPercentiles = asked.stream()
                .flatMap(series -> series.points().stream())
                .anyMatch(point -> point.p95().isPresent());
        return hasPercentiles ? asked : seen.or(() -> asked);
    }

    private static boolean nativeHistograms(LoadTestRun run) {
        return Optional.ofNullable(run.getSpec().definition().env()).orElse(List.<EnvVariable>of()).stream()
                .map(variable -> "%s=%s".formatted(variable.name(), variable.value()))
                .anyMatch(NATIVE_HISTOGRAMS::contains);
    }

    private String url(LoadTestRun run, Instant start, Instant end) {
        var each = Duration.between(start, end).dividedBy(POINTS);
        var step = each.compareTo(LEAST_STEP) < 0 ? LEAST_STEP : each;
        var window = window(step, metrics.interval(run)).toSeconds() + "s";
        var query = query(run.getMetadata().getNamespace(), run.getMetadata().getName(), window);
        return "%s/api/v1/query_range?query=%s&start=%s&end=%s&step=%ds"
                .formatted(
                        settings.prometheusUrl().orElse("").replaceAll("/+$", ""),
                        URLEncoder.encode(query, StandardCharsets.UTF_8),
                        start,
                        end,
                        step.toSeconds());
    }

    /** Of which each rate is: of two steps, so that nothing lies in between, and of enough writes. */
    static Duration window(Duration step, Duration interval) {
        var writes = interval.multipliedBy(WRITES).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
        var steps = step.multipliedBy(2);
        return steps.compareTo(writes) < 0 ? writes : steps;
    }

    private static String query(String namespace, String testid, String window) {
        var of = "namespace=\"%s\", testid=\"%s\"".formatted(namespace, testid);
        var requests = "sum(rate(k6_http_reqs_total{%s}[%s]))".formatted(of, window);
        var failed = "(sum(rate(k6_http_reqs_total{%s, expected_response=\"false\"}[%s])) or vector(0))"
                .formatted(of, window);
        var durations = "rate(k6_http_req_duration_seconds{%s}[%s])".formatted(of, window);
        var values = Stream.of(
                called("vus", "sum(k6_vus{%s})".formatted(of)),
                called("requests", requests),
                called("failed", "%s / %s".formatted(failed, requests)),
                called("mean", "1000 * sum(histogram_sum(%1$s)) / sum(histogram_count(%1$s))".formatted(durations)));
        var percentiles = Stream.of(50, 90, 95, 99)
                .map(percent -> called(
                        "p" + percent, "1000 * histogram_quantile(%s, sum(%s))".formatted(percent / 100.0, durations)));
        return Stream.concat(values, percentiles).collect(Collectors.joining(" or "));
    }

    private static String called(String name, String query) {
        return "label_replace(%s, \"what\", \"%s\", \"\", \"\")".formatted(query, name);
    }

    private Optional<Series> series(OutboundAnswer answer, Instant start) {
        if (!answer.succeeded()) {
            return Optional.empty();
        }
        try {
            return series(json.readTree(answer.body()), start);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Empty when nothing in it is about the run. */
    static Optional<Series> series(JsonNode answer, Instant start) {
        SortedMap<Double, Map<String, Double>> byTime = new TreeMap<>();
        for (var one : answer.at("/data/result")) {
            var what = one.at("/metric/what").asText();
            for (var value : one.path("values")) {
                var number = Double.parseDouble(value.path(1).asText());
                if (Double.isFinite(number)) {
                    byTime.computeIfAbsent(value.path(0).asDouble(), any -> new HashMap<>())
                            .put(what, number);
                }
            }
        }
        var from = start.toEpochMilli() / 1000.0;
        var points = byTime.entrySet().stream()
                .filter(at -> at.getValue().containsKey("vus"))
                .map(at -> point(at.getKey() - from, at.getValue()))
                .toList();
        return points.isEmpty()
                ? Optional.empty()
                : Optional.of(new Series(start, Series.Source.PROMETHEUS, Series.P95.INTERVAL, points));
    }

    private static Series.Point point(double offset, Map<String, Double> values) {
        SortedMap<String, Double> percentiles = new TreeMap<>(values);
        percentiles.keySet().retainAll(Set.of("p50", "p90", "p99"));
        return new Series.Point(
                Math.max(0, offset),
                number(values, "vus"),
                number(values, "requests"),
                number(values, "failed"),
                number(values, "mean"),
                number(values, "p95"),
                percentiles);
    }

    private static OptionalDouble number(Map<String, Double> values, String what) {
        var value = values.get(what);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
