package dev.loadtest.k6;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What remains of a result when the log is lost: each threshold and whether it held, from the container's termination message.
 *
 * @param thresholds broken ones first
 * @param more how many more thresholds there are than the message had room for
 */
public record ThresholdDigest(List<Entry> thresholds, int more) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One threshold.
     *
     * @param metric its normalised name
     * @param expression as declared
     * @param held k6's own answer; empty when the verdict is not one runner's to give
     */
    public record Entry(String metric, String expression, Optional<Boolean> held) {}

    public ThresholdDigest {
        thresholds = List.copyOf(thresholds);
    }

    /**
     * Reads a termination message.
     *
     * @param terminationMessage as Kubernetes tells it, or anything else
     * @param nonce the one of {@link HarnessSettings}
     * @return empty when it is not this run's digest
     */
    public static Optional<ThresholdDigest> parse(String terminationMessage, String nonce) {
        try {
            var json = JSON.readTree(terminationMessage);
            if (json == null
                    || json.path("loadtest").asInt() != 1
                    || !json.path("nonce").asText().equals(nonce)
                    || !json.path("thresholds").isArray()) {
                return Optional.empty();
            }
            var entries = new ArrayList<Entry>();
            for (JsonNode threshold : json.get("thresholds")) {
                var held = threshold.path(2);
                entries.add(new Entry(
                        threshold.path(0).asText(),
                        threshold.path(1).asText(),
                        held.isBoolean() ? Optional.of(held.booleanValue()) : Optional.empty()));
            }
            return Optional.of(new ThresholdDigest(entries, json.path("more").asInt()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
