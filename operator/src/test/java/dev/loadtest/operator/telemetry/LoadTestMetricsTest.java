package dev.loadtest.operator.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LastResult;
import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestReference;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunSpec;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.api.RunNumbers;
import dev.loadtest.api.ThresholdResult;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // Quarkus has no newer registry
class LoadTestMetricsTest {
    private static final String OF_ITEMS = "{namespace=\"shop\",loadtest=\"items\",";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<LoadTest> loadTests = new ArrayList<>();
    private final List<LoadTestRun> runs = new ArrayList<>();
    private LoadTestMetrics metrics;
    private boolean leads = true;

    @Test
    void tellsTheLatestVerdict() {
        loadTests.add(loadTest(result("Failed", "ThresholdBroken", List.of())));

        assertThat(scraped())
                .contains(
                        "loadtest_last_run_verdict" + OF_ITEMS + "verdict=\"Failed\",} 1.0",
                        "loadtest_last_run_verdict" + OF_ITEMS + "verdict=\"Passed\",} 0.0",
                        "loadtest_last_run_info" + OF_ITEMS + "verdict=\"Failed\",reason=\"ThresholdBroken\",} 1.0",
                        "loadtest_last_run_valid" + OF_ITEMS + "} 1.0",
                        "loadtest_last_run_p95_seconds" + OF_ITEMS + "} 0.187",
                        "loadtest_last_run_mean_seconds" + OF_ITEMS + "} 0.0935",
                        "loadtest_last_run_requests_per_second" + OF_ITEMS + "} 812.0",
                        "loadtest_last_run_failed_ratio" + OF_ITEMS + "} 2.0E-4",
                        "loadtest_last_run_completion_timestamp_seconds" + OF_ITEMS + "} 1.7855856605E9",
                        "loadtest_last_valid_timestamp_seconds" + OF_ITEMS + "} 1.7855856605E9",
                        "loadtest_suspended" + OF_ITEMS + "} 0.0")
                .noneMatch(line -> line.startsWith("loadtest_last_passed_timestamp_seconds{"));
    }

    @Test
    void tellsWhatWasMeasuredBesideItsLimit() {
        var held = new ThresholdResult("http_req_duration{name:\"home\"}", "p(95)<500", 187.0, true);
        var without = new ThresholdResult("orders", "count>0", null, false);
        loadTests.add(loadTest(result("Failed", "ThresholdBroken", List.of(held, without))));

        var ofHeld = OF_ITEMS + "metric=\"http_req_duration{name:\\\"home\\\"}\",expression=\"p(95)<500\",} ";
        var ofOther = OF_ITEMS + "metric=\"orders\",expression=\"count>0\",} ";
        assertThat(scraped())
                .contains(
                        "loadtest_threshold_observed" + ofHeld + "187.0",
                        "loadtest_threshold_limit" + ofHeld + "500.0",
                        "loadtest_threshold_passed" + ofHeld + "1.0",
                        "loadtest_threshold_limit" + ofOther + "0.0",
                        "loadtest_threshold_passed" + ofOther + "0.0")
                .noneMatch(line -> line.startsWith("loadtest_threshold_observed" + ofOther));
    }

    /** A series that is there twice would make Prometheus refuse all of them. */
    @Test
    void aThresholdThatScriptAndResourceDeclareIsToldOnce() {
        var one = new ThresholdResult("http_req_duration", "p(95)<500", 187.0, true);
        loadTests.add(loadTest(result("Passed", "ThresholdsHeld", List.of(one, one))));

        assertThat(scraped()).doesNotHaveDuplicates();
    }

    @Test
    void anErrorHasNoNumbers() {
        loadTests.add(loadTest(new LastResult("items-1", "Error", "ImagePullFailed", false, null, null, null, null)));

        assertThat(scraped())
                .contains("loadtest_last_run_info" + OF_ITEMS + "verdict=\"Error\",reason=\"ImagePullFailed\",} 1.0")
                .noneMatch(line -> line.startsWith("loadtest_last_run_p95_seconds{"))
                .noneMatch(line -> line.contains("NaN"));
    }

    @Test
    void aLoadTestThatNeverRanHasNoVerdict() {
        loadTests.add(loadTest(null));

        assertThat(scraped())
                .contains("loadtest_suspended" + OF_ITEMS + "} 0.0")
                .noneMatch(line -> line.startsWith("loadtest_last_run"));
    }

    @Test
    void runsThatAreNotOverAreCountedByPhase() {
        runs.add(run("items", null));
        runs.add(run("users", """
                {"phase": "Running", "startTime": "2026-08-01T12:00:00.500Z", "start": {"plannedSeconds": 30}}"""));
        runs.add(run("gone", "{\"phase\": \"Completed\", \"verdict\": \"Passed\"}"));

        assertThat(scraped())
                .contains(
                        "loadtest_active_runs{namespace=\"shop\",loadtest=\"items\",phase=\"Pending\",} 1.0",
                        "loadtest_active_runs{namespace=\"shop\",loadtest=\"users\",phase=\"Running\",} 1.0",
                        "loadtest_active_run_start_timestamp_seconds{namespace=\"shop\",loadtest=\"users\",} 1.7855856005E9",
                        "loadtest_active_run_planned_seconds{namespace=\"shop\",loadtest=\"users\",} 30.0")
                .noneMatch(line -> line.contains("gone"));
    }

    @Test
    void whatIsDeletedIsGone() {
        loadTests.add(loadTest(result("Passed", "ThresholdsHeld", List.of())));
        assertThat(scraped()).anyMatch(line -> line.contains("items"));

        loadTests.clear();

        assertThat(scraped()).noneMatch(line -> line.contains("items"));
    }

    @Test
    void anOperatorThatWaitsTellsNothing() {
        loadTests.add(loadTest(result("Passed", "ThresholdsHeld", List.of())));
        assertThat(scraped()).contains("loadtest_operator_leading 1.0");

        leads = false;

        assertThat(scraped()).containsExactly("loadtest_operator_leading 0.0");
    }

    /** Each run has a name of its own: a series of each would fill Prometheus. */
    @Test
    void noLabelNamesARun() {
        loadTests.add(loadTest(result("Passed", "ThresholdsHeld", List.of())));
        runs.add(run("items", null));

        assertThat(scraped()).noneMatch(line -> line.contains("items-7"));
    }

    private List<String> scraped() {
        if (metrics == null) {
            metrics = new LoadTestMetrics(registry, () -> leads);
            metrics.lookUpLoadTests(loadTests::stream);
            metrics.lookUpRuns(runs::stream);
        }
        return registry.scrape().lines().filter(line -> !line.startsWith("#")).toList();
    }

    private static LastResult result(String verdict, String reason, List<ThresholdResult> thresholds) {
        return new LastResult(
                "items-7",
                verdict,
                reason,
                true,
                "2026-08-01T12:00:00.500Z",
                "2026-08-01T12:01:00.500Z",
                new RunNumbers(4872L, 812.0, 0.0002, 187.0, 203.0, 93.5, 88.0, 12.5, 240.0, 4872L, 4872L, 0L, 6.0),
                thresholds);
    }

    private static LoadTest loadTest(LastResult result) {
        var loadTest = Serialization.unmarshal("metadata: {name: items, namespace: shop}\nspec: {}", LoadTest.class);
        loadTest.setStatus(new LoadTestStatus(
                1L,
                null,
                null,
                null,
                null,
                null,
                result,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                result == null || result.completionTime() == null ? null : result.completionTime(),
                null));
        return loadTest;
    }

    private static LoadTestRun run(String loadTest, String status) {
        var run = Serialization.unmarshal("metadata: {name: items-7, namespace: shop}", LoadTestRun.class);
        run.setSpec(new LoadTestRunSpec(new LoadTestReference(loadTest), null, 7, null, null, false, null));
        run.setStatus(status == null ? null : Serialization.unmarshal(status, LoadTestRunStatus.class));
        return run;
    }
}
