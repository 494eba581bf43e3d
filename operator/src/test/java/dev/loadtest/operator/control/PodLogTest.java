package dev.loadtest.operator.control;

import static dev.loadtest.operator.control.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PodLogTest {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final List<String> queries = Collections.synchronizedList(new ArrayList<>());
    private HttpServer apiServer;
    private KubernetesClient client;
    private final CountDownLatch brokenOff = new CountDownLatch(1);
    private volatile boolean endless;
    private volatile int code = 200;
    private volatile List<String> pieces = List.of();

    @BeforeEach
    void start() throws IOException {
        apiServer = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        apiServer.createContext("/", this::answer);
        apiServer.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl(
                                "http://127.0.0.1:" + apiServer.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        endless = false;
        client.close();
        apiServer.stop(0);
    }

    @Test
    void asksForTheRightPartOfK6sLog() throws Exception {
        read(PodLog.Part.FOLLOW);
        read(PodLog.Part.BEGINNING);

        assertThat(queries)
                .containsExactly(
                        "/api/v1/namespaces/shop/pods/items-1-0/log?container=k6&follow=true&tailLines=400",
                        "/api/v1/namespaces/shop/pods/items-1-0/log?container=k6&limitBytes=65536");
    }

    @Test
    void linesDoNotDependOnHowTheyArrive() throws Exception {
        pieces = List.of("fir", "st\nsecond\n\nth", "ird: \u00e9", "\nunfinished");

        assertThat(read(PodLog.Part.ALL)).isEqualTo(200);
        assertThat(lines).containsExactly("first", "second", "third: \u00e9", "unfinished");
    }

    @Test
    void aLineWithoutAnEndIsCut() throws Exception {
        pieces = List.of("x".repeat(200_000), "y\nnext\n");

        read(PodLog.Part.ALL);

        assertThat(lines).hasSize(2).contains("next");
        assertThat(lines.get(0)).hasSize(64 * 1024);
    }

    @Test
    void tellsThatThePodIsGone() throws Exception {
        code = 404;

        assertThat(read(PodLog.Part.ALL)).isEqualTo(404);
    }

    @Test
    void aStreamThatIsCancelledIsClosed() throws Exception {
        pieces = List.of("first\n");
        endless = true;
        var reading = new PodLog(client).read("shop", "items-1-0", PodLog.Part.FOLLOW, lines::add);
        await().until(() -> !lines.isEmpty());

        reading.cancel(true);

        assertThat(brokenOff.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private int read(PodLog.Part part) throws Exception {
        return new PodLog(client).read("shop", "items-1-0", part, lines::add).get(20, TimeUnit.SECONDS);
    }

    private void answer(HttpExchange exchange) throws IOException {
        queries.add(exchange.getRequestURI().toString());
        exchange.sendResponseHeaders(code, 0);
        try (var out = exchange.getResponseBody()) {
            for (var piece : pieces) {
                out.write(piece.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            while (endless) {
                out.write("more\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            brokenOff.countDown();
        }
    }
}
