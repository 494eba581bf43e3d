package dev.loadtest.verdict;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was seen of the runners while they sent load, as far as their results do not say it.
 *
 * @param skew between the first and the last start of a runner; empty with one runner, or when nobody looked
 * @param atMaxVUsShare the share of the looks, 0 to 1, at which the runner that was worst had all its VUs busy and may not have more;
 *     empty where not every scenario has an arrival rate, or with too few looks
 * @param cpuShare the greatest share of its CPU limit, 0 to 1, that a runner used over 10 s; empty without a limit
 * @param inPart whether VUs or CPU should have been looked at and were not for a part of the load, as when the operator was restarted
 */
public record Generators(
        Optional<Duration> skew, OptionalDouble atMaxVUsShare, OptionalDouble cpuShare, boolean inPart) {
    /** Nobody looked. */
    public static final Generators UNSEEN =
            new Generators(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty(), false);
}
