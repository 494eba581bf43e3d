package dev.loadtest.operator.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A Prometheus of a test's own, in the test's namespace, configured as the test wants it. */
final class TestPrometheus {
    /** The password is {@code secret}. */
    private static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: %1$s}
            data:
              prometheus.yml: |
                global: {scrape_interval: 1s}
                scrape_configs: [{job_name: prometheus, static_configs: [{targets: ["localhost:9090"]}]}]
                storage: {tsdb: {out_of_order_time_window: %2$s}}
              none.yml: ""
              password.yml: |
                basic_auth_users: {k6: $2b$12$dFy9Bj44xr0shf6JVthTDOe/QmbOXnRHs7dXjy0y2xpNkregHVbuK}
              tls.yml: |
                tls_server_config: {cert_file: tls.crt, key_file: tls.key}
            """;

    private static final String POD = """
            apiVersion: v1
            kind: Service
            metadata: {name: %1$s}
            spec: {selector: {app: %1$s}, ports: [{port: 9090}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: %1$s, labels: {app: %1$s}}
            spec:
              terminationGracePeriodSeconds: 0
              securityContext: {runAsNonRoot: true, runAsUser: 65534, fsGroup: 65534, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: prometheus
                  image: docker.io/prom/prometheus:v3.5.0
                  imagePullPolicy: IfNotPresent
                  args: [--config.file=/etc/prometheus/prometheus.yml, --storage.tsdb.path=/prometheus, --web.config.file=/etc/prometheus/%2$s.yml%3$s]
                  readinessProbe: {tcpSocket: {port: 9090}, periodSeconds: 1}
                  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                  volumeMounts: [{name: config, mountPath: /etc/prometheus}, {name: data, mountPath: /prometheus}]
              volumes: [{name: config, configMap: {name: %1$s}}, {name: data, emptyDir: {}}]
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private String receiver = ", --web.enable-remote-write-receiver";
    private String access = "none";
    private String outOfOrderWindow = "0s";

    TestPrometheus(TestNamespace namespace, String name) {
        this.client = namespace.client();
        this.namespace = namespace.name();
        this.name = name;
    }

    TestPrometheus withoutReceiver() {
        receiver = "";
        return this;
    }

    TestPrometheus withPassword() {
        access = "password";
        return this;
    }

    /** With a certificate for its name that nobody trusts. */
    TestPrometheus withOwnCertificate() {
        access = "tls";
        return this;
    }

    TestPrometheus takingSamplesLate(String window) {
        outOfOrderWindow = window;
        return this;
    }

    TestPrometheus starts() {
        var config = CONFIG.formatted(name, outOfOrderWindow);
        applies(access.equals("tls") ? config + SelfSigned.of(name).asFiles().indent(2) : config);
        applies(POD.formatted(name, access, receiver));
        client.pods().withName(name).waitUntilReady(300, TimeUnit.SECONDS);
        return this;
    }

    /** As any pod of the cluster reaches it. */
    String url() {
        return "http://%s.%s.svc:9090".formatted(name, namespace);
    }

    /** The labels of every series with this one. */
    JsonNode series(String selector) {
        var path = "/api/v1/series?match[]=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
        try {
            return JSON.readTree(client.raw("/api/v1/namespaces/%s/services/%s:9090/proxy%s"
                            .formatted(namespace, name, path.replace("[]", "%5B%5D"))))
                    .path("data");
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    void takes(RemoteWriteRequest request) {
        try (var forward = client.pods().withName(name).portForward(9090)) {
            var url = "http://127.0.0.1:%d/api/v1/write".formatted(forward.getLocalPort());
            var post = HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "application/x-protobuf")
                    .header("Content-Encoding", "snappy")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(request.compressed()))
                    .build();
            var answer = HttpClient.newHttpClient().send(post, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new AssertionError("%d: %s".formatted(answer.statusCode(), answer.body()));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void applies(String yaml) {
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
    }
}
