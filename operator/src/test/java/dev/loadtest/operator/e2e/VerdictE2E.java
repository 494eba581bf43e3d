package dev.loadtest.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.testkit.TestNamespace;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a run that was carried out comes to. */
@Execution(ExecutionMode.CONCURRENT)
class VerdictE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    @Test
    void passedWhenEveryThresholdHolds() {
        user.applies(
                "passed",
                "parallelism: 2",
                Scripts.requests(3, "http_req_duration: ['p(95)<60000'], checks: ['rate>0.9']"));

        var run = user.seesCompleted("passed-1");

        assertVerdict(run, "Passed", "ThresholdsHeld");
        assertThat(run.getStatus().numbers().requests()).isPositive();
        assertThat(run.getStatus().thresholds()).extracting("passed").containsExactly(true, true);
        assertThat(run.getStatus().columns().runners()).isEqualTo("2/2");
        assertThat(run.getStatus().start().skewMillis()).isNotNull();
    }

    @Test
    void failedWhenAThresholdOfTheScriptBreaks() {
        user.applies("script-threshold", "", Scripts.requests(2, "http_req_duration: ['p(95)<0.001']"));

        var run = user.seesCompleted("script-threshold-1");

        assertVerdict(run, "Failed", "ThresholdBroken");
        assertThat(run.getStatus().message()).contains("http_req_duration").contains("p(95)<0.001");
        assertThat(run.getStatus().thresholds())
                .singleElement()
                .extracting("source")
                .isEqualTo("Script");
    }

    @Test
    void failedWhenAThresholdOfTheResourceBreaks() {
        user.applies("resource-threshold", """
                parallelism: 2
                thresholds: {"http_req_duration": ["max<0.001"]}
                """, Scripts.requests(2, ""));

        var run = user.seesCompleted("resource-threshold-1");

        assertVerdict(run, "Failed", "ThresholdBroken");
        assertThat(run.getStatus().thresholds())
                .singleElement()
                .extracting("source")
                .isEqualTo("Resource");
    }

    /**
     * Two runners are fast and one is slow, with unequal numbers of samples. No runner's own p95 is that of all, and each of them alone
     * would break one of the two thresholds.
     */
    @Test
    void threeRunnersWithUnequalLoadAreJudgedAsOne() {
        user.applies("merged", """
                parallelism: 3
                thresholds: {"work": ["p(95)<415", "p(95)>400"], "iterations": ["count==3"]}
                """, """
                import { Trend } from 'k6/metrics';
                const work = new Trend('work', true);
                const index = Number(__ENV.JOB_COMPLETION_INDEX || 0);
                export const options = { scenarios: { s: { executor: 'per-vu-iterations', vus: 3, iterations: 1, maxDuration: '10m' } } };
                export default function () {
                  const [count, base] = [[1000, 10], [800, 20], [200, 400]][index];
                  for (let i = 0; i < count; i++) work.add(base + i * 0.1);
                }
                """);
        var perRunner = List.of(values(1000, 10), values(800, 20), values(200, 400));
        var truth = p95(perRunner.stream().flatMapToDouble(Arrays::stream));

        var run = user.seesCompleted("merged-1");

        assertVerdict(run, "Passed", "ThresholdsHeld");
        assertThat(run.getStatus().thresholds())
                .filteredOn(threshold -> threshold.metric().equals("work"))
                .hasSize(2)
                .allSatisfy(p95 -> {
                    assertThat(p95.lower()).isLessThanOrEqualTo(truth);
                    assertThat(p95.upper()).isGreaterThanOrEqualTo(truth);
                    assertThat(p95.samples()).isEqualTo(2000);
                    assertThat(p95.certain()).isTrue();
                    assertThat(perRunner).allSatisfy(own -> assertThat(p95(Arrays.stream(own)))
                            .matches(value -> value < p95.lower() || value > p95.upper()));
                });
    }

    @Test
    void inconclusiveWhenTheTargetIsDown() {
        user.applies("target-down", "parallelism: 2", """
                import http from 'k6/http';
                import { sleep } from 'k6';
                export const options = { vus: 2, duration: '2s', thresholds: { http_req_duration: ['p(95)<500'] } };
                export default function () { http.get('http://127.0.0.1:1/'); sleep(0.1); }
                """);

        assertVerdict(user.seesCompleted("target-down-1"), "Inconclusive", "TargetUnreachable");
    }

    @Test
    void inconclusiveWhenNoIterationFinishes() {
        user.applies("no-iterations", "", """
                import { sleep } from 'k6';
                export const options = { scenarios: { s: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '0s' } } };
                export default function () { sleep(60); }
                """);

        assertVerdict(user.seesCompleted("no-iterations-1"), "Inconclusive", "NoIterations");
    }

    @Test
    void aFloodOnTheConsoleDoesNotHideTheResult() {
        user.applies("noise", "parallelism: 2", """
                import { sleep } from 'k6';
                const line = 'x'.repeat(1000);
                export const options = { vus: 2, duration: '3s', thresholds: { iterations: ['count>0'] } };
                export default function () { for (let i = 0; i < 100; i++) console.log(line); sleep(0.1); }
                export function teardown() { for (let i = 0; i < 1000; i++) console.log(line); }
                export function handleSummary() { for (let i = 0; i < 1000; i++) console.log(line); return { stdout: (line + '\\n').repeat(500) }; }
                """);

        assertVerdict(user.seesCompleted("noise-1"), "Passed", "ThresholdsHeld");
    }

    @Test
    void aHandleSummaryThatThrowsDoesNotLoseTheResult() {
        user.applies("throws", "", """
                import { sleep } from 'k6';
                export const options = { vus: 1, duration: '1s', thresholds: { iterations: ['count>0'] } };
                export default function () { sleep(0.1); }
                export function handleSummary() { throw new Error('my own summary is broken'); }
                """);

        assertVerdict(user.seesCompleted("throws-1"), "Passed", "ThresholdsHeld");
    }

    static void assertVerdict(LoadTestRun run, String verdict, String reason) {
        var status = run.getStatus();
        assertThat(status.verdict() + "/" + status.reason())
                .as(status.message())
                .isEqualTo(verdict + "/" + reason);
        assertThat(status.phase()).isEqualTo("Completed");
        assertThat(status.conditions())
                .filteredOn(condition -> condition.getType().equals("Completed"))
                .singleElement()
                .satisfies(completed -> assertThat(completed.getStatus()).isEqualTo("True"));
        assertThat(status.conditions())
                .filteredOn(condition -> condition.getType().equals("Succeeded"))
                .singleElement()
                .satisfies(succeeded ->
                        assertThat(succeeded.getStatus()).isEqualTo(verdict.equals("Passed") ? "True" : "False"));
    }

    private static double[] values(int count, double base) {
        return IntStream.range(0, count).mapToDouble(i -> base + i * 0.1).toArray();
    }

    /** As k6 has it: linear between the two samples around rank 0.95 (n - 1). */
    private static double p95(DoubleStream samples) {
        var sorted = samples.sorted().toArray();
        var rank = 0.95 * (sorted.length - 1);
        var below = (int) rank;
        return sorted[below] + (rank - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
    }
}
