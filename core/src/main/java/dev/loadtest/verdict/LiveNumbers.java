package dev.loadtest.verdict;

import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * The numbers to look at while a test goes, over all runners together that are there to be asked.
 *
 * @param vus active VUs
 * @param iterations completed since the start
 * @param requestsPerSecond HTTP requests per second since the last look; since the start at the first look
 * @param failedShare the share of HTTP requests that failed since the start, 0 to 1; empty without requests
 * @param slowestP95 the greatest of the runners' own 95th percentiles of {@code http_req_duration} since the start, in milliseconds. The
 *     95th percentile over all of them is not greater, but for k6's interpolation between two samples. Empty without requests
 * @param recentFailedShare as {@code failedShare}, since the last look
 * @param recentMean the mean of {@code http_req_duration} since the last look, in milliseconds; empty without requests since then
 */
public record LiveNumbers(
        int vus,
        long iterations,
        double requestsPerSecond,
        OptionalDouble failedShare,
        OptionalDouble slowestP95,
        OptionalDouble recentFailedShare,
        OptionalDouble recentMean) {

    /** The metrics that these numbers are made of. */
    public static final List<String> METRICS =
            List.of("http_reqs", "http_req_failed", "http_req_duration", "iterations");

    /**
     * @param before what the runners said at the look before; empty at the first
     * @param now what they say now
     * @param between the time between the two looks; since the start at the first
     */
    public static LiveNumbers of(List<LiveRunner> before, List<LiveRunner> now, Duration between) {
        // Of the runners that were there at both looks: one that ended would take all its requests with it.
        var both = before.isEmpty() ? now : among(now, before);
        var earlier = among(before, both);
        return new LiveNumbers(
                now.stream().mapToInt(LiveRunner::vus).sum(),
                Math.round(Sums.of(values(now, "iterations", "count"))),
                requestsPerSecond(earlier, both, between),
                share(average(List.of(), now, "http_req_failed", "rate")),
                values(now.stream().filter(runner -> requests(runner) > 0).toList(), "http_req_duration", "p(95)")
                        .max(),
                share(average(earlier, both, "http_req_failed", "rate")),
                average(earlier, both, "http_req_duration", "avg"));
    }

    private static double requestsPerSecond(List<LiveRunner> before, List<LiveRunner> now, Duration between) {
        var seconds = between.toNanos() / 1e9;
        return seconds > 0 ? Math.max(0, requests(now) - requests(before)) / seconds : 0;
    }

    /** Of what each runner tells as an average over its own requests since the start: over all of them since the look before. */
    private static OptionalDouble average(
            List<LiveRunner> before, List<LiveRunner> now, String metric, String perRequest) {
        var telling = now.stream()
                .filter(runner -> value(runner, metric, perRequest).isPresent())
                .toList();
        var earlier = among(before, telling);
        var requests = requests(telling) - requests(earlier);
        return requests > 0
                ? OptionalDouble.of(Math.max(
                        0, (total(telling, metric, perRequest) - total(earlier, metric, perRequest)) / requests))
                : OptionalDouble.empty();
    }

    private static OptionalDouble share(OptionalDouble value) {
        return value.isPresent() ? OptionalDouble.of(Math.min(1, value.getAsDouble())) : value;
    }

    private static double total(List<LiveRunner> runners, String metric, String perRequest) {
        return Sums.of(runners.stream()
                .mapToDouble(runner ->
                        requests(runner) * value(runner, metric, perRequest).orElse(0)));
    }

    private static double requests(List<LiveRunner> runners) {
        return Sums.of(runners.stream().mapToDouble(LiveNumbers::requests));
    }

    private static List<LiveRunner> among(List<LiveRunner> runners, List<LiveRunner> others) {
        var indexes = others.stream().map(LiveRunner::index).collect(toSet());
        return runners.stream()
                .filter(runner -> indexes.contains(runner.index()))
                .toList();
    }

    private static double requests(LiveRunner runner) {
        return value(runner, "http_reqs", "count").orElse(0);
    }

    private static DoubleStream values(List<LiveRunner> runners, String metric, String name) {
        return runners.stream().flatMapToDouble(runner -> value(runner, metric, name).stream());
    }

    private static OptionalDouble value(LiveRunner runner, String metric, String name) {
        var value = runner.metrics().containsKey(metric)
                ? runner.metrics().get(metric).values().get(name)
                : null;
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
