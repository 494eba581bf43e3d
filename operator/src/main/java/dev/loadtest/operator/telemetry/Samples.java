package dev.loadtest.operator.telemetry;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.loadtest.api.LastResult;
import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.api.Phase;
import dev.loadtest.api.RunNumbers;
import dev.loadtest.api.ScheduleStatus;
import dev.loadtest.api.Start;
import dev.loadtest.api.ThresholdResult;
import dev.loadtest.k6.ThresholdExpression;
import dev.loadtest.verdict.Verdict;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the gauges of what is seen of LoadTests and their runs now. Pure. */
final class Samples {
    private static final double MILLIS = 1000;

    private final Map<Gauge, GaugeMetricFamily> families = new EnumMap<>(Gauge.class);

    private Samples() {
        for (var gauge : Gauge.values()) {
            families.put(gauge, gauge.empty());
        }
    }

    /** {@code runs} that are over count no more. */
    static List<MetricFamilySamples> of(Stream<LoadTest> loadTests, Stream<LoadTestRun> runs) {
        var samples = new Samples();
        loadTests.forEach(samples::loadTest);
        samples.active(runs.filter(Samples::active).toList());
        return List.copyOf(samples.families.values());
    }

    private void loadTest(LoadTest loadTest) {
        var of = List.of(
                loadTest.getMetadata().getNamespace(), loadTest.getMetadata().getName());
        add(Gauge.SUSPENDED, of, Boolean.TRUE.equals(loadTest.getSpec().suspend()));
        var status = Optional.ofNullable(loadTest.getStatus());
        add(
                Gauge.LAST_PASSED,
                of,
                status.map(LoadTestStatus::lastSuccessfulTime).map(Samples::seconds));
        add(Gauge.LAST_VALID, of, status.map(LoadTestStatus::lastValidTime).map(Samples::seconds));
        add(
                Gauge.NEXT_SCHEDULE,
                of,
                status.map(LoadTestStatus::nextScheduleTime).map(Samples::seconds));
        add(
                Gauge.LAST_SCHEDULE,
                of,
                status.map(LoadTestStatus::lastScheduleTime).map(Samples::seconds));
        add(
                Gauge.MISSED_SCHEDULES,
                of,
                status.map(LoadTestStatus::schedule).map(ScheduleStatus::missed).map(Long::doubleValue));
        status.flatMap(known -> known.condition(LoadTestStatus.FRESH))
                .ifPresent(
                        condition -> add(Gauge.FRESH, of, condition.getStatus().equals("True")));
        status.map(LoadTestStatus::lastResult).ifPresent(result -> last(of, result));
    }

    private void last(List<String> of, LastResult result) {
        for (var verdict : Verdict.values()) {
            add(Gauge.LAST_RUN_VERDICT, of, verdict.word().equals(result.verdict()), verdict.word());
        }
        add(Gauge.LAST_RUN_INFO, of, true, result.verdict(), result.reason());
        add(Gauge.LAST_RUN_VALID, of, Boolean.TRUE.equals(result.valid()));
        add(Gauge.LAST_RUN_START, of, Optional.ofNullable(result.startTime()).map(Samples::seconds));
        add(
                Gauge.LAST_RUN_COMPLETION,
                of,
                Optional.ofNullable(result.completionTime()).map(Samples::seconds));
        var numbers = Optional.ofNullable(result.numbers());
        add(Gauge.LAST_RUN_P95, of, numbers.map(RunNumbers::p95Millis).map(millis -> millis / MILLIS));
        add(Gauge.LAST_RUN_MEAN, of, numbers.map(RunNumbers::meanMillis).map(millis -> millis / MILLIS));
        add(Gauge.LAST_RUN_REQUEST_RATE, of, numbers.map(RunNumbers::requestsPerSecond));
        add(Gauge.LAST_RUN_FAILED, of, numbers.map(RunNumbers::failedShare));
        var told = new HashSet<List<String>>(); // the script's and the resource's may be the same
        Optional.ofNullable(result.thresholds()).orElse(List.of()).stream()
                .filter(threshold -> told.add(List.of(threshold.metric(), threshold.expression())))
                .forEach(threshold -> threshold(of, threshold));
    }

    private void threshold(List<String> of, ThresholdResult threshold) {
        var metric = threshold.metric();
        var expression = threshold.expression();
        add(Gauge.THRESHOLD_OBSERVED, of, Optional.ofNullable(threshold.observed()), metric, expression);
        add(
                Gauge.THRESHOLD_LIMIT,
                of,
                Optional.of(ThresholdExpression.parse(expression).limit()),
                metric,
                expression);
        add(Gauge.THRESHOLD_PASSED, of, Boolean.TRUE.equals(threshold.passed()), metric, expression);
    }

    private static boolean active(LoadTestRun run) {
        return run.getStatus() == null || run.getStatus().verdict() == null;
    }

    /** Of one LoadTest more than one run goes where its concurrencyPolicy allows that; then the times are those of one of them. */
    private void active(List<LoadTestRun> runs) {
        runs.stream()
                .collect(groupingBy(Samples::owner, groupingBy(Samples::phase, counting())))
                .forEach((of, phases) -> phases.forEach(
                        (phase, count) -> add(Gauge.ACTIVE_RUNS, of, Optional.of(count.doubleValue()), phase)));
        runs.stream()
                .filter(run -> run.getStatus() != null && run.getStatus().startTime() != null)
                .collect(toMap(Samples::owner, LoadTestRun::getStatus, (one, other) -> one))
                .forEach((of, status) -> {
                    add(Gauge.ACTIVE_RUN_START, of, Optional.of(seconds(status.startTime())));
                    add(
                            Gauge.ACTIVE_RUN_PLANNED,
                            of,
                            Optional.ofNullable(status.start()).map(Start::plannedSeconds));
                });
    }

    private static List<String> owner(LoadTestRun run) {
        return List.of(run.getMetadata().getNamespace(), run.getSpec().loadTest());
    }

    private static String phase(LoadTestRun run) {
        return Optional.ofNullable(run.getStatus())
                .map(LoadTestRunStatus::phase)
                .orElse(Phase.PENDING.word());
    }

    private void add(Gauge gauge, List<String> of, boolean holds, String... labels) {
        add(gauge, of, Optional.of(holds ? 1.0 : 0.0), labels);
    }

    private void add(Gauge gauge, List<String> of, Optional<Double> value, String... labels) {
        value.ifPresent(known -> families.get(gauge)
                .addMetric(Stream.concat(of.stream(), Stream.of(labels)).toList(), known));
    }

    private static double seconds(String time) {
        return Instant.parse(time).toEpochMilli() / MILLIS;
    }
}
