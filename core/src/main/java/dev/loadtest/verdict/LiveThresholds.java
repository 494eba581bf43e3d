package dev.loadtest.verdict;

import dev.loadtest.k6.AbortThreshold;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether a threshold with {@code abortOnFail} is broken over all runners while they go. Pure. */
public final class LiveThresholds {
    private LiveThresholds() {}

    /**
     * The first threshold that is broken over all runners for certain.
     *
     * @param aborts those to look at, as {@link dev.loadtest.k6.Plan#aborts()} has them
     * @param runners one entry for each runner that sends load, asked at about the same time
     * @param sinceStart how long the load has been sent
     * @return the threshold and what was observed, for people; empty when none is, or when it cannot be told
     */
    public static Optional<String> broken(List<AbortThreshold> aborts, List<LiveRunner> runners, Duration sinceStart) {
        return Optional.empty();
    }
}
