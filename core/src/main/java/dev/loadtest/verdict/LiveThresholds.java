package dev.loadtest.verdict;

import dev.loadtest.k6.AbortThreshold;
import dev.loadtest.k6.ThresholdExpression;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether a threshold with {@code abortOnFail} is broken over all runners while they go. Pure. */
public final class LiveThresholds {
    private LiveThresholds() {}

    /**
     * The first threshold that is broken over all runners for certain: whatever the samples behind what the runners say, all of them
     * together break it. A limit that asks for more of a counter is only looked at right while no runner has ended, as its counts are
     * missing then; let such a runner stay among them with what it said last.
     *
     * @param aborts those to look at, as {@link dev.loadtest.k6.Plan#aborts()} has them
     * @param runners one entry for each runner that sends load, asked at about the same time
     * @param sinceStart how long the load has been sent
     * @return the threshold and what was observed, for people; empty when none is, or when it cannot be told
     */
    public static Optional<String> broken(List<AbortThreshold> aborts, List<LiveRunner> runners, Duration sinceStart) {
        return aborts.stream()
                .filter(threshold -> sinceStart.compareTo(threshold.delay()) > 0)
                .flatMap(threshold -> parsed(threshold)
                        .flatMap(expression -> new LiveThreshold(expression, threshold.metric(), runners, sinceStart)
                                .broken(isAlone(threshold, aborts)))
                        .map(seen -> threshold.metric() + " " + threshold.expression() + ": " + seen)
                        .stream())
                .findFirst();
    }

    /** Whether k6 finding one of the metric's thresholds broken can only mean this one. */
    private static boolean isAlone(AbortThreshold threshold, List<AbortThreshold> aborts) {
        return aborts.stream()
                        .filter(other -> other.metric().equals(threshold.metric()))
                        .map(AbortThreshold::expression)
                        .distinct()
                        .count()
                == 1;
    }

    private static Optional<ThresholdExpression> parsed(AbortThreshold threshold) {
        try {
            return Optional.of(ThresholdExpression.parse(threshold.expression()));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
