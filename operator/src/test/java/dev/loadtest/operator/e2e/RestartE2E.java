package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The operator is killed without a warning: no run is repeated, none is lost. */
@Isolated("kills the operator")
class RestartE2E {
    /** The processes of the pod with this UID, which a node writes with - or _, as far as they are Java. */
    private static final String KILL = """
            for process in /proc/[0-9]*; do
              grep -qE 'pod%s' $process/cgroup 2>/dev/null && grep -q quarkus-run.jar $process/cmdline && kill -KILL ${process#/proc/}
            done; true
            """;

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    /** A pod of its own a test: the kubelet waits longer before each restart of the same one, longer than a run may take. */
    @BeforeEach
    void freshOperator() {
        var old = operator().getMetadata().getName();
        user.client().pods().inNamespace("loadtest-system").withName(old).delete();
        await().atMost(Duration.ofSeconds(60))
                .ignoreException(NoSuchElementException.class)
                .untilAsserted(() -> {
                    assertThat(operator().getMetadata().getName()).isNotEqualTo(old);
                    assertThat(Readiness.isPodReady(operator())).isTrue();
                });
    }

    @Test
    void whileStarting() {
        user.applies("starting", "parallelism: 2", Scripts.requests(3, "http_reqs: ['count>0']"));
        user.sees(
                "starting-1",
                run -> run.getStatus() != null
                        && run.getStatus().markers() != null
                        && run.getStatus().markers().jobCreating() != null);
        killOperator();

        endsOnce("starting-1");
    }

    @Test
    void whileRunning() {
        user.applies("running", "parallelism: 2", Scripts.requests(20, "http_reqs: ['count>0']"));
        user.seesPhase("running-1", "Running");
        killOperator();

        endsOnce("running-1");
    }

    @Test
    void justBeforeTheEnd() throws InterruptedException {
        user.applies("ending", "parallelism: 2", Scripts.requests(4, "http_reqs: ['count>0']"));
        user.seesPhase("ending-1", "Running");
        Thread.sleep(3500); // the load lasts 4 s: its end comes while nobody looks
        killOperator();

        endsOnce("ending-1");
    }

    private void endsOnce(String name) {
        var run = user.seesCompleted(name);
        assertVerdict(run, "Passed", "ThresholdsHeld");
        assertThat(run.getStatus().columns().runners()).isEqualTo("2/2");
        assertThat(user.jobsOf(name)).singleElement().satisfies(job -> assertThat(
                        job.getMetadata().getUid())
                .isEqualTo(run.getStatus().markers().jobUid()));
        assertThat(user.podsOf(name)).hasSize(2);
        assertThat(user.runsOf(run.getSpec().loadTest())).hasSize(1);
    }

    /** SIGKILL from beside it on the node: deleting the pod would be a SIGTERM first, and time to give the lease back. */
    private void killOperator() {
        var operator = operator();
        var kills = operator.getStatus().getContainerStatuses().get(0).getRestartCount();
        // @formatter:off
        var killer = user.client().resource(new PodBuilder()
                .withNewMetadata()
                    .withGenerateName("operator-killer-")
                    .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                    .withHostPID(true)
                    .withRestartPolicy("Never")
                    .addNewContainer()
                        .withName("killer")
                        .withImage("grafana/k6:2.2.0")
                        .withCommand("sh", "-c", KILL.formatted(operator.getMetadata().getUid().replace("-", "[-_]")))
                        .withNewSecurityContext().withRunAsUser(0L).endSecurityContext()
                    .endContainer()
                .endSpec()
                .build())
                .create();
        // @formatter:on
        try {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                var container = operator().getStatus().getContainerStatuses().get(0);
                var end = Stream.of(container.getState(), container.getLastState())
                        .map(ContainerState::getTerminated)
                        .filter(Objects::nonNull)
                        .findFirst();
                assertThat(end).hasValueSatisfying(killed -> assertThat(killed.getExitCode())
                        .isEqualTo(137));
                assertThat(container.getState().getTerminated() != null || container.getRestartCount() > kills)
                        .isTrue();
            });
        } finally {
            user.client().resource(killer).withGracePeriod(0).delete();
        }
    }

    private Pod operator() {
        return user
                .client()
                .pods()
                .inNamespace("loadtest-system")
                .withLabel("app.kubernetes.io/name", "loadtest-operator")
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .findFirst()
                .orElseThrow();
    }
}
