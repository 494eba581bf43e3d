package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.Signs.seesNamed;
import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Namespaces without room for a run: the quota's own words are in the message. */
@Execution(ExecutionMode.CONCURRENT)
class QuotaE2E {
    @Nested
    class ForRuns {
        @RegisterExtension
        static final TestNamespace NAMESPACE = new TestNamespace();

        private final User user = new User(NAMESPACE);

        @Test
        void theRunIsRefusedUntilThereIsRoom() {
            hasQuota(user, "no-runs", "count/loadtestruns.loadtest.dev", "0");
            user.applies("no-room", "", Scripts.idle(1, 1));
            user.sees(() -> user.client().v1().events().list().getItems().stream()
                    .anyMatch(event -> event.getReason().equals("FailedCreate")
                            && event.getInvolvedObject().getName().equals("no-room")
                            && event.getMessage().startsWith("no-room-1 cannot be created: ")
                            && event.getMessage().contains("exceeded quota: no-runs")));

            user.client().resourceQuotas().withName("no-runs").delete();

            assertVerdict(user.seesCompleted("no-room-1"), "Passed", "NoThresholds");
            assertThat(user.runsOf("no-room")).hasSize(1);
        }
    }

    @Nested
    class ForJobs {
        @RegisterExtension
        static final TestNamespace NAMESPACE = new TestNamespace();

        private final User user = new User(NAMESPACE);

        @Test
        void theJobIsRefused() {
            hasQuota(user, "no-jobs", "count/jobs.batch", "0");
            user.applies("no-room", "", Scripts.idle(1, 1));

            var run = user.seesCompleted("no-room-1");

            assertVerdict(run, "Error", "QuotaExceeded");
            assertThat(run.getStatus().message()).contains("no-jobs").contains("count/jobs.batch");
        }
    }

    @Nested
    class ForPods {
        @RegisterExtension
        static final TestNamespace NAMESPACE = new TestNamespace();

        private final User user = new User(NAMESPACE);

        @Test
        void theSecondRunnerIsRefused() {
            hasQuota(user, "one-pod", "pods", "1");
            user.applies("no-room", "parallelism: 2", Scripts.idle(1, 2));

            var waiting = seesNamed(user, "no-room-1", "QuotaExceeded", "exceeded quota: one-pod");
            assertThat(waiting.getStatus().phase()).isEqualTo("Starting");
            assertThat(waiting.getStatus().message()).contains("exceeded quota: one-pod");
            var run = user.seesCompleted("no-room-1");

            assertVerdict(run, "Error", "QuotaExceeded");
            assertThat(run.getStatus().message()).contains("exceeded quota: one-pod, requested: pods=1");
            assertThat(run.getStatus().numbers()).isNull();
        }
    }

    private static void hasQuota(User user, String name, String resource, String most) {
        user.client()
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withHard(Map.of(resource, new Quantity(most)))
                        .endSpec()
                        .build())
                .create();
        user.client()
                .resourceQuotas()
                .withName(name)
                .waitUntilCondition(
                        quota -> quota != null
                                && quota.getStatus() != null
                                && quota.getStatus().getHard() != null
                                && !quota.getStatus().getHard().isEmpty(),
                        180,
                        TimeUnit.SECONDS);
    }
}
