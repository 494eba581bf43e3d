package dev.loadtest.operator.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.loadtest.api.LoadTestSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Why a run exists: a definition that matters, and the generation in which it was seen. Both count: an operator that knows a new
 * field with a default sees another fingerprint of the same generation, which is no reason to run.
 *
 * @param fingerprint of all in the definition that a run would notice
 * @param generation of the LoadTest
 */
record Trigger(String fingerprint, long generation) {
    /** When runs begin, and when what they leave behind goes. */
    private static final List<String> NOTICED_BY_NO_RUN = List.of(
            "ttlSecondsAfterFinished",
            "suspend",
            "schedule",
            "timeZone",
            "concurrencyPolicy",
            "startingDeadlineSeconds",
            "successfulRunsHistoryLimit",
            "failedRunsHistoryLimit",
            "runPolicy",
            "stalenessLimitSeconds");

    private static final Pattern WRITTEN = Pattern.compile("definition ([0-9a-f]+) of generation (\\d+)");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    static Trigger of(LoadTestSpec spec, long generation) {
        ObjectNode noticed = JSON.valueToTree(spec);
        noticed.remove(NOTICED_BY_NO_RUN);
        try {
            var bytes = JSON.writeValueAsString(noticed).getBytes(StandardCharsets.UTF_8);
            var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Trigger(HexFormat.of().formatHex(hash, 0, 8), generation);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalArgumentException when it was not written by {@link #toString()} */
    static Trigger parse(String written) {
        var parts = WRITTEN.matcher(written);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a trigger: " + written);
        }
        return new Trigger(parts.group(1), Long.parseLong(parts.group(2)));
    }

    /** Whether there is something new to run since this one. */
    boolean outdatedBy(Trigger now) {
        return now.generation > generation && !now.fingerprint.equals(fingerprint);
    }

    @Override
    public String toString() {
        return "definition %s of generation %d".formatted(fingerprint, generation);
    }
}
