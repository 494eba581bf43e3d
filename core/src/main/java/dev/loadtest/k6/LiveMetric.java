package dev.loadtest.k6;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What k6's REST API says of one metric of one runner, over all samples since its start.
 *
 * @param type of the metric
 * @param values by k6's names: {@code count} and {@code rate} of a counter; {@code value} of a gauge; {@code rate} alone of a rate;
 *     {@code avg}, {@code min}, {@code med}, {@code max}, {@code p(90)}, {@code p(95)} of a trend, in milliseconds where it is a time
 * @param tainted whether k6 has found one of the metric's thresholds broken on this runner
 */
public record LiveMetric(Type type, Map<String, Double> values, boolean tainted) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public LiveMetric {
        values = Map.copyOf(values);
    }

    /**
     * Reads k6's answer to {@code GET /v1/metrics/NAME}.
     *
     * @return empty when it is none: an error, a broken text, a type that is not known here, a value that is no number
     */
    public static Optional<LiveMetric> parse(String json) {
        try {
            var attributes = JSON.readTree(json).path("data").path("attributes");
            return type(attributes.path("type").asText()).flatMap(type -> values(attributes.path("sample"))
                    .map(values -> new LiveMetric(
                            type, values, attributes.path("tainted").asBoolean())));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Type> type(String name) {
        return switch (name) {
            case "counter" -> Optional.of(Type.COUNTER);
            case "gauge" -> Optional.of(Type.GAUGE);
            case "rate" -> Optional.of(Type.RATE);
            case "trend" -> Optional.of(Type.TREND);
            default -> Optional.empty();
        };
    }

    private static Optional<Map<String, Double>> values(JsonNode sample) {
        var values = new HashMap<String, Double>();
        for (var entry : sample.properties()) {
            if (!entry.getValue().isNumber()
                    || !Double.isFinite(entry.getValue().doubleValue())) {
                return Optional.empty();
            }
            values.put(entry.getKey(), entry.getValue().doubleValue());
        }
        return sample.isObject() ? Optional.of(values) : Optional.empty();
    }

    /** As k6 calls them. */
    public enum Type {
        COUNTER,
        GAUGE,
        RATE,
        TREND
    }
}
