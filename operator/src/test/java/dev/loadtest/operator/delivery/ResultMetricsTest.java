package dev.loadtest.operator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestRun;
import org.junit.jupiter.api.Test;

class ResultMetricsTest {
    static LoadTestRun finished() {
        return Runs.run("", """
                phase: Completed
                verdict: Failed
                startTime: "2026-11-22T10:00:00.500Z"
                completionTime: "2026-11-22T10:01:00Z"
                numbers: {requests: 1200, requestsPerSecond: 20.5, failedShare: 0.01, p95Millis: 612.5, p99Millis: 700.0, meanMillis: 100.0, medianMillis: 80.0, minMillis: 1.5, maxMillis: 900.0, iterations: 1199, checksPassed: 1100, checksFailed: 100, durationSeconds: 58.5}
                thresholds:
                - {metric: http_req_duration, expression: "p(95)<500", source: Script, observed: 612.5, passed: false}
                - {metric: http_req_duration, expression: "p(95)<500", source: Resource, observed: 612.5, passed: false}
                - {metric: 'http_reqs{name:"a\\\\b"}', expression: "count>0", source: Script, passed: true}
                """);
    }

    static LoadTestRun going() {
        return Runs.run("", """
                phase: Running
                live: {at: "2026-11-22T10:00:30Z", vus: 10, requestsPerSecond: 20.0, failedShare: 0.0, slowestP95Millis: 250.0, iterations: 600}
                """);
    }

    @Test
    void theResultIsInBaseUnits() {
        assertThat(ResultMetrics.result(finished()).lines())
                .contains(
                        "# TYPE loadtest_result_verdict gauge",
                        "loadtest_result_verdict{verdict=\"Failed\",} 1.0",
                        "loadtest_result_verdict{verdict=\"Passed\",} 0.0",
                        "loadtest_result_run_number 2.0",
                        "loadtest_result_start_timestamp_seconds 1.7953416005E9",
                        "loadtest_result_request_duration_seconds{stat=\"p95\",} 0.6125",
                        "loadtest_result_request_duration_seconds{stat=\"p99\",} 0.7",
                        "loadtest_result_request_duration_seconds{stat=\"mean\",} 0.1",
                        "loadtest_result_request_duration_seconds{stat=\"median\",} 0.08",
                        "loadtest_result_request_duration_seconds{stat=\"min\",} 0.0015",
                        "loadtest_result_request_duration_seconds{stat=\"max\",} 0.9",
                        "loadtest_result_checks{outcome=\"failed\",} 100.0",
                        "loadtest_result_failed_share 0.01",
                        "loadtest_result_threshold_value{metric=\"http_req_duration\",expression=\"p(95)<500\",} 612.5",
                        "loadtest_result_threshold_limit{metric=\"http_req_duration\",expression=\"p(95)<500\",} 500.0",
                        "loadtest_result_threshold_passed{metric=\"http_req_duration\",expression=\"p(95)<500\",} 0.0");
    }

    @Test
    void aSeriesIsThereOnce() {
        assertThat(ResultMetrics.result(finished()).lines()).doesNotHaveDuplicates();
    }

    @Test
    void whatWasNotMeasuredIsLeftOut() {
        var error = Runs.run("", "{phase: Completed, verdict: Error, completionTime: \"2026-11-22T10:01:00Z\"}");

        assertThat(ResultMetrics.result(error))
                .contains("loadtest_result_verdict{verdict=\"Error\",} 1.0")
                .doesNotContain("requests", "threshold", "start_timestamp");
    }

    @Test
    void theLiveNumbersHaveNamesOfTheirOwn() {
        assertThat(ResultMetrics.live(going()).lines().filter(line -> !line.startsWith("#")))
                .allSatisfy(line -> assertThat(line).startsWith("loadtest_live_"))
                .contains("loadtest_live_slowest_p95_seconds 0.25", "loadtest_live_vus 10.0");
    }
}
