package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A namespace that takes no Jobs. */
class QuotaE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    @Test
    void theQuotasOwnWordsAreInTheMessage() {
        user.client()
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("no-jobs")
                        .endMetadata()
                        .withNewSpec()
                        .withHard(Map.of("count/jobs.batch", new Quantity("0")))
                        .endSpec()
                        .build())
                .create();
        user.client()
                .resourceQuotas()
                .withName("no-jobs")
                .waitUntilCondition(
                        quota -> quota != null
                                && quota.getStatus() != null
                                && quota.getStatus().getHard() != null
                                && !quota.getStatus().getHard().isEmpty(),
                        30,
                        TimeUnit.SECONDS);
        user.applies("no-room", "", Scripts.idle(1, 1));

        var run = user.seesCompleted("no-room-1");

        assertVerdict(run, "Error", "QuotaExceeded");
        assertThat(run.getStatus().message()).contains("no-jobs").contains("count/jobs.batch");
    }
}
