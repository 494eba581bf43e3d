package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs whose thresholds held, and which are not believed all the same. */
class ValidityE2E {
    /** Wants 20 iterations a second of 1 s each, and may have 2 VUs. */
    private static final String TOO_FEW_VUS = """
            import { sleep } from 'k6';
            export const options = {
              scenarios: {
                many: { executor: 'constant-arrival-rate', rate: 20, timeUnit: '1s', duration: '8s', preAllocatedVUs: 2, maxVUs: 2 },
              },
            };
            export default function () { sleep(1); }
            """;

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    @Test
    void droppedIterations() {
        user.applies("dropped", "parallelism: 2", TOO_FEW_VUS);

        var run = user.seesCompleted("dropped-1");

        assertVerdict(run, "Inconclusive", "DroppedIterations");
        var valid = user.condition("dropped-1", "Valid");
        assertThat(valid.getStatus()).isEqualTo("False");
        assertThat(valid.getMessage()).contains("DroppedIterations: ").contains("%");
    }

    @Test
    void noVUsLeft() {
        user.applies(
                "exhausted",
                "parallelism: 2\nvalidity: {maxDroppedShare: 1, maxStartSkewMillis: 60000}",
                TOO_FEW_VUS.replace("8s", "20s"));

        assertVerdict(user.seesCompleted("exhausted-1"), "Inconclusive", "VUsExhausted");
    }

    @Test
    void onlyReportedWhereThatIsWanted() {
        user.applies("reported", "parallelism: 2\nvalidity: {enforce: false, maxStartSkewMillis: 60000}", TOO_FEW_VUS);

        assertVerdict(user.seesCompleted("reported-1"), "Passed", "NoThresholds");
        assertThat(user.condition("reported-1", "Valid").getStatus()).isEqualTo("False");
        assertThat(user.condition("reported-1", "Valid").getReason()).isEqualTo("DroppedIterations");
    }

    @Test
    void startsThatLieApart() {
        user.applies("skewed", "parallelism: 3\nvalidity: {maxStartSkewMillis: 0}", Scripts.idle(2, 3));

        assertVerdict(user.seesCompleted("skewed-1"), "Inconclusive", "StartSkewed");
    }

    @Test
    void failedRequestsThatNoThresholdCovers() {
        user.applies("failed", "validity: {maxFailedShare: 0.2}", """
                import http from 'k6/http';
                export const options = { vus: 1, iterations: 10 };
                export default function () { http.get('%s/items' + (__ITER %% 2 === 0 ? '' : '/0')); }
                """.formatted(Scripts.BACKEND));

        assertVerdict(user.seesCompleted("failed-1"), "Inconclusive", "TargetUnreachable");
    }

    @Test
    void aGeneratorThatIsTooSlow() {
        user.applies("saturated", """
                parallelism: 2
                resources: {limits: {cpu: 100m}}""", """
                export const options = { vus: 2, duration: '40s' };
                export default function () { let sum = 0; for (let i = 0; i < 100000; i++) sum += i; }
                """);

        assertVerdict(user.seesCompleted("saturated-1"), "Inconclusive", "GeneratorSaturated");
    }
}
