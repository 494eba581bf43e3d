package dev.loadtest.testkit.fault;

import dev.loadtest.testkit.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * Between the operator and the API server while it is open: what has been {@linkplain #inject injected} happens to the first request that
 * fits, once. Everything else passes. The operator is restarted to get there and to get away again, so a test that uses this runs
 * alone.
 */
public final class FaultInjector implements AutoCloseable {

    /** Where Quarkus' client looks for the API server; its token and its rights stay. */
    private static final String VARIABLE = "QUARKUS_KUBERNETES_CLIENT_API_SERVER_URL";

    private static final Duration PATIENCE = Duration.ofSeconds(300);

    private final OperatorProcess operator;
    private final Process proxy;
    private final BufferedWriter commands;
    private final Path authority;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final Thread restore = new Thread(this::restoreOperator);

    private FaultInjector(KubernetesClient client, OperatorProcess operator) throws IOException {
        this.operator = operator;
        var config = client.getConfiguration();
        authority = Files.createTempFile("cluster", ".crt");
        Files.write(
                authority,
                config.getCaCertData() != null
                        ? Base64.getDecoder().decode(config.getCaCertData())
                        : Files.readAllBytes(Path.of(config.getCaCertFile())));
        // @formatter:off
        proxy = new ProcessBuilder(
                        TestCluster.projectRoot().resolve("testbed").resolve("cluster").toString(), "exec",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", "-Xmx64m",
                        "-cp", classes().toString(), FaultProxy.class.getName(), config.getMasterUrl(), authority.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // @formatter:on
        commands = new BufferedWriter(new OutputStreamWriter(proxy.getOutputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Puts itself between the two; returns when the operator is ready behind it. The client and the process stay the caller's. Where no process can be
     * started in the cluster's network the test is skipped.
     */
    public static FaultInjector between(OperatorProcess operator, KubernetesClient client) {
        try {
            var injector = new FaultInjector(client, operator);
            injector.listen();
            var server = URI.create(client.getConfiguration().getMasterUrl());
            var port = injector.port.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Assumptions.assumeTrue(port > 0, "this cluster's network cannot be entered; the testbed's own can");
            Runtime.getRuntime().addShutdownHook(injector.restore);
            operator.setVariable(VARIABLE, "http://" + server.getHost() + ":" + port);
            operator.prepareSignals();
            return injector;
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting the proxy", interrupted);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException silent) {
            throw new IllegalStateException("the proxy did not start", silent);
        }
    }

    /** From here on, until it has happened once. The number is for {@link #awaitDone}. */
    public String inject(Fault fault) {
        var id = Integer.toString(ids.incrementAndGet());
        tell("add %s %s %s %s %s %d"
                .formatted(id, fault.method(), word(fault.path()), word(fault.body()), fault.act(), fault.number()));
        return id;
    }

    /** Returns when the fault has happened, which includes the operator's death if it kills. */
    public void awaitDone(String id) {
        Awaitility.await("fault " + id).atMost(PATIENCE).until(() -> done.contains(id));
    }

    /** Faults that have not happened yet will not. */
    public void clear() {
        tell("clear");
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(restore);
        restoreOperator();
    }

    private void restoreOperator() {
        try {
            operator.setVariable(VARIABLE, null);
        } finally {
            proxy.destroy();
            authority.toFile().delete();
        }
    }

    private void listen() {
        var thread = new Thread(() -> {
            try (var lines =
                    new BufferedReader(new InputStreamReader(proxy.getInputStream(), StandardCharsets.UTF_8))) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    hear(line.split(" "));
                }
            } catch (IOException closed) {
                // It has been ended, or has ended; what is waited for then does not come.
            } finally {
                port.complete(-1);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void hear(String[] words) {
        switch (words[0]) {
            case "listening" -> port.complete(Integer.parseInt(words[1]));
            case "held" -> {
                operator.kill();
                tell("release " + words[1]);
            }
            case "done" -> done.add(words[1]);
            default -> throw new IllegalStateException("the proxy said " + String.join(" ", words));
        }
    }

    private synchronized void tell(String line) {
        try {
            commands.write(line + "\n");
            commands.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException("the proxy has ended", gone);
        }
    }

    private static String word(String text) {
        return text.isEmpty() ? "-" : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Path classes() {
        return Path.of(URI.create(FaultProxy.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }
}
