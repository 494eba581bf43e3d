package dev.loadtest.verdict;

import static java.util.stream.Collectors.toMap;

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
 */
public record LiveNumbers(
        int vus, long iterations, double requestsPerSecond, OptionalDouble failedShare, OptionalDouble slowestP95) {

    /** The metrics that these numbers are made of. */
    public static final List<String> METRICS =
            List.of("http_reqs", "http_req_failed", "http_req_duration", "iterations");

    /**
     * @param before what the runners said at the look before; empty at the first
     * @param now what they say now
     * @param between the time between the two looks; since the start at the first
     */
    public static LiveNumbers of(List<LiveRunner> before, List<LiveRunner> now, Duration between) {
        return new LiveNumbers(
                now.stream().mapToInt(LiveRunner::vus).sum(),
                Math.round(Sums.of(values(now, "iterations", "count"))),
                requestsPerSecond(before, now, between),
                failedShare(now),
                values(now.stream().filter(runner -> requests(runner) > 0).toList(), "http_req_duration", "p(95)")
                        .max());
    }

    /** Of the runners that were there at both looks: one that ended would take all its requests with it. */
    private static double requestsPerSecond(List<LiveRunner> before, List<LiveRunner> now, Duration between) {
        var seconds = between.toNanos() / 1e9;
        if (!(seconds > 0)) {
            return 0;
        }
        var counted = before.stream().collect(toMap(LiveRunner::index, LiveNumbers::requests, Math::max));
        var more = now.stream()
                .filter(runner -> before.isEmpty() || counted.containsKey(runner.index()))
                .mapToDouble(runner -> requests(runner) - counted.getOrDefault(runner.index(), 0.0));
        return Math.max(0, Sums.of(more)) / seconds;
    }

    private static OptionalDouble failedShare(List<LiveRunner> now) {
        var asked = now.stream()
                .filter(runner -> requests(runner) > 0
                        && value(runner, "http_req_failed", "rate").isPresent())
                .toList();
        var requests = Sums.of(asked.stream().mapToDouble(LiveNumbers::requests));
        var failed = Sums.of(asked.stream()
                .mapToDouble(runner -> requests(runner)
                        * value(runner, "http_req_failed", "rate").orElse(0)));
        return requests > 0 ? OptionalDouble.of(Math.min(1, failed / requests)) : OptionalDouble.empty();
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
