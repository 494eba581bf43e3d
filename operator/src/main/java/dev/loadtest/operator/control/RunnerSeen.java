package dev.loadtest.operator.control;

import dev.loadtest.k6.Plan;
import dev.loadtest.k6.RunnerResult;
import java.util.Optional;

/**
 * What is known of a runner beyond what its pod says.
 *
 * @param k6 the last answer of its REST API
 * @param silent whether the API has answered before and does not now
 * @param result what it measured, once it came to print it
 * @param errorLine the last error that k6 itself logged
 * @param forgedLines result lines with a wrong mark or checksum
 * @param plan what the script plans, once the harness has printed it
 * @param logEnded whether the log was read to its end with the container's end
 * @param logExhausted whether the log was read to its end and holds no result
 */
public record RunnerSeen(
        Optional<K6Status> k6,
        boolean silent,
        Optional<RunnerResult> result,
        Optional<String> errorLine,
        int forgedLines,
        Optional<Plan> plan,
        boolean logEnded,
        boolean logExhausted) {
    public static final RunnerSeen NOTHING = new RunnerSeen(
            Optional.empty(), false, Optional.empty(), Optional.empty(), 0, Optional.empty(), false, false);
}
