package dev.loadtest.operator.control;

import dev.loadtest.k6.RunnerResult;
import dev.loadtest.k6.WriteFailures;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a runner beyond what its pod says.
 *
 * @param k6 the last answer of its REST API
 * @param silent whether the API has answered before and does not now
 * @param unreachableSince since when packets to its address vanish, each connection timing out; empty when one was made or refused last,
 *     so also while k6 merely does not listen yet
 * @param result what it measured, once it came to print it
 * @param errorLine the last error that k6 itself logged
 * @param writeFailures writes of series to Prometheus that failed, as far as its log was read
 * @param forgedLines result lines with a wrong mark or checksum
 * @param logEnded whether the log was read to its end with the container's end
 * @param logExhausted whether the log was read to its end and holds no result
 * @param readableSince since when its container was seen to have ended and its log could be read, by the operator's clock; empty before,
 *     while other logs have to be read first, and after a restart of the operator until it has looked again
 */
public record RunnerSeen(
        Optional<K6Status> k6,
        boolean silent,
        Optional<Instant> unreachableSince,
        Optional<RunnerResult> result,
        Optional<String> errorLine,
        WriteFailures writeFailures,
        int forgedLines,
        boolean logEnded,
        boolean logExhausted,
        Optional<Instant> readableSince) {
    public static final RunnerSeen NOTHING = new RunnerSeen(
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            WriteFailures.NONE,
            0,
            false,
            false,
            Optional.empty());

    /** Whether it sends load, as far as is known. */
    boolean sendsLoad() {
        return !silent && k6.map(K6Status::sendsLoad).orElse(false);
    }
}
