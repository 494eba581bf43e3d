package dev.loadtest.k6;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Predicate;

/** A k6 that waits, with what the operator tells it through its REST API. */
final class PausedK6 implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final int port;
    private final String nonce;

    PausedK6(Process process, int port, String nonce) {
        this.process = process;
        this.port = port;
        this.nonce = nonce;
        awaitStatus(status -> status.path("status").asInt() == 4);
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has setup() run and gives k6's whole answer. */
    HttpResponse<String> postSetup() {
        return ask("POST", "/v1/setup", "");
    }

    /** Calls setup() that many times at once, and is gone before an answer. */
    void cutOffSetup(int calls) {
        var request = "POST /v1/setup HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
        var callers = new ArrayList<Socket>();
        try {
            for (var call = 0; call < calls; call++) {
                var caller = new Socket("localhost", port);
                callers.add(caller);
                caller.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            }
            Thread.sleep(500);
            for (var caller : callers) {
                caller.close();
            }
            Thread.sleep(300);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What k6 has as setup data, as JSON; "null" as well when that is undefined. */
    String setupData() {
        return dataOf(ask("GET", "/v1/setup", ""));
    }

    static String dataOf(HttpResponse<String> answer) {
        return json(answer.body()).at("/data/attributes/data").toString();
    }

    /** Gives k6 the data for every VU; an empty text for undefined. */
    int putSetup(String data) {
        return ask("PUT", "/v1/setup", data).statusCode();
    }

    String metric(String name) {
        return ask("GET", "/v1/metrics/" + URLEncoder.encode(name, StandardCharsets.UTF_8), "")
                .body();
    }

    void resume() {
        ask("PATCH", "/v1/status", """
                {"data": {"type": "status", "id": "default", "attributes": {"paused": false}}}""");
    }

    void stop() {
        ask("PATCH", "/v1/status", """
                {"data": {"type": "status", "id": "default", "attributes": {"stopped": true}}}""");
    }

    /** Asks for the status until it is so. */
    void awaitStatus(Predicate<JsonNode> wanted) {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until && process.isAlive()) {
            try {
                if (wanted.test(json(send("GET", "/v1/status", "").body()).at("/data/attributes"))) {
                    return;
                }
                Thread.sleep(50);
            } catch (ConnectException e) {
                Thread.onSpinWait(); // k6 does not listen yet
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        process.toHandle().destroyForcibly(); // and not the process's own, which would throw the log away
        throw new AssertionError("not so in time:\n" + K6.ended(process, nonce).text());
    }

    K6.Outcome ended() {
        return K6.ended(process, nonce);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        try {
            return send(method, path, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:%d%s".formatted(port, path)))
                .method(method, BodyPublishers.ofString(body))
                .timeout(PATIENCE)
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
