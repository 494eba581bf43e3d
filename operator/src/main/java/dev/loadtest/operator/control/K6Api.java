package dev.loadtest.operator.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loadtest.k6.LiveMetric;
import dev.loadtest.operator.runner.RunnerPod;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * k6's REST API on a runner, asynchronously. A future fails with an {@link java.io.IOException} when k6 cannot be reached or says too
 * much, with a {@link java.util.concurrent.TimeoutException} when its whole answer is not there in time, and with an {@link
 * IllegalStateException} when it answers that it could not.
 */
@ApplicationScoped
class K6Api {
    private static final Duration ANSWER = Duration.ofSeconds(3);

    /** In bytes, around what a Secret can hold. */
    static final int LARGEST_SETUP_ANSWER = 1_200_000;

    private static final int LARGEST_ANSWER = 64 * 1024;
    /** A megabyte for each of hundreds of runners at once takes longer than a status. */
    private static final int ANSWER_TIMES_FOR_SETUP_DATA = 3;

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final String STATUS = "/v1/status";
    private static final String SETUP = "/v1/setup";
    private static final String RESUME = attributes("\"paused\":false");
    private static final String STOP = attributes("\"stopped\":true");
    private static final String CPU_SECONDS = "process_cpu_seconds_total ";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final int port;
    private final Duration answerTime;

    K6Api() {
        this(RunnerPod.API_PORT, ANSWER);
    }

    K6Api(int port) {
        this(port, ANSWER);
    }

    K6Api(int port, Duration answerTime) {
        this.port = port;
        this.answerTime = answerTime;
    }

    /** How long an answer may take. */
    Duration answerTime() {
        return answerTime;
    }

    CompletableFuture<K6Status> status(String address) {
        return send(to(address, STATUS)).thenApply(this::status);
    }

    /** Only for a runner that was seen paused: k6 answers a second resume with 500. */
    CompletableFuture<K6Status> resume(String address) {
        return send(patch(address, RESUME)).thenApply(this::status);
    }

    /** Ends the load gracefully: teardown() and handleSummary() still run. */
    CompletableFuture<K6Status> stop(String address) {
        return send(patch(address, STOP)).thenApply(this::status);
    }

    /**
     * Calls setup(). Takes as long as that takes, up to the script's {@code setupTimeout}; k6 ends it half-way when the connection
     * breaks, so it breaks when this future is cancelled.
     */
    CompletableFuture<SetupReply> callSetup(String address) {
        var request = to(address, SETUP).POST(BodyPublishers.noBody()).build();
        var sent = client.sendAsync(request, LimitedBody.ofAtMost(LARGEST_SETUP_ANSWER));
        var reply = sent.thenApply(response -> response.statusCode() == 200
                ? SetupReply.data(setupData(response))
                : SetupReply.error(error(response)));
        reply.whenComplete(
                (answered, failure) -> sent.cancel(true)); // cancelling what is made of it would not reach it
        return reply;
    }

    /** What k6 keeps as setup data, as JSON; empty when that is undefined. */
    CompletableFuture<Optional<String>> setupData(String address) {
        return sendSetupData(to(address, SETUP)).thenApply(this::setupData);
    }

    /** Has k6 hand this to the VUs as what setup() returned: JSON, or nothing for undefined. */
    CompletableFuture<Void> giveSetupData(String address, BodyPublisher data) {
        return sendSetupData(to(address, SETUP).PUT(data)).thenAccept(K6Api::succeeded);
    }

    /**
     * One metric over all samples since the start; empty when there is none yet.
     *
     * @param withThreshold whether the script has a threshold for it. k6 shows such a metric from the start, all zeros; they are values
     *     only once it has looked at the threshold, which it does not without samples
     */
    CompletableFuture<Optional<LiveMetric>> metric(String address, String name, boolean withThreshold) {
        var path =
                "/v1/metrics/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return send(to(address, path)).thenApply(response -> {
            // 404 before the first sample; 500 for a number that JSON does not know
            if (response.statusCode() != 200 || withThreshold && hasNoSamples(attributes(response))) {
                return Optional.empty();
            }
            return LiveMetric.parse(response.body());
        });
    }

    /** The CPU time that k6 has used since it was started; empty when it does not say. */
    CompletableFuture<OptionalDouble> cpuSeconds(String address) {
        return send(to(address, "/metrics")).thenApply(response -> response.body()
                .lines()
                .filter(line -> line.startsWith(CPU_SECONDS))
                .mapToDouble(line -> Double.parseDouble(line.substring(CPU_SECONDS.length())))
                .findFirst());
    }

    /** Whether packets vanish on the way to the pod, which is not what happens when only nobody listens there yet. */
    static boolean vanished(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpConnectTimeoutException || cause instanceof NoRouteToHostException) {
                return true;
            }
        }
        return false;
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return send(request, LARGEST_ANSWER, answerTime);
    }

    private CompletableFuture<HttpResponse<String>> sendSetupData(HttpRequest.Builder request) {
        return send(request, LARGEST_SETUP_ANSWER, answerTime.multipliedBy(ANSWER_TIMES_FOR_SETUP_DATA));
    }

    /** The time of a request ends with the head of its answer, so the whole is limited here. */
    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request, int mostBytes, Duration most) {
        var sent = client.sendAsync(request.build(), LimitedBody.ofAtMost(mostBytes));
        var answer = sent.thenApply(response -> response).orTimeout(most.toMillis(), TimeUnit.MILLISECONDS);
        answer.whenComplete((response, failure) -> sent.cancel(true));
        return answer;
    }

    private K6Status status(HttpResponse<String> response) {
        var attributes = attributes(succeeded(response));
        return new K6Status(
                attributes.path("status").asInt(),
                attributes.path("paused").asBoolean(),
                attributes.path("stopped").asBoolean(),
                attributes.path("vus").asInt(),
                attributes.path("vus-max").asInt());
    }

    private Optional<String> setupData(HttpResponse<String> response) {
        return Optional.ofNullable(attributes(succeeded(response)).get("data")).map(JsonNode::toString);
    }

    private static boolean hasNoSamples(JsonNode metric) {
        return metric.path("tainted").isNull()
                && metric.path("sample").valueStream().allMatch(value -> value.asDouble() == 0);
    }

    private String error(HttpResponse<String> response) {
        try {
            var detail = json.readTree(response.body()).path("errors").path(0).path("detail");
            return detail.isTextual() ? detail.textValue() : unexpected(response);
        } catch (JsonProcessingException e) {
            return unexpected(response);
        }
    }

    private JsonNode attributes(HttpResponse<String> response) {
        try {
            return json.readTree(response.body()).path("data").path("attributes");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> succeeded(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException(unexpected(response));
        }
        return response;
    }

    private static String unexpected(HttpResponse<String> response) {
        return "k6 answered %d: %s".formatted(response.statusCode(), response.body());
    }

    private HttpRequest.Builder patch(String address, String body) {
        return to(address, STATUS)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder to(String address, String path) {
        var host = address.contains(":") ? "[" + address + "]" : address;
        return HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(host, port, path)));
    }

    private static String attributes(String attribute) {
        return "{\"data\":{\"type\":\"status\",\"id\":\"default\",\"attributes\":{" + attribute + "}}}";
    }
}
