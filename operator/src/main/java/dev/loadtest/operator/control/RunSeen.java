package dev.loadtest.operator.control;

import dev.loadtest.k6.Plan;
import dev.loadtest.verdict.Generators;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a run's runners beyond what their pods say.
 *
 * @param runners by pod UID
 * @param setup how far the one call of setup() is
 * @param plan what the script plans, once a runner has printed it
 * @param live what the runners said last while sending load; empty before, and when they have ended
 * @param generators what was seen of them while they sent load; without the skew, which a status keeps
 */
public record RunSeen(
        Map<String, RunnerSeen> runners,
        SetupSeen setup,
        Optional<Plan> plan,
        Optional<LiveSeen> live,
        Generators generators) {}
