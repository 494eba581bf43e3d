package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loadtest.testkit.TestCluster;
import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Packets from the operator to a runner vanish, as where a NetworkPolicy does not let it in. */
@Execution(ExecutionMode.CONCURRENT)
class UnreachableE2E {
    /** The node that {@code testbed/cluster exec} is in. */
    private static final String NODE = "node1";

    /** k6 listens only after its script is loaded: time enough to cut the way, and the run is over before. */
    private static final Duration SLOWNESS = Duration.ofSeconds(150);

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);
    private Optional<String> cut = Optional.empty();

    @Test
    void theRunnerIsNamed() {
        user.applies(
                "cut",
                "parallelism: 2",
                Scripts.idle(1, 2) + "if (__VU === 0) sleep(%d);\n".formatted(SLOWNESS.toSeconds()));
        var pod = await("runners with an address")
                .atMost(Duration.ofSeconds(180))
                .until(this::withinReach, Optional::isPresent)
                .orElseThrow();

        cutsTheWayTo(pod.getStatus().getPodIP());

        var waiting = user.seesReason("cut-1", "RunnerUnreachable");
        assertThat(waiting.getStatus().message())
                .contains("port 6565 of pod " + pod.getMetadata().getName());
        var run = user.seesCompleted("cut-1");

        assertVerdict(run, "Error", "RunnerUnreachable");
        assertThat(run.getStatus().message())
                .contains("port 6565 of pod " + pod.getMetadata().getName())
                .contains("NetworkPolicy");
    }

    @AfterEach
    void mendsTheWay() {
        cut.ifPresent(address -> rule("--delete", address));
    }

    /** A runner to which packets of the operator pass through that node: because the one or the other is there. */
    private Optional<Pod> withinReach() {
        var operator = user
                .client()
                .pods()
                .inNamespace("loadtest-system")
                .withLabel("app.kubernetes.io/name", "loadtest-operator")
                .list()
                .getItems()
                .stream()
                .anyMatch(pod -> NODE.equals(pod.getSpec().getNodeName()));
        var runners = user.podsOf("cut-1");
        if (runners.size() < 2
                || runners.stream().anyMatch(pod -> pod.getStatus().getPodIP() == null)) {
            return Optional.empty();
        }
        var within = runners.stream()
                .filter(pod -> operator || NODE.equals(pod.getSpec().getNodeName()))
                .findFirst();
        Assumptions.assumeTrue(within.isPresent(), "operator and runners are all on another node than " + NODE);
        return within;
    }

    private void cutsTheWayTo(String address) {
        Assumptions.assumeTrue(
                rule("--insert", address), "this cluster's network cannot be entered; the testbed's own can");
        cut = Optional.of(address);
    }

    private static boolean rule(String verb, String address) {
        var cluster = TestCluster.projectRoot().resolve("testbed").resolve("cluster");
        var rule =
                "exec iptables --wait --table raw %s PREROUTING --protocol tcp --destination %s --dport 6565 --jump DROP"
                        .formatted(verb, address);
        var command = Stream.concat(Stream.of(cluster.toString()), Stream.of(rule.split(" ")));
        try {
            var process = new ProcessBuilder(command.toList()).inheritIO().start();
            return process.waitFor(90, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException cannotStart) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
