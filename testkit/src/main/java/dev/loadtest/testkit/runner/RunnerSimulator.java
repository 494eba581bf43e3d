package dev.loadtest.testkit.runner;

import dev.loadtest.testkit.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A node that only pretends: what is bound to it is not run but played, hundreds of runners in one process. It takes the pods of the namespaces
 * for which it was told what to play. Those must ask for {@link #CPU}, so that no real node has room for them; the scheduler says so in
 * their status until the simulator binds them. Nothing else is put on it.
 */
public final class RunnerSimulator implements AutoCloseable {

    /** More than a real node has; a request of each simulated runner. */
    public static final String CPU = "1000";

    private static final int END_SECONDS = 10;

    private final KubernetesClient client;
    private final Process process;
    private final BufferedWriter commands;

    private RunnerSimulator(KubernetesClient client, Process process) {
        this.client = client;
        this.process = process;
        commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** Returns when the node is there. Where no process can be started in the cluster's network the test is skipped. */
    public static RunnerSimulator start(KubernetesClient client) {
        try {
            // @formatter:off
            var process = new ProcessBuilder(
                            TestCluster.projectRoot().resolve("testbed").resolve("cluster").toString(), "exec",
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:TieredStopAtLevel=1", "-Xmx256m",
                            "-Dproject.root=" + TestCluster.projectRoot(),
                            "-cp", System.getProperty("java.class.path"), SimulatedNode.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            // @formatter:on
            var answer = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            Assumptions.assumeTrue(
                    SimulatedNode.READY.equals(answer),
                    "this cluster's network cannot be entered; the testbed's own can");
            return new RunnerSimulator(client, process);
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
    }

    /** What every runner in this namespace does from here on, unless it is told something else. */
    public void plays(String namespace, RunnerScript script) {
        tell(namespace, "*", script);
        client.namespaces().withName(namespace).edit(labelled -> {
            labelled.getMetadata().getLabels().put(SimulatedNode.LABEL, "true");
            return labelled;
        });
    }

    /** What the runner of this number does, in every run in this namespace. */
    public void plays(String namespace, int index, RunnerScript script) {
        tell(namespace, Integer.toString(index), script);
    }

    @Override
    public void close() {
        try {
            commands.close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (IOException endedAlready) {
            process.destroy();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroy();
        }
    }

    private void tell(String namespace, String index, RunnerScript script) {
        try {
            var json = Serialization.asJson(script).getBytes(StandardCharsets.UTF_8);
            commands.write(
                    "%s %s %s%n".formatted(namespace, index, Base64.getEncoder().encodeToString(json)));
            commands.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException("the simulator has ended", gone);
        }
    }
}
