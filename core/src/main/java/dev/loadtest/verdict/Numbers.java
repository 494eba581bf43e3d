package dev.loadtest.verdict;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * The few numbers that everybody looks at first, over all runners together.
 *
 * @param requests how many HTTP requests were made
 * @param requestsPerSecond {@code requests} by {@code duration}
 * @param failedShare the share of requests that failed, 0 to 1; empty without requests
 * @param p95 the 95th percentile of {@code http_req_duration} in milliseconds, estimated; empty without samples
 * @param p99 the 99th percentile, likewise
 * @param mean the mean of {@code http_req_duration} in milliseconds, exact; empty without samples
 * @param median its median, estimated
 * @param min its least sample
 * @param max its greatest sample
 * @param iterations how many iterations were completed
 * @param checksPassed how many checks were true
 * @param checksFailed how many checks were false
 * @param zeroDurationShare the share of requests whose duration is 0 ms (refused connections), 0 to 1; a lower bound
 * @param duration the longest runner's duration
 */
public record Numbers(
        long requests,
        double requestsPerSecond,
        OptionalDouble failedShare,
        OptionalDouble p95,
        OptionalDouble p99,
        OptionalDouble mean,
        OptionalDouble median,
        OptionalDouble min,
        OptionalDouble max,
        long iterations,
        long checksPassed,
        long checksFailed,
        double zeroDurationShare,
        Duration duration) {}
