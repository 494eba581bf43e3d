package dev.loadtest.operator.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loadtest.operator.outbound.OutboundAnswer;
import dev.loadtest.operator.outbound.OutboundHttp;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Asks Prometheus what it has of a run, in one query of which the answer is small however many series there are. */
@ApplicationScoped
class PrometheusQuery {
    private static final String SERIES = "series";
    private static final String OUT_OF_ORDER = "out_of_order";
    private static final String TOO_OLD = "too_old";

    private final OutboundHttp http;
    private final DeliverySettings settings;
    private final ObjectMapper json = new ObjectMapper();

    PrometheusQuery(OutboundHttp http, DeliverySettings settings) {
        this.http = http;
        this.settings = settings;
    }

    /**
     * @param namespace of the run
     * @param testid the run's name
     * @param back how far they may lie back
     * @return never fails: what went wrong is in the answer
     */
    CompletableFuture<MetricsDelivery.Answer> ask(String namespace, String testid, Duration back) {
        var url = "%s/api/v1/query?query=%s"
                .formatted(
                        settings.prometheusUrl().orElse("").replaceAll("/+$", ""),
                        URLEncoder.encode(query(namespace, testid, back), StandardCharsets.UTF_8));
        return http.send("GET", url, "", "", OutboundHttp.Named.BY_THE_OPERATOR)
                .handle((answer, failure) -> failure == null
                        ? answer(answer)
                        : unanswered(
                                failure.getCause() == null
                                        ? failure.getMessage()
                                        : failure.getCause().getMessage()));
    }

    /** The last two come only where Prometheus scrapes itself. */
    private static String query(String namespace, String testid, Duration back) {
        var window = back.toSeconds() + "s";
        return String.join(
                " or ",
                called(
                        SERIES,
                        "count(count by (runner) (last_over_time({__name__=~\"k6_.+\", namespace=\"%s\", testid=\"%s\"}[%s])))"
                                .formatted(namespace, testid, window)),
                called(OUT_OF_ORDER, "sum(increase(prometheus_tsdb_out_of_order_samples_total[%s]))".formatted(window)),
                called(TOO_OLD, "sum(increase(prometheus_tsdb_too_old_samples_total[%s]))".formatted(window)));
    }

    private static String called(String name, String query) {
        return "label_replace(%s, \"what\", \"%s\", \"\", \"\")".formatted(query, name);
    }

    private MetricsDelivery.Answer answer(OutboundAnswer answer) {
        if (!answer.succeeded()) {
            return unanswered("it answers %d".formatted(answer.status()));
        }
        try {
            var data = json.readTree(answer.body());
            if (!data.path("status").asText().equals("success")) {
                return unanswered("what answers is no Prometheus");
            }
            Map<String, Double> values = new TreeMap<>();
            data.path("data")
                    .path("result")
                    .forEach(one -> values.put(
                            one.path("metric").path("what").asText(),
                            one.path("value").path(1).asDouble()));
            return new MetricsDelivery.Answer(
                    OptionalInt.of((int) Math.round(values.getOrDefault(SERIES, 0.0))),
                    values.getOrDefault(OUT_OF_ORDER, 0.0) > 0,
                    values.getOrDefault(TOO_OLD, 0.0) > 0,
                    "");
        } catch (JsonProcessingException e) {
            return unanswered("what answers is no Prometheus");
        }
    }

    private static MetricsDelivery.Answer unanswered(String why) {
        return new MetricsDelivery.Answer(OptionalInt.empty(), false, false, why);
    }
}
