package dev.loadtest.k6;

import java.time.Duration;
import java.util.List;

/**
 * What the options that k6 settled on say of the run, as the harness printed it when setup() began.
 *
 * @param planned from the start of the load, how long the scenarios are to run, without gracefulStop. Scenarios of a number of
 *     iterations end when those are done; for them it is their {@code maxDuration}
 * @param longest the same with every scenario's gracefulStop: the latest end of the load
 * @param setupTimeout how long setup() may take
 * @param teardownTimeout how long teardown() may take
 * @param arrivalMaxVUs the most VUs over all runners, where every scenario has an arrival rate; otherwise 0
 * @param aborts the thresholds with {@code abortOnFail}
 */
public record Plan(
        Duration planned,
        Duration longest,
        Duration setupTimeout,
        Duration teardownTimeout,
        int arrivalMaxVUs,
        List<AbortThreshold> aborts) {
    public Plan {
        aborts = List.copyOf(aborts);
    }
}
