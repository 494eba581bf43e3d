package dev.loadtest.operator.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** As much of k6's REST API as the operator uses. Several of them share a port on different addresses of the loopback. */
final class FakeK6 implements AutoCloseable {
    private final String address;
    private final HttpServer server;
    private final List<String> patches = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile K6Status status = new K6Status(4, true, false, 0, 10);
    private volatile int code = 200;
    private volatile String body;
    private volatile Duration delay = Duration.ZERO;

    private FakeK6(String address, int port) {
        this.address = address;
        try {
            server = HttpServer.create(new InetSocketAddress(address, port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/status", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "fake-k6");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    /** On a port of its own. */
    static FakeK6 on(String address) {
        return new FakeK6(address, 0);
    }

    /** On this port of another address. */
    FakeK6 next(String other) {
        return new FakeK6(other, port());
    }

    String address() {
        return address;
    }

    int port() {
        return server.getAddress().getPort();
    }

    void is(int executionStatus, boolean paused, int vus) {
        status = new K6Status(executionStatus, paused, false, vus, 10);
    }

    void answersWith(int statusCode, String text) {
        code = statusCode;
        body = text;
    }

    void takes(Duration time) {
        delay = time;
    }

    /** The bodies of all PATCH requests. */
    List<String> patches() {
        return patches;
    }

    /** How often it was asked for its status. */
    int asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("PATCH")) {
            patches.add(request);
            pause();
        } else {
            asked.incrementAndGet();
        }
        var now = status;
        var text = body != null
                ? body
                : "{\"data\":{\"type\":\"status\",\"id\":\"default\",\"attributes\":{\"status\":%d,\"paused\":%b,\"vus\":%d,\"vus-max\":%d,\"stopped\":%b,\"running\":%b,\"tainted\":false}}}"
                        .formatted(now.status(), now.paused(), now.vus(), now.vusMax(), now.stopped(), !now.paused());
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** The server is slow: what the tests measure, not what they wait for. */
    private void pause() {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
