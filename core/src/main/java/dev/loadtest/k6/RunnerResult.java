package dev.loadtest.k6;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one k6 process measured, as its harness printed it.
 *
 * @param runner the index of the runner, from 0
 * @param duration how long the test ran, by k6's own clock; includes setup() and teardown() where this runner ran them
 * @param declared every threshold that the script or the resource declares, by normalised metric name
 * @param metrics every metric by its normalised name, sub-metrics of thresholds included
 * @param held k6's own answer for each declared expression, by normalised metric name and expression as written; empty
 *     where the harness made the thresholds always-true because the verdict is not one runner's to give
 * @param checks every check with its counts, in the order of the script
 * @param userSummaryError what the script's own handleSummary() threw, if it did
 * @param setup whether the script exports setup(), and its options do not say {@code noSetup}
 * @param teardown whether the script exports teardown(), and its options do not say {@code noTeardown}
 */
public record RunnerResult(
        int runner,
        Duration duration,
        Map<String, List<DeclaredThreshold>> declared,
        Map<String, MetricResult> metrics,
        Map<String, Map<String, Boolean>> held,
        List<CheckResult> checks,
        Optional<String> userSummaryError,
        boolean setup,
        boolean teardown) {

    public RunnerResult {
        declared = Map.copyOf(declared);
        metrics = Map.copyOf(metrics);
        held = Map.copyOf(held);
        checks = List.copyOf(checks);
    }

    /** The metric of that normalised name, if this runner has it. */
    public Optional<MetricResult> metric(String name) {
        return Optional.ofNullable(metrics.get(name));
    }
}
