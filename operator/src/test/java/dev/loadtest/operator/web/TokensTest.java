package dev.loadtest.operator.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of the API server about a token, and what is made of its answers. */
class TokensTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private KubernetesClient client;
    private Tokens tokens;
    private volatile boolean broken;

    /** Knows the token {@code of-shop}, whose owner may list runs in the namespace shop, and {@code of-all}. */
    @BeforeEach
    void anApiServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
        tokens = new Tokens(client);
    }

    @AfterEach
    void goes() {
        client.close();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer of-shop", "bearer  of-shop", "Basic " + "YW55Ym9keTpvZi1zaG9w"})
    void aTokenShowsWhatItMayList(String authorization) {
        var viewer = tokens.open(Optional.of(authorization)).orElseThrow();

        assertThat(viewer.sees("shop")).isTrue();
        assertThat(viewer.sees("billing")).isFalse();
    }

    @Test
    void whoMayListEverywhereIsAskedOnce() {
        var viewer = tokens.open(Optional.of("Bearer of-all")).orElseThrow();

        assertThat(List.of("a", "b", "c")).allMatch(viewer::sees);
        assertThat(asked).hasSize(2);
    }

    @Test
    void theQuestionIsAboutTheTokensOwner() {
        tokens.open(Optional.of("Bearer of-shop")).orElseThrow().sees("shop");

        var question = asked.get(2).path("spec");
        assertThat(question.path("user").asText()).isEqualTo("of-shop");
        assertThat(question.at("/groups/0").asText()).isEqualTo("testers");
        assertThat(question.at("/extra/scopes/0").asText()).isEqualTo("some");
        assertThat(question.path("resourceAttributes").toString())
                .contains("\"verb\":\"list\"", "\"group\":\"loadtest.dev\"", "\"resource\":\"loadtestruns\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer of-nobody",
                "Negotiate of-shop",
                "Basic of-shop",
                "Basic bm9jb2xvbg=="
            })
    void whatIsNoTokenOpensNothing(String authorization) {
        assertThat(tokens.open(Optional.of(authorization))).isEmpty();
    }

    @Test
    void nothingProvesNothing() {
        assertThat(tokens.open(Optional.empty())).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void answersAreBelievedForAWhile() {
        for (var again = 0; again < 5; again++) {
            tokens.open(Optional.of("Bearer of-shop")).orElseThrow().sees("shop");
            assertThat(tokens.open(Optional.of("Bearer of-nobody"))).isEmpty();
        }

        assertThat(asked).hasSize(4); // two tokens, every namespace, this one
    }

    @Test
    void withoutAnAnswerNothingIsShown() {
        var viewer = tokens.open(Optional.of("Bearer of-shop")).orElseThrow();
        broken = true;

        assertThatThrownBy(() -> viewer.sees("shop")).isInstanceOf(KubernetesClientException.class);
        assertThatThrownBy(() -> tokens.open(Optional.of("Bearer of-all")))
                .isInstanceOf(KubernetesClientException.class);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var question = (ObjectNode) JSON.readTree(exchange.getRequestBody());
        asked.add(question);
        var spec = question.path("spec");
        var status = question.putObject("status");
        if (exchange.getRequestURI().getPath().endsWith("/tokenreviews")) {
            var token = spec.path("token").asText();
            status.put("authenticated", List.of("of-shop", "of-all").contains(token));
            var user = status.putObject("user").put("username", token);
            user.putArray("groups").add("testers");
            user.putObject("extra").putArray("scopes").add("some");
        } else {
            var namespace = spec.at("/resourceAttributes/namespace").asText();
            status.put("allowed", spec.path("user").asText().equals("of-all") || namespace.equals("shop"));
        }
        var body = question.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(broken ? 500 : 201, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
