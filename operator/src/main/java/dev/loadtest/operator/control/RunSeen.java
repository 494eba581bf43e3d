package dev.loadtest.operator.control;

import dev.loadtest.k6.Plan;
import dev.loadtest.k6.WriteFailures;
import dev.loadtest.verdict.Generators;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of a run's runners beyond what their pods say.
 *
 * @param runners by pod UID
 * @param gone by index, what was last known of runners whose pods do not exist any more
 * @param setup how far the one call of setup() is
 * @param plan what the script plans, once a runner has printed it
 * @param live what the runners said last while sending load; empty before, and when they have ended
 * @param series how the load went so far, as far as this life of the operator has seen it
 * @param generators what was seen of them while they sent load; with the skew only where this life of the operator resumed them, and growing
 *     while some are resumed again
 */
public record RunSeen(
        Map<String, RunnerSeen> runners,
        Map<Integer, RunnerSeen> gone,
        SetupSeen setup,
        Optional<Plan> plan,
        Optional<LiveSeen> live,
        List<LivePoint> series,
        Generators generators) {

    /** Writes of series to Prometheus that failed, of all runners together. */
    public WriteFailures writeFailures() {
        return WriteFailures.of(Stream.concat(runners.values().stream(), gone.values().stream())
                .map(RunnerSeen::writeFailures)
                .toList());
    }
}
