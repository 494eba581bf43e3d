package dev.loadtest.operator.delivery;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.RunLive;
import dev.loadtest.api.RunNumbers;
import dev.loadtest.api.ThresholdStatus;
import dev.loadtest.k6.ThresholdExpression;
import dev.loadtest.verdict.Verdict;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.Collector.Type;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A run's result, or its live numbers, as metrics in Prometheus' text format. {@code docs/prometheus.md} lists them. */
final class ResultMetrics {
    /** Of the text that is made here. */
    static final String CONTENT_TYPE = TextFormat.CONTENT_TYPE_004;

    private final List<MetricFamilySamples> families = new ArrayList<>();

    private ResultMetrics() {}

    /** Of a run that is over. */
    static String result(LoadTestRun run) {
        var status = run.getStatus();
        var metrics = new ResultMetrics();
        metrics.gauge(
                "loadtest_result_run_number",
                "Number of the run.",
                run.getSpec().number());
        metrics.verdict(status);
        metrics.time("loadtest_result_start_timestamp_seconds", "When the load started.", status.startTime());
        metrics.time("loadtest_result_completion_timestamp_seconds", "When the run was over.", status.completionTime());
        Optional.ofNullable(status.numbers()).ifPresent(metrics::numbers);
        metrics.thresholds(Optional.ofNullable(status.thresholds()).orElse(List.of()));
        return metrics.text();
    }

    /** Of a run that goes, with its live numbers. */
    static String live(LoadTestRun run) {
        var metrics = new ResultMetrics();
        var live = run.getStatus().live();
        metrics.gauge(
                "loadtest_live_run_number",
                "Number of the run that goes.",
                run.getSpec().number());
        metrics.time("loadtest_live_timestamp_seconds", "When the runners were asked.", live.at());
        metrics.numbers(live);
        return metrics.text();
    }

    private void verdict(LoadTestRunStatus status) {
        var samples = new ArrayList<Sample>();
        var name = "loadtest_result_verdict";
        for (var verdict : Verdict.values()) {
            var is = verdict.word().equals(status.verdict());
            samples.add(new Sample(name, List.of("verdict"), List.of(verdict.word()), is ? 1 : 0));
        }
        add(name, "1 for the verdict of the run, 0 for the others.", samples);
    }

    private void numbers(RunNumbers numbers) {
        gauge("loadtest_result_requests", "HTTP requests made.", numbers.requests());
        gauge("loadtest_result_requests_per_second", "HTTP requests per second.", numbers.requestsPerSecond());
        gauge("loadtest_result_failed_share", "Share of HTTP requests that failed, 0 to 1.", numbers.failedShare());
        var durations = new ArrayList<Sample>();
        var name = "loadtest_result_request_duration_seconds";
        stat(durations, name, "p95", numbers.p95Millis());
        stat(durations, name, "p99", numbers.p99Millis());
        stat(durations, name, "mean", numbers.meanMillis());
        stat(durations, name, "median", numbers.medianMillis());
        stat(durations, name, "min", numbers.minMillis());
        stat(durations, name, "max", numbers.maxMillis());
        add(name, "HTTP request duration over all runners.", durations);
        gauge("loadtest_result_iterations", "Iterations completed.", numbers.iterations());
        var checks = new ArrayList<Sample>();
        check(checks, "passed", numbers.checksPassed());
        check(checks, "failed", numbers.checksFailed());
        add("loadtest_result_checks", "Checks by their outcome.", checks);
        gauge("loadtest_result_duration_seconds", "How long the longest runner took.", numbers.durationSeconds());
    }

    private void numbers(RunLive live) {
        gauge("loadtest_live_vus", "Active VUs.", live.vus());
        gauge("loadtest_live_requests_per_second", "HTTP requests per second.", live.requestsPerSecond());
        gauge(
                "loadtest_live_failed_share",
                "Share of HTTP requests that failed since the start, 0 to 1.",
                live.failedShare());
        gauge("loadtest_live_iterations", "Iterations completed.", live.iterations());
        var slowest = Optional.ofNullable(live.slowestP95Millis()).map(millis -> millis / 1000);
        gauge(
                "loadtest_live_slowest_p95_seconds",
                "95th percentile of the HTTP request duration on the slowest runner.",
                slowest.orElse(null));
    }

    private static void stat(List<Sample> samples, String name, String stat, Double millis) {
        if (millis != null) {
            samples.add(new Sample(name, List.of("stat"), List.of(stat), millis / 1000));
        }
    }

    private static void check(List<Sample> samples, String outcome, Long count) {
        if (count != null) {
            samples.add(new Sample("loadtest_result_checks", List.of("outcome"), List.of(outcome), count));
        }
    }

    private void thresholds(List<ThresholdStatus> thresholds) {
        var names = List.of("metric", "expression");
        var values = new ArrayList<Sample>();
        var limits = new ArrayList<Sample>();
        var passed = new ArrayList<Sample>();
        for (var threshold : thresholds.stream().distinct().toList()) {
            var labels = List.of(threshold.metric(), threshold.expression());
            if (passed.stream().anyMatch(sample -> sample.labelValues.equals(labels))) {
                continue; // the script and the resource may both declare it, and a series is there once
            }
            if (threshold.observed() != null) {
                values.add(new Sample("loadtest_result_threshold_value", names, labels, threshold.observed()));
            }
            limit(threshold)
                    .ifPresent(
                            limit -> limits.add(new Sample("loadtest_result_threshold_limit", names, labels, limit)));
            var holds = Boolean.TRUE.equals(threshold.passed());
            passed.add(new Sample("loadtest_result_threshold_passed", names, labels, holds ? 1 : 0));
        }
        add("loadtest_result_threshold_value", "What was compared with the limit, in the unit of the metric.", values);
        add("loadtest_result_threshold_limit", "The limit, in the unit of the metric.", limits);
        add("loadtest_result_threshold_passed", "1 when the threshold holds, 0 when it was broken.", passed);
    }

    private static Optional<Double> limit(ThresholdStatus threshold) {
        try {
            return Optional.of(ThresholdExpression.parse(threshold.expression()).limit());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void time(String name, String help, String time) {
        if (time != null) {
            gauge(name, help, Instant.parse(time).toEpochMilli() / 1000.0);
        }
    }

    private void gauge(String name, String help, Number value) {
        if (value != null) {
            add(name, help, List.of(new Sample(name, List.of(), List.of(), value.doubleValue())));
        }
    }

    private void add(String name, String help, List<Sample> samples) {
        if (!samples.isEmpty()) {
            families.add(new MetricFamilySamples(name, Type.GAUGE, help, samples));
        }
    }

    private String text() {
        var text = new StringWriter();
        try {
            TextFormat.write004(text, Collections.enumeration(families));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing but memory is written to
        }
        return text.toString();
    }
}
