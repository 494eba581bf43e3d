package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a LoadTest has a result that can be believed and is not too old.
 *
 * @param fresh whether it has
 * @param since when the last such result came, or the LoadTest was created
 * @param end when it becomes, or became, too old
 * @param limit how old it may be
 */
record Freshness(boolean fresh, Instant since, Instant end, Duration limit) {

    /** Empty when nobody asked for it. */
    static Optional<Freshness> of(LoadTest loadTest, Optional<LoadTestStatus> status, Instant now) {
        return Optional.ofNullable(loadTest.getSpec().stalenessLimitSeconds())
                .map(Duration::ofSeconds)
                .map(limit -> {
                    var since = Instant.parse(status.map(LoadTestStatus::lastValidTime)
                            .orElse(loadTest.getMetadata().getCreationTimestamp()));
                    return new Freshness(now.isBefore(since.plus(limit)), since, since.plus(limit), limit);
                });
    }

    String message(LoadTestStatus status) {
        return fresh
                ? "the last result that can be believed is younger than stalenessLimitSeconds (%d)"
                        .formatted(limit.toSeconds())
                : status.lastValidTime() == null
                        ? "no run has given a result that can be believed within stalenessLimitSeconds (%d) of the creation of the LoadTest; look at its runs and its schedule"
                                .formatted(limit.toSeconds())
                        : "the last result that can be believed is from %s, longer ago than stalenessLimitSeconds (%d); look at the runs since and at the schedule"
                                .formatted(since, limit.toSeconds());
    }
}
