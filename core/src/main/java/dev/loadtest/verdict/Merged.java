package dev.loadtest.verdict;

import java.util.List;
import java.util.Optional;

/**
 * What the runners measured together.
 *
 * @param thresholds every declared threshold, in the order of metric and declaration
 * @param numbers the numbers to look at first; empty without any result
 */
public record Merged(List<ThresholdOutcome> thresholds, Optional<Numbers> numbers) {
    public Merged {
        thresholds = List.copyOf(thresholds);
    }
}
