package dev.loadtest.operator.telemetry;

import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.stream.Stream;

/** What is told of every LoadTest, each gauge with the labels {@code namespace} and {@code loadtest} and those named here. Never a run's name. */
enum Gauge {
    LAST_RUN_VERDICT(
            "loadtest_last_run_verdict",
            "Of the latest run that is over: 1 for its verdict, 0 for the four others.",
            "verdict"),
    LAST_RUN_INFO(
            "loadtest_last_run_info",
            "Verdict and reason of the latest run that is over; always 1.",
            "verdict",
            "reason"),
    LAST_RUN_VALID(
            "loadtest_last_run_valid", "1 if the numbers of the latest run that is over can be believed, else 0."),
    LAST_RUN_P95(
            "loadtest_last_run_p95_seconds",
            "95th percentile of the HTTP request duration of the latest run that is over. Absent without requests."),
    LAST_RUN_MEAN(
            "loadtest_last_run_mean_seconds",
            "Mean HTTP request duration of the latest run that is over. Absent without requests."),
    LAST_RUN_REQUEST_RATE(
            "loadtest_last_run_requests_per_second", "HTTP requests per second of the latest run that is over."),
    LAST_RUN_FAILED(
            "loadtest_last_run_failed_ratio",
            "Share of HTTP requests that failed in the latest run that is over, 0 to 1. Absent without requests."),
    LAST_RUN_START(
            "loadtest_last_run_start_timestamp_seconds",
            "When the load of the latest run that is over began, in Unix time. Absent when none was sent."),
    LAST_RUN_COMPLETION(
            "loadtest_last_run_completion_timestamp_seconds",
            "When the latest run that is over was over, in Unix time."),
    LAST_PASSED(
            "loadtest_last_passed_timestamp_seconds",
            "When a run was last over with the verdict Passed, in Unix time. Absent before the first."),
    LAST_VALID(
            "loadtest_last_valid_timestamp_seconds",
            "When a run was last over whose numbers can be believed, in Unix time. Absent before the first."),
    THRESHOLD_OBSERVED(
            "loadtest_threshold_observed",
            "What the latest run that is over measured for a threshold, in k6's unit: milliseconds, bytes, a share or a number.",
            "metric",
            "expression"),
    THRESHOLD_LIMIT(
            "loadtest_threshold_limit", "The limit of that threshold, in the same unit.", "metric", "expression"),
    THRESHOLD_PASSED("loadtest_threshold_passed", "1 if that threshold held, else 0.", "metric", "expression"),
    SUSPENDED("loadtest_suspended", "1 if no new run may begin, else 0."),
    NEXT_SCHEDULE(
            "loadtest_next_schedule_timestamp_seconds",
            "When the next run is due by the schedule, in Unix time. Absent without a schedule that is followed."),
    LAST_SCHEDULE(
            "loadtest_last_schedule_timestamp_seconds",
            "The latest time of the schedule for which a run was created, in Unix time. Absent before the first."),
    MISSED_SCHEDULES(
            "loadtest_missed_schedules",
            "How many times of the schedule passed without a run. It only grows. Absent while there are none."),
    FRESH(
            "loadtest_fresh",
            "1 while a result that can be believed is younger than stalenessLimitSeconds, else 0. Absent without that limit."),
    ACTIVE_RUNS("loadtest_active_runs", "Runs that are not over, by their phase.", "phase"),
    ACTIVE_RUN_START(
            "loadtest_active_run_start_timestamp_seconds",
            "When the load of the run that goes began, in Unix time. Absent before."),
    ACTIVE_RUN_PLANNED(
            "loadtest_active_run_planned_seconds",
            "How long that load is to last by the script's own options. Absent where that is not known.");

    private final String title;
    private final String help;
    private final List<String> labels;

    Gauge(String title, String help, String... labels) {
        this.title = title;
        this.help = help;
        this.labels = Stream.concat(Stream.of("namespace", "loadtest"), Stream.of(labels))
                .toList();
    }

    String title() {
        return title;
    }

    String help() {
        return help;
    }

    List<String> labels() {
        return labels;
    }

    GaugeMetricFamily empty() {
        return new GaugeMetricFamily(title, help, labels);
    }
}
