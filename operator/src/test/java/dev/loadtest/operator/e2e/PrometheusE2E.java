package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a run leaves in Prometheus. */
@Execution(ExecutionMode.CONCURRENT)
class PrometheusE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    @Test
    void everySeriesCarriesTheFiveLabels() {
        // The name of the namespace tells this run from one of the same name in another.
        var loadTest = NAMESPACE.name();
        user.applies(loadTest, "parallelism: 2", Scripts.requests(3, "http_reqs: ['count>0']"));
        assertVerdict(user.seesCompleted(loadTest + "-1"), "Passed", "ThresholdsHeld");

        var found = new Stack(user.client())
                .query("last_over_time(k6_http_reqs_total{loadtest=\"%s\"}[5m])".formatted(loadTest));

        assertThat(found).isNotEmpty().allSatisfy(series -> {
            assertThat(series.path("metric").path("namespace").asText()).isEqualTo(NAMESPACE.name());
            assertThat(series.path("metric").path("run").asText()).isEqualTo(loadTest + "-1");
            assertThat(series.path("metric").path("testid").asText()).isEqualTo(loadTest + "-1");
        });
        assertThat(StreamSupport.stream(found.spliterator(), false)
                        .map(series -> series.path("metric").path("runner").asText()))
                .containsExactlyInAnyOrder("0", "1");
        var said = user.seesSettled(loadTest + "-1", "MetricsDelivered");
        assertThat(said.getReason()).as(said.getMessage()).isEqualTo("Delivered");
        assertThat(said.getStatus()).isEqualTo("True");
    }
}
