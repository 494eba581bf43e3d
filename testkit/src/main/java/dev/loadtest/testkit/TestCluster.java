package dev.loadtest.testkit;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The cluster that tests run on: the one of {@code KUBECONFIG_TEST} if that is set, else the testbed. Never the one that the
 * user's own kubeconfig points at: tests make and remove things.
 */
public final class TestCluster {

    private static final String VARIABLE = "KUBECONFIG_TEST";
    /** A machine that is busy with much else may stand still for a while; a cluster that is not there refuses at once. */
    private static final int PATIENCE_MILLIS = 60_000;

    private static final int ESTABLISHED_SECONDS = 180;

    private TestCluster() {}

    /**
     * A client for the cluster; whoever asks closes it.
     *
     * @throws IllegalStateException if no cluster answers; the message says how to have one
     */
    public static KubernetesClient connect() {
        return new KubernetesClientBuilder().withConfig(config()).build();
    }

    /**
     * How to reach the cluster, which answered just now.
     *
     * @throws IllegalStateException if no cluster answers; the message says how to have one
     */
    public static Config config() {
        return given().map(given -> answering(Path.of(given), VARIABLE + " names " + given + ", but %s"))
                .orElseGet(
                        () -> answering(kubeconfig(), "no cluster to test on: %s; start one with: testbed/cluster up"));
    }

    /** The file that a program such as kubectl reaches the cluster with. */
    public static Path kubeconfig() {
        return Path.of(
                given().orElseGet(() -> output(projectRoot().resolve("testbed").resolve("cluster"))));
    }

    private static Optional<String> given() {
        return Optional.ofNullable(System.getenv(VARIABLE)).filter(given -> !given.isBlank());
    }

    /** Puts the project's CRDs into the cluster as {@code crds/} has them. */
    public static void applyCrds(KubernetesClient client) {
        crds().forEach(crd -> applyCrd(client, crd));
    }

    /** The files of {@code crds/}. */
    static Stream<String> crds() {
        try (var files = Files.list(projectRoot().resolve("crds"))) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(TestCluster::read)
                    .toList()
                    .stream();
        } catch (IOException cannotRead) {
            throw new UncheckedIOException(cannotRead);
        }
    }

    /** Puts a CRD into the cluster and waits until resources of it can be made. */
    public static void applyCrd(KubernetesClient client, String yaml) {
        var crd = client.resource(Serialization.unmarshal(yaml, CustomResourceDefinition.class));
        crd.forceConflicts().serverSideApply();
        var established = crd.waitUntilCondition(TestCluster::isEstablished, ESTABLISHED_SECONDS, TimeUnit.SECONDS);
        // Its condition says so a moment before the API server answers for it.
        var spec = established.getSpec();
        var path = "/apis/%s/%s/%s?limit=1"
                .formatted(
                        spec.getGroup(),
                        spec.getVersions().get(0).getName(),
                        spec.getNames().getPlural());
        Awaitility.await().atMost(Duration.ofSeconds(ESTABLISHED_SECONDS)).until(() -> client.raw(path) != null);
    }

    private static boolean isEstablished(CustomResourceDefinition crd) {
        return crd != null
                && crd.getStatus() != null
                && crd.getStatus().getConditions() != null
                && crd.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    /** The folder of the whole project, also when the tests of one module are run alone. */
    public static Path projectRoot() {
        var start = Path.of(System.getProperty("project.root", "")).toAbsolutePath();
        for (var folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("testbed")) && Files.isDirectory(folder.resolve("crds"))) {
                return folder;
            }
        }
        throw new IllegalStateException(start + " is not in the project: it has neither testbed/ nor crds/ above it");
    }

    private static Config answering(Path kubeconfig, String trouble) {
        if (!Files.isRegularFile(kubeconfig)) {
            throw new IllegalStateException(trouble.formatted("there is no file " + kubeconfig));
        }
        var config = readConfig(kubeconfig);
        config.setRequestTimeout(PATIENCE_MILLIS);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        var check = readConfig(kubeconfig);
        check.setRequestTimeout(PATIENCE_MILLIS);
        check.setConnectionTimeout(PATIENCE_MILLIS);
        check.setRequestRetryBackoffLimit(0);
        try (var client = new KubernetesClientBuilder().withConfig(check).build()) {
            client.raw("/readyz");
            return config;
        } catch (KubernetesClientException notAnswering) {
            throw new IllegalStateException(
                    trouble.formatted(config.getMasterUrl() + " does not answer"), notAnswering);
        }
    }

    /** Fabric8 takes a key for RSA unless its header says EC, and that of PKCS #8 does not say; the certificate does. */
    private static Config readConfig(Path kubeconfig) {
        var config = Config.fromKubeconfig(read(kubeconfig));
        if (config.getClientCertData() != null) {
            try {
                var certificate = CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(Base64.getDecoder().decode(config.getClientCertData())));
                config.setClientKeyAlgo(certificate.getPublicKey().getAlgorithm());
            } catch (CertificateException unreadable) {
                throw new IllegalStateException(
                        "the client certificate in " + kubeconfig + " cannot be read", unreadable);
            }
        }
        return config;
    }

    private static String output(Path command) {
        try {
            var process = new ProcessBuilder(command.toString(), "kubeconfig")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var answer = new String(process.getInputStream().readAllBytes()).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "no cluster to test on: %s kubeconfig ended with %d; start one with: testbed/cluster up"
                                .formatted(command, process.exitValue()));
            }
            return answer;
        } catch (IOException cannotRun) {
            throw new UncheckedIOException(cannotRun);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the testbed for its kubeconfig", interrupted);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException cannotRead) {
            throw new UncheckedIOException(cannotRead);
        }
    }
}
