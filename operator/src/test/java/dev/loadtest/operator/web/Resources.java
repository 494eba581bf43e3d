package dev.loadtest.operator.web;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** LoadTests and runs that never change, for pages that are looked at in tests. */
final class Resources {
    static final String HOSTILE = "<script>alert(1)</script>";

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private Resources() {}

    /** An afternoon some hours after the last of them. */
    static final Instant NOW = Instant.parse("2026-01-02T16:20:00Z");

    private static final String HELD = "Both thresholds held over all runners.";

    static List<LoadTest> loadTests() {
        return List.of(
                loadTest("shop", "items", "items-12", "Passed", "ThresholdsHeld", HELD, "812, 187, 0.02"),
                loadTest(
                        "shop",
                        "search",
                        "search-3",
                        "Inconclusive",
                        "DroppedIterations",
                        "4.1 % of the iterations were not started.",
                        "96, 1240, 0.00"),
                loadTest("shop", "checkout", "checkout-1", "", "LoadRunning", "Load is sent.", "413, 187, 0.10"),
                loadTest(
                        "billing",
                        "invoices",
                        "invoices-1",
                        "Failed",
                        "ThresholdBroken",
                        HOSTILE + " broke it",
                        "812, 99, 0.02"),
                YAML.unmarshal("""
                        apiVersion: loadtest.dev/v1alpha1
                        kind: LoadTest
                        metadata: {name: new, namespace: billing, creationTimestamp: '2026-01-02T03:04:00Z'}
                        spec: {script: {inline: x}, image: 'grafana/k6:2.2.0', parallelism: 1, suspend: true}
                        """, LoadTest.class));
    }

    static List<LoadTestRun> over() {
        return Stream.of(
                        IntStream.rangeClosed(1, 12).mapToObj(number -> {
                            var failed = number == 5;
                            var p95 = 172 + number * 37 % 23 + number + (failed ? 430 : 0);
                            return run(
                                    "shop",
                                    "items",
                                    number,
                                    failed ? "Failed" : "Passed",
                                    p95,
                                    "http_req_duration",
                                    failed ? "p(95)<500 of http_req_duration was not held." : HELD);
                        }),
                        IntStream.rangeClosed(1, 3)
                                .mapToObj(number -> run(
                                        "shop",
                                        "search",
                                        number,
                                        number < 3 ? "Passed" : "Inconclusive",
                                        700 + 180 * number,
                                        "http_req_duration",
                                        HELD)),
                        Stream.of(run("billing", "invoices", 1, "Failed", 99, "m{" + HOSTILE + "}", HOSTILE)))
                .flatMap(runs -> runs)
                .toList();
    }

    static List<LoadTestRun> going() {
        return List.of(YAML.unmarshal("""
                apiVersion: loadtest.dev/v1alpha1
                kind: LoadTestRun
                metadata: {name: checkout-1, namespace: shop, creationTimestamp: '2026-01-02T16:19:00Z', uid: u}
                spec: {loadTestRef: {name: checkout}, number: 1, trigger: t, definition: {script: {inline: x}, image: 'grafana/k6:2.2.0', parallelism: 2}}
                status:
                  phase: Running
                  reason: LoadRunning
                  message: Load is sent.
                  startTime: '2026-01-02T16:19:05Z'
                  runners: {desired: 2, ready: 2, running: 2, ended: 0}
                  live: {at: '2026-01-02T16:19:55Z', vus: 20, requestsPerSecond: 412.5, failedShare: 0.001, slowestP95Millis: 187.2, iterations: 20444, progressPercent: 42}
                """, LoadTestRun.class), YAML.unmarshal("""
                apiVersion: loadtest.dev/v1alpha1
                kind: LoadTestRun
                metadata: {name: judged-1, namespace: shop, creationTimestamp: '2026-01-02T16:18:00Z', uid: j, labels: {}}
                spec: {loadTestRef: {name: judged}, number: 1, trigger: t, definition: {script: {inline: x}, image: 'grafana/k6:2.2.0', parallelism: 2}}
                status:
                  phase: Completed
                  verdict: Passed
                  reason: NoThresholds
                  message: The load was sent.
                  conditions:
                  - {type: ReportStored, status: Unknown, reason: Pending, message: is tried again, lastTransitionTime: '2026-01-02T16:19:05Z'}
                """, LoadTestRun.class));
    }

    /** @param columns requests per second, p95 in ms, failed in percent */
    private static LoadTest loadTest(
            String namespace, String name, String run, String verdict, String reason, String message, String columns) {
        var column = columns.split(", ");
        return YAML.unmarshal(
                """
                apiVersion: loadtest.dev/v1alpha1
                kind: LoadTest
                metadata: {name: %1$s, namespace: %2$s, creationTimestamp: '2026-01-02T03:04:00Z'}
                spec: {script: {configMap: {name: scripts, file: %1$s.js}}, image: 'grafana/k6:2.2.0', parallelism: 4}
                status:
                  run: %3$s
                  schedule: {expression: '*/30 8-20 * * *', timeZone: Europe/Berlin, since: '2026-01-02T03:04:00Z'}
                  nextScheduleTime: '2026-01-02T16:30:00Z'
                  conditions:
                  - {type: Scheduled, status: 'True', reason: Followed, message: runs begin by the schedule}
                  - {type: Fresh, status: '%10$s', reason: x, message: no result that can be believed for 3 h}
                  columns: {runners: 4/4, rps: '%4$s', p95: %5$sms, errors: %6$s%%}
                  lastRun: {name: %3$s, number: 1, phase: Running, reason: %8$s, message: '%9$s', startTime: '2026-01-02T12:04:05Z', verdict: %7$s}
                """.formatted(
                                name,
                                namespace,
                                run,
                                column[0],
                                column[1],
                                column[2],
                                verdict.isEmpty() ? "null" : verdict,
                                reason,
                                message,
                                verdict.equals("Inconclusive") ? "False" : "True"),
                LoadTest.class);
    }

    private static LoadTestRun run(
            String namespace, String loadTest, int number, String verdict, double p95, String metric, String message) {
        var passed = verdict.equals("Passed");
        var reason = passed ? "ThresholdsHeld" : verdict.equals("Failed") ? "ThresholdBroken" : "DroppedIterations";
        return YAML.unmarshal(
                String.format(
                        Locale.ROOT,
                        """
                apiVersion: loadtest.dev/v1alpha1
                kind: LoadTestRun
                metadata: {name: %1$s-%2$d, namespace: %3$s, creationTimestamp: '2026-01-02T%2$02d:04:00Z', uid: u, labels: {loadtest.dev/finished: 'true'}}
                spec: {loadTestRef: {name: %1$s}, number: %2$d, trigger: 'schedule at 2026-01-02T%2$02d:00:00Z, definition 3f1c0a9d2b7e4c55 of generation 3', definition: {script: {configMap: {name: scripts, file: %1$s.js}}, image: 'grafana/k6:2.2.0', parallelism: 4}}
                status:
                  phase: Completed
                  verdict: %4$s
                  reason: %5$s
                  message: "%6$s"
                  startTime: '2026-01-02T%2$02d:04:05Z'
                  completionTime: '2026-01-02T%2$02d:05:05Z'
                  script: {configMap: %1$s-script, file: %1$s.js, sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08}
                  start: {resumedAt: '2026-01-02T%2$02d:04:05Z', skewMillis: 12}
                  runners: {desired: 4, ready: 4, running: 0, ended: 4}
                  numbers: {requests: %9$d, requestsPerSecond: %10$.1f, failedShare: %11$.4f, p95Millis: %7$.1f, meanMillis: %12$.1f, iterations: 48720, durationSeconds: 60}
                  artifacts:
                  - {name: summary.json.gz, location: configmap/%1$s-%2$d-report, size: 4711, sha256: x}
                  - {name: report.html, location: 's3://load-tests/%3$s/%1$s-%2$d/report.html', size: 207123, sha256: 8c6976e5b5410415bde908bd4dee15dfb167a9c873fc4bb8a81f6f2ab448a918}
                  - {name: output.json, location: 'pvc/results/%3$s/%1$s-%2$d/output.json', size: 48211004}
                  thresholds:
                  - {metric: '%8$s', expression: 'p(95)<500', source: Script, observed: %7$.1f, lower: %13$.2f, upper: %14$.2f, samples: %9$d, passed: %15$b, certain: true}
                  - {metric: http_req_failed, expression: 'rate<0.01', source: Resource, observed: 0.0002, lower: 0.0002, upper: 0.0002, samples: %9$d, passed: true, certain: false}
                  conditions:
                  - {type: Completed, status: 'True', reason: %5$s, message: "%6$s", lastTransitionTime: '2026-01-02T03:05:05Z'}
                  - {type: Valid, status: 'True', reason: Believed, message: Nothing speaks against it., lastTransitionTime: '2026-01-02T03:05:05Z'}
                """,
                        loadTest,
                        number,
                        namespace,
                        verdict,
                        reason,
                        message,
                        p95,
                        metric,
                        48_720 + 113 * number,
                        812 + 1.9 * number,
                        number % 4 / 1000.0,
                        p95 * 0.33,
                        p95 * 0.998,
                        p95 * 1.002,
                        passed),
                LoadTestRun.class);
    }

    static Optional<LoadTestRun> find(List<LoadTestRun> runs, String namespace, String name) {
        return runs.stream()
                .filter(run -> run.getMetadata().getNamespace().equals(namespace))
                .filter(run -> run.getMetadata().getName().equals(name))
                .findFirst();
    }
}
