package dev.loadtest.operator.queue;

import java.util.Optional;

/**
 * What the operator's own configuration says about the queue.
 *
 * @param maxRunners how many runners may go at a time in the whole cluster; empty: any number
 */
public record QueueSettings(Optional<Integer> maxRunners) {
    /** @throws IllegalArgumentException when no run could ever begin */
    public QueueSettings {
        if (maxRunners.filter(most -> most < 1).isPresent()) {
            throw new IllegalArgumentException(
                    "LOADTEST_MAX_RUNNERS is %d; it has to be 1 at least, or not set".formatted(maxRunners.get()));
        }
    }
}
