package dev.loadtest.operator.run;

import dev.loadtest.k6.DeclaredThreshold;
import dev.loadtest.k6.MetricResult;
import dev.loadtest.k6.MetricResult.Knot;
import dev.loadtest.k6.RunnerResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes results of runners. */
final class Results {
    private static final String DURATION = "http_req_duration";

    private Results() {}

    /** 100 requests in 10 s, p95 at 187 ms, and a threshold of 500 ms. */
    static RunnerResult held(int runner) {
        return of(runner, 187, 0);
    }

    /** The same, with p95 at 900 ms. */
    static RunnerResult broken(int runner) {
        return of(runner, 900, 0);
    }

    static RunnerResult of(int runner, double p95, int failed) {
        var trend = new MetricResult.Trend(
                100, p95 / 2, 1, p95 * 2, List.of(new Knot(50, p95 / 2), new Knot(95, p95), new Knot(99, p95)), true);
        return new RunnerResult(
                runner,
                Duration.ofSeconds(10),
                Map.of(DURATION, List.of(new DeclaredThreshold("p(95)<500", DeclaredThreshold.Source.SCRIPT, false))),
                Map.of(
                        DURATION,
                        trend,
                        "http_reqs",
                        new MetricResult.Counter(100, 10),
                        "http_req_failed",
                        new MetricResult.Rate(failed, 100L - failed),
                        "iterations",
                        new MetricResult.Counter(100, 10)),
                Map.of(),
                List.of(),
                Optional.empty(),
                false,
                false);
    }
}
