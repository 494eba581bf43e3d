package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loadtest.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** A node loses its power while its runners send load. Needs {@code testbed/cluster up --nodes 2}: {@code make test-all} makes it so. */
@Isolated("takes the second node away")
@EnabledIfSystemProperty(named = "nodes", matches = "2")
class NodeLossE2E {
    private static final Path CLUSTER = Path.of(System.getProperty("project.root"), "testbed/cluster");
    /** The cluster needs about 20 s to believe it, and runners stay on such a node for 30 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);
    private final String mark = Scripts.newMark();

    @Test
    void itsRunnersAreLostAndTheOthersEndWell() throws IOException, InterruptedException {
        user.applies("power", "parallelism: 4", Scripts.withSetup(600, mark));
        user.seesPhase("power-1", "Running");
        var nodes = user.podsOf("power-1").stream()
                .map(pod -> pod.getSpec().getNodeName())
                .distinct();
        assertThat(nodes).as("runners are on both nodes").hasSize(2);

        var loss = new ProcessBuilder(List.of(CLUSTER.toString(), "node-loss"))
                .inheritIO()
                .start();
        assertThat(loss.waitFor(60, TimeUnit.SECONDS)).isTrue();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(user.status("power-1").verdict()).isNotNull());
        var run = user.seesCompleted("power-1");
        assertVerdict(run, "Error", "RunnerEvicted");
        assertThat(run.getStatus().message()).contains("node");
        assertThat(run.getStatus().numbers().iterations()).isPositive();
        assertThat(user.notes(mark)).containsExactlyInAnyOrder(mark + "-setup", mark + "-teardown-abc");
    }
}
