package dev.loadtest.operator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loadtest.operator.runner.RunnerPod;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** k6's REST API on a runner, asynchronously. A future fails with an {@link java.io.IOException} when k6 cannot be reached. */
@ApplicationScoped
class K6Api {
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final String RESUME = attributes("\"paused\":false");
    private static final String STOP = attributes("\"stopped\":true");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final int port;

    K6Api() {
        this(RunnerPod.API_PORT);
    }

    K6Api(int port) {
        this.port = port;
    }

    CompletableFuture<K6Status> status(String address) {
        return send(request(address).GET().build());
    }

    /** Only for a runner that was seen paused: k6 answers a second resume with 500. */
    CompletableFuture<K6Status> resume(String address) {
        return send(patch(address, RESUME));
    }

    /** Ends the load gracefully: teardown() and handleSummary() still run. */
    CompletableFuture<K6Status> stop(String address) {
        return send(patch(address, STOP));
    }

    private CompletableFuture<K6Status> send(HttpRequest request) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(this::parse);
    }

    private K6Status parse(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("k6 answered %d: %s".formatted(response.statusCode(), response.body()));
        }
        try {
            var attributes = json.readTree(response.body()).path("data").path("attributes");
            return new K6Status(
                    attributes.path("status").asInt(),
                    attributes.path("paused").asBoolean(),
                    attributes.path("stopped").asBoolean(),
                    attributes.path("vus").asInt(),
                    attributes.path("vus-max").asInt());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest patch(String address, String body) {
        return request(address)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder request(String address) {
        var host = address.contains(":") ? "[" + address + "]" : address;
        return HttpRequest.newBuilder(URI.create("http://%s:%d/v1/status".formatted(host, port)))
                .timeout(ANSWER);
    }

    private static String attributes(String attribute) {
        return "{\"data\":{\"type\":\"status\",\"id\":\"default\",\"attributes\":{" + attribute + "}}}";
    }
}
