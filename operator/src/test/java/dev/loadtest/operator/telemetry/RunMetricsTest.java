package dev.loadtest.operator.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RunMetrics metrics = new RunMetrics(registry);

    @Test
    void countsARunByItsVerdict() {
        metrics.completed(run("""
                verdict: Failed
                reason: ThresholdBroken
                completionTime: "2026-08-01T12:00:40.000Z"
                """));

        assertThat(count("Failed", "ThresholdBroken")).isEqualTo(1);
        assertThat(count("Passed", "ThresholdsHeld")).isZero();
    }

    /** A counter that appears with 1 is no increase for Prometheus. */
    @Test
    void everyReasonIsThereFromTheBeginning() {
        for (var reason : Reason.values()) {
            assertThat(count(reason.verdict().word(), reason.word())).isZero();
        }
    }

    @Test
    void saysHowLongItTook() {
        metrics.completed(run("""
                verdict: Passed
                reason: ThresholdsHeld
                startTime: "2026-08-01T12:00:02.000Z"
                completionTime: "2026-08-01T12:00:33.500Z"
                start: {skewMillis: 12}
                numbers: {durationSeconds: 30.5}
                """));

        assertThat(millis("loadtest.run.start")).isEqualTo(2_000);
        assertThat(millis("loadtest.run.start.skew")).isEqualTo(12);
        assertThat(millis("loadtest.run.verdict.delay")).isEqualTo(1_000);
        assertThat(millis("loadtest.run.duration")).isEqualTo(33_500);
    }

    @Test
    void aRunThatSentNoLoadHasNoStart() {
        metrics.completed(run("""
                verdict: Error
                reason: ImagePullFailed
                completionTime: "2026-08-01T12:00:40.000Z"
                """));

        assertThat(registry.get("loadtest.run.start").timer().count()).isZero();
        assertThat(registry.get("loadtest.run.start.skew").timer().count()).isZero();
        assertThat(registry.get("loadtest.run.verdict.delay").timer().count()).isZero();
        assertThat(registry.get("loadtest.run.duration").timer().count()).isEqualTo(1);
    }

    private double count(String verdict, String reason) {
        return registry.get(RunMetrics.COMPLETED)
                .tags("verdict", verdict, "reason", reason)
                .counter()
                .count();
    }

    private double millis(String timer) {
        return registry.get(timer).timer().totalTime(TimeUnit.MILLISECONDS);
    }

    private static LoadTestRun run(String status) {
        return Serialization.unmarshal("""
                metadata: {name: items-7, namespace: shop, creationTimestamp: "2026-08-01T12:00:00Z"}
                status:
                """ + status.indent(2), LoadTestRun.class);
    }
}
