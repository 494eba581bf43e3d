package dev.loadtest.verdict;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The numbers to look at while a test goes, over all runners together.
 *
 * @param vus active VUs
 * @param iterations completed since the start
 * @param requestsPerSecond HTTP requests per second since the last look; since the start at the first look
 * @param failedShare the share of HTTP requests that failed since the start, 0 to 1; empty without requests
 * @param slowestP95 the greatest of the runners' own 95th percentiles of {@code http_req_duration} since the start, in milliseconds: the
 *     95th percentile over all of them is not greater. Empty without requests
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
        return new LiveNumbers(0, 0, 0, OptionalDouble.empty(), OptionalDouble.empty());
    }
}
