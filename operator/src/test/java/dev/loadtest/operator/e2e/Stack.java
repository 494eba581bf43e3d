package dev.loadtest.operator.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The demo's services, asked through the API server: nothing needs to be forwarded. */
final class Stack {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;

    Stack(KubernetesClient client) {
        this.client = client;
    }

    /** What an instant query of Prometheus finds: {@code metric} with the labels, {@code value} with time and number. */
    JsonNode query(String promQl) {
        return results("/api/v1/query?query=" + encoded(promQl));
    }

    /** What it would have found every 2 s since then: {@code values} in the place of {@code value}. */
    JsonNode queryRange(String promQl, Instant since) {
        return results("/api/v1/query_range?query=%s&start=%s&end=%s&step=2s"
                .formatted(encoded(promQl), since, Instant.now()));
    }

    private JsonNode results(String path) {
        return prometheus(path).path("data").path("result");
    }

    private static String encoded(String promQl) {
        return URLEncoder.encode(promQl, StandardCharsets.UTF_8);
    }

    JsonNode prometheus(String path) {
        return json("GET", "prometheus:9090", path);
    }

    JsonNode alertmanager(String path) {
        return json("GET", "alertmanager:9093", path);
    }

    JsonNode grafana(String path) {
        return json("GET", "grafana:3000", path);
    }

    /** Puts metrics in Prometheus' text format into a group of the Pushgateway, in place of what it held. */
    void push(String group, String metrics) {
        ask("PUT", "pushgateway:9091", group, metrics);
    }

    void removePushed(String group) {
        ask("DELETE", "pushgateway:9091", group, null);
    }

    String backend(String path) {
        return ask("GET", "backend:8000", path, null);
    }

    private JsonNode json(String method, String service, String path) {
        try {
            return JSON.readTree(ask(method, service, path, null));
        } catch (JsonProcessingException e) {
            throw new AssertionError(service + path + " answered no JSON", e);
        }
    }

    private String ask(String method, String service, String path, String body) {
        return client.raw(
                "/api/v1/namespaces/loadtest-demo/services/%s/proxy%s".formatted(service, path), method, body);
    }
}
