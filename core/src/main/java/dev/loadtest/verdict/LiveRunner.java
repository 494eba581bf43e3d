package dev.loadtest.verdict;

import dev.loadtest.k6.LiveMetric;
import java.util.Map;

/**
 * What one runner's REST API says while it sends load.
 *
 * @param index the runner, from 0
 * @param vus its active VUs
 * @param metrics by normalised name, as far as they were asked for; one that has no sample yet is missing
 */
public record LiveRunner(int index, int vus, Map<String, LiveMetric> metrics) {
    public LiveRunner {
        metrics = Map.copyOf(metrics);
    }
}
