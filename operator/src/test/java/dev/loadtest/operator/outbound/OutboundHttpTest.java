package dev.loadtest.operator.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.loadtest.operator.outbound.OutboundFailure.Kind;
import dev.loadtest.operator.outbound.OutboundHttp.Named;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundHttpTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final AtomicReference<String> LAST = new AtomicReference<>("");

    private static HttpServer server;
    private static int port;

    private final OutboundHttp http = new OutboundHttp(VERTX, new OutboundRules(Set.of(), Set.of("localhost")));

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", OutboundHttpTest::answer);
        server.start();
        port = server.getAddress().getPort();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        VERTX.close();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = exchange.getRequestHeaders();
        LAST.set("%s %s %s %s"
                .formatted(exchange.getRequestMethod(), exchange.getRequestURI(), headers.getFirst("Host"), body));
        var path = exchange.getRequestURI().getPath();
        var answer = path.equals("/large")
                ? "x".repeat(1_000_000).getBytes(StandardCharsets.UTF_8)
                : "hello".getBytes(StandardCharsets.UTF_8);
        if (path.equals("/elsewhere")) {
            exchange.getResponseHeaders().add("Location", "http://169.254.169.254/latest");
            exchange.sendResponseHeaders(302, -1);
        } else {
            exchange.sendResponseHeaders(path.equals("/wrong") ? 404 : 200, answer.length);
            try (var out = exchange.getResponseBody()) {
                out.write(answer);
            } catch (IOException e) {
                // who asked has heard enough
            }
        }
        exchange.close();
    }

    @Test
    void theAddressIsCalledAndTheNameStaysInTheRequest() {
        var answer = http.send("PUT", at("/a/b?c=d"), "text/plain", "body", Named.BY_A_USER)
                .join();

        assertThat(answer).isEqualTo(new OutboundAnswer(200, "hello"));
        assertThat(LAST.get()).isEqualTo("PUT /a/b?c=d localhost:%d body".formatted(port));
    }

    @Test
    void anyStatusIsAnAnswer() {
        var answer = http.send("GET", at("/wrong"), "", "", Named.BY_A_USER).join();

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.succeeded()).isFalse();
    }

    @Test
    void aRedirectIsNotFollowed() {
        assertThat(http.send("GET", at("/elsewhere"), "", "", Named.BY_A_USER)
                        .join()
                        .status())
                .isEqualTo(302);
    }

    @Test
    void ofALongAnswerTheBeginningIsRead() {
        assertThat(http.send("GET", at("/large"), "", "", Named.BY_A_USER)
                        .join()
                        .body())
                .hasSize(64 * 1024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/",
                "http://[::1]:%d/",
                "http://169.254.169.254:%d/",
                "http://0.0.0.0:%d/",
                "http://2130706433:%d/"
            })
    void addressesThatAUserMayNotNameAreNotCalled(String url) {
        LAST.set("");

        var failure = catchThrowable(() ->
                http.send("GET", url.formatted(port), "", "", Named.BY_A_USER).join());

        assertThat(kind(failure)).isEqualTo(Kind.ADDRESS_REFUSED);
        assertThat(LAST.get()).isEmpty();
    }

    @Test
    void theOperatorsOwnSettingsMayNameThem() {
        var answer = http.send("GET", "http://127.0.0.1:%d/".formatted(port), "", "", Named.BY_THE_OPERATOR)
                .join();

        assertThat(answer.succeeded()).isTrue();
    }

    @Test
    void whatWasInTheWayIsNamed() throws IOException {
        int closed;
        try (var socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }

        assertThat(kindOf("http://localhost:%d/".formatted(closed))).isEqualTo(Kind.UNREACHABLE);
        assertThat(kindOf("http://no-such-name.invalid/")).isEqualTo(Kind.UNREACHABLE);
        assertThat(kindOf("ftp://localhost/")).isEqualTo(Kind.INVALID_URL);
        assertThat(kindOf("http:///")).isEqualTo(Kind.INVALID_URL);
    }

    @Test
    void aPortWithoutTlsIsNamed() throws IOException, InterruptedException {
        try (var socket = new ServerSocket(0)) {
            var answers = new Thread(() -> {
                try (var connection = socket.accept()) {
                    connection.getInputStream().read();
                    connection
                            .getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // then nobody is answered, and the test fails
                }
            });
            answers.start();

            assertThat(kindOf("https://localhost:%d/".formatted(socket.getLocalPort())))
                    .isEqualTo(Kind.TLS);
            answers.join();
        }
    }

    private Kind kindOf(String url) {
        return kind(catchThrowable(
                () -> http.send("GET", url, "", "", Named.BY_A_USER).join()));
    }

    private static Kind kind(Throwable failure) {
        assertThat(failure).isInstanceOf(CompletionException.class).hasCauseInstanceOf(OutboundFailure.class);
        return ((OutboundFailure) failure.getCause()).kind();
    }

    private static String at(String path) {
        return "http://localhost:%d%s".formatted(port, path);
    }
}
