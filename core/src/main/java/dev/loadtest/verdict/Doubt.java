package dev.loadtest.verdict;

import dev.loadtest.k6.MetricResult.Trend;
import java.util.ArrayList;
import java.util.List;

/**
 * Why the measurement is not to be believed.
 *
 * @param reason the reason that the verdict has if nothing weighs more
 * @param text what was found and what to look at
 */
public record Doubt(Reason reason, String text) {
    private static final List<String> COVERING = List.of("http_req_failed", "checks");

    /** Everything to be doubted, the most telling first; nothing without any result. */
    static List<Doubt> of(Measured measured, List<JudgedThreshold> thresholds, double maxFailedShare) {
        var doubts = new ArrayList<Doubt>();
        if (measured.runners() == 0) {
            return doubts;
        }
        var requests = Math.round(measured.count("http_reqs"));
        var failed = measured.share("http_req_failed");
        if (requests > 0 && (failed.orElse(0) == 1 || everyDurationIsZero(measured))) {
            doubts.add(new Doubt(
                    Reason.TARGET_UNREACHABLE,
                    "None of the %d requests was answered as it should be: check the address in the script, that the target's Service has ready endpoints, and that no NetworkPolicy keeps the runners out"
                            .formatted(requests)));
        } else if (failed.orElse(0) > maxFailedShare && !isCovered(thresholds)) {
            doubts.add(new Doubt(
                    Reason.TARGET_UNREACHABLE,
                    "%s of %d requests failed, and no threshold covers http_req_failed or checks: check the target, or declare with a threshold on http_req_failed how many may fail"
                            .formatted(Amount.percent(failed.getAsDouble()), requests)));
        }
        if (measured.count("iterations") == 0) {
            doubts.add(
                    new Doubt(
                            Reason.NO_ITERATIONS,
                            "No iteration finished: let the test run longer than one iteration takes, and see the runners' logs for what it waits for"));
        }
        thresholds.stream()
                .filter(threshold -> !threshold.sampled())
                .map(threshold -> new Doubt(
                        Reason.NO_SAMPLES,
                        threshold.text()
                                + "; check the spelling of the metric and its tags, and that the script gets that far"))
                .forEach(doubts::add);
        return doubts;
    }

    /** A refused connection counts as a request that took 0 ms. */
    private static boolean everyDurationIsZero(Measured measured) {
        var durations = measured.all("http_req_duration", Trend.class).stream()
                .filter(trend -> trend.count() > 0)
                .toList();
        return !durations.isEmpty() && durations.stream().allMatch(trend -> trend.max() == 0);
    }

    private static boolean isCovered(List<JudgedThreshold> thresholds) {
        return thresholds.stream()
                .map(threshold -> ObservedMetric.base(threshold.outcome().metric()))
                .anyMatch(COVERING::contains);
    }
}
