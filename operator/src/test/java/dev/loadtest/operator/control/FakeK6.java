package dev.loadtest.operator.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** As much of k6's REST API as the operator uses. Several of them share a port on different addresses of the loopback. */
final class FakeK6 implements AutoCloseable {
    private static final String METRICS = "/v1/metrics/";

    static {
        // Otherwise each answer waits up to 40 ms for the acknowledgement of its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final String address;
    private final HttpServer server;
    private final List<String> patches = new CopyOnWriteArrayList<>();
    private final List<String> setups = new CopyOnWriteArrayList<>();
    private final List<String> askedMetrics = new CopyOnWriteArrayList<>();
    private final Map<String, String> metrics = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private volatile K6Status status = new K6Status(4, true, false, 0, 10);
    private volatile int code = 200;
    private volatile String body;
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean setupTakesLong;
    private volatile Optional<String> returned = Optional.empty();
    private volatile Optional<String> setupError = Optional.empty();
    private volatile Optional<String> setupData = Optional.empty();
    private volatile double cpuSeconds;
    private volatile boolean stopsHalfWay;
    private volatile boolean losesAPatch;

    private FakeK6(String address, int port) {
        this.address = address;
        try {
            server = HttpServer.create(new InetSocketAddress(address, port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/status", this::answer);
        server.createContext("/v1/setup", this::answerSetup);
        server.createContext(METRICS, this::answerMetric);
        server.createContext("/metrics", this::answerProcess);
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

    /** With its status. */
    void answersAgain() {
        code = 200;
        body = null;
    }

    /** The rest of what it says never comes. */
    void stopsHalfWay() {
        stopsHalfWay = true;
    }

    /** The next PATCH is not heard. */
    void losesAPatch() {
        losesAPatch = true;
    }

    void takes(Duration time) {
        delay = time;
    }

    /** What setup() will return, as JSON. */
    void returnsFromSetup(String json) {
        returned = Optional.of(json);
    }

    /** k6's words when setup() is called. */
    void failsInSetup(String detail) {
        setupError = Optional.of(detail);
    }

    void takesLongInSetup() {
        setupTakesLong = true;
    }

    void endsSetup() {
        mayEnd.countDown();
    }

    void keepsSetupData(String json) {
        setupData = Optional.of(json);
    }

    /** What it hands to its VUs; empty when that is undefined. */
    Optional<String> setupData() {
        return setupData;
    }

    /** The methods of all requests about its setup. */
    List<String> setups() {
        return setups;
    }

    void measures(String metric, String type, String sample, String tainted) {
        metrics.put(
                metric,
                "{\"data\":{\"type\":\"metrics\",\"id\":\"x\",\"attributes\":{\"type\":\"%s\",\"contains\":\"default\",\"tainted\":%s,\"sample\":%s}}}"
                        .formatted(type, tainted, sample));
    }

    void hasUsedCpu(double seconds) {
        cpuSeconds = seconds;
    }

    /** The names of all metrics that were asked for. */
    List<String> askedMetrics() {
        return askedMetrics;
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
        var request = body(exchange);
        if (exchange.getRequestMethod().equals("PATCH")) {
            if (losesAPatch) {
                losesAPatch = false;
                exchange.close();
                return;
            }
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
        respond(exchange, code, text);
    }

    private void answerSetup(HttpExchange exchange) throws IOException {
        var request = body(exchange);
        if (exchange.getRequestMethod().equals("PUT")) {
            pause();
        }
        setups.add(exchange.getRequestMethod());
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                if (setupTakesLong) {
                    waitUntilItMay();
                }
                if (setupError.isPresent()) {
                    respond(exchange, 500, error("Error executing setup", setupError.get()));
                    return;
                }
                setupData = returned;
            }
            case "PUT" -> setupData = request.isEmpty() ? Optional.empty() : Optional.of(request);
            default -> {}
        }
        respond(
                exchange,
                200,
                "{\"data\":{\"type\":\"setupData\",\"id\":\"default\",\"attributes\":{%s}}}"
                        .formatted(setupData.map(json -> "\"data\":" + json).orElse("")));
    }

    private void answerMetric(HttpExchange exchange) throws IOException {
        body(exchange);
        var name = exchange.getRequestURI().getPath().substring(METRICS.length());
        askedMetrics.add(name);
        pause();
        var known = Optional.ofNullable(metrics.get(name));
        respond(
                exchange,
                known.isPresent() ? 200 : 404,
                known.orElse(error("Not Found", "No metric with that ID was found")));
    }

    private void answerProcess(HttpExchange exchange) throws IOException {
        body(exchange);
        respond(
                exchange,
                200,
                "# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total %s\nprocess_open_fds 11\n"
                        .formatted(cpuSeconds));
    }

    private static String error(String title, String detail) {
        return "{\"errors\":[{\"status\":\"500\",\"title\":\"%s\",\"detail\":\"%s\"}]}"
                .formatted(
                        title,
                        detail.replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n")
                                .replace("\t", "\\t"));
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void respond(HttpExchange exchange, int code, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length);
        try (var out = exchange.getResponseBody()) {
            if (stopsHalfWay) {
                out.write(bytes, 0, bytes.length / 2);
                out.flush();
                waitUntilItMay();
                return;
            }
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

    private void waitUntilItMay() {
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        mayEnd.countDown();
    }
}
