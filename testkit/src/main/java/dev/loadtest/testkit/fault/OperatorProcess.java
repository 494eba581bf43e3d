package dev.loadtest.testkit.fault;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The operator of the test cluster as a process that can die. Signals are sent from a pod beside it on its node: deleting its pod would be a
 * SIGTERM first, and time to give the lease back. One that is paused for longer than its liveness probe waits, 20 s, is killed by its node.
 */
public final class OperatorProcess implements AutoCloseable {

    private static final String NAMESPACE = "loadtest-system";
    private static final String DEPLOYMENT = "loadtest-operator";
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    /** To the processes of the pod with this UID, which a node writes with - or _, as far as they are Java. Ends with 1 if there is none. */
    private static final String SEND = """
            status=1
            for process in /proc/[0-9]*; do
              if grep -qE 'pod%s' $process/cgroup 2>/dev/null && grep -q quarkus-run.jar $process/cmdline; then
                kill -%s ${process#/proc/} && status=0
              fi
            done
            exit $status
            """;

    private final KubernetesClient client;
    private Pod sender;

    /** The client stays the caller's. */
    public OperatorProcess(KubernetesClient client) {
        this.client = client;
    }

    /** SIGKILL; returns when the kernel has ended it, before it is started again as a rule. */
    public void kill() {
        var pod = pod();
        var before = container(pod).getRestartCount();
        send("KILL", pod);
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> wasKilled(before));
    }

    /** SIGSTOP: it stands still, with its connections open. */
    public void pause() {
        send("STOP", pod());
    }

    /** SIGCONT: it goes on as if no time had passed. */
    public void goOn() {
        send("CONT", pod());
    }

    /** A pod of its own: the kubelet waits longer before each restart of the same one, longer than a run may take. Returns when it is ready. */
    public void startAfresh() {
        var old = pod().getMetadata().getName();
        client.pods().inNamespace(NAMESPACE).withName(old).delete();
        awaitOther(old);
    }

    /**
     * Sets or, with null, removes a variable of its environment, and returns when it runs with that.
     *
     * @return its value before, or null
     */
    public String setVariable(String name, String value) {
        var old = pod().getMetadata().getName();
        var deployment = client.apps().deployments().inNamespace(NAMESPACE).withName(DEPLOYMENT);
        var before = deployment.get().getSpec().getTemplate();
        var after = deployment
                .edit(edited -> {
                    var variables = edited.getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers()
                            .get(0)
                            .getEnv();
                    variables.removeIf(variable -> variable.getName().equals(name));
                    if (value != null) {
                        variables.add(new EnvVar(name, value, null));
                    }
                    return edited;
                })
                .getSpec()
                .getTemplate();
        if (!after.equals(before)) {
            awaitOther(old);
        }
        return before.getSpec().getContainers().get(0).getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .map(EnvVar::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Makes the next signal quick: the pod that sends it is there already. */
    public void prepareSignals() {
        sender(pod().getSpec().getNodeName());
    }

    /** The operator's pod that is not going away. */
    public Pod pod() {
        return pods().filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("no operator in " + NAMESPACE + "; start it with: testbed/stack up"));
    }

    @Override
    public void close() {
        if (sender != null) {
            client.resource(sender).withGracePeriod(0).delete();
            sender = null;
        }
    }

    private Stream<Pod> pods() {
        return client
                .pods()
                .inNamespace(NAMESPACE)
                .withLabel("app.kubernetes.io/name", DEPLOYMENT)
                .list()
                .getItems()
                .stream();
    }

    private void awaitOther(String old) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> pods().noneMatch(pod -> pod.getMetadata().getName().equals(old))
                        && pods().anyMatch(Readiness::isPodReady));
    }

    private boolean wasKilled(int restartsBefore) {
        var container = container(pod());
        return Stream.of(container.getState(), container.getLastState())
                        .map(ContainerState::getTerminated)
                        .filter(Objects::nonNull)
                        .anyMatch(end -> end.getExitCode() == 137)
                && (container.getState().getTerminated() != null || container.getRestartCount() > restartsBefore);
    }

    private static ContainerStatus container(Pod pod) {
        return pod.getStatus().getContainerStatuses().get(0);
    }

    private void send(String signal, Pod pod) {
        var sender = sender(pod.getSpec().getNodeName());
        var said = new ByteArrayOutputStream();
        var command = SEND.formatted(pod.getMetadata().getUid().replace("-", "[-_]"), signal);
        try (var run = client.pods()
                .resource(sender)
                .writingOutput(said)
                .writingError(said)
                .exec("sh", "-c", command)) {
            var code = Optional.ofNullable(run.exitCode().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .orElse(-1);
            if (code != 0) {
                throw new IllegalStateException(
                        "SIG%s did not reach the operator: exit code %d, %s".formatted(signal, code, said));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending SIG" + signal, interrupted);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException noAnswer) {
            throw new IllegalStateException("SIG" + signal + " may not have reached the operator", noAnswer);
        }
    }

    private synchronized Pod sender(String node) {
        if (sender != null && !sender.getSpec().getNodeName().equals(node)) {
            close();
        }
        if (sender == null) {
            // @formatter:off
            sender = client.resource(new PodBuilder()
                    .withNewMetadata()
                        .withGenerateName("signal-sender-")
                        .withNamespace("default")
                    .endMetadata()
                    .withNewSpec()
                        .withNodeName(node)
                        .withHostPID(true)
                        .withRestartPolicy("Never")
                        .withActiveDeadlineSeconds(3600L)
                        .addNewContainer()
                            .withName("sender")
                            .withImage("grafana/k6:2.2.0")
                            .withCommand("sleep", "3600")
                            .withNewSecurityContext().withRunAsUser(0L).endSecurityContext()
                        .endContainer()
                    .endSpec()
                    .build())
                    .create();
            // @formatter:on
            client.resource(sender).waitUntilReady(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        return sender;
    }
}
