package dev.loadtest.operator.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.loadtest.api.LoadTestSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Why a run exists: what asked for it, a definition that matters, and the generation in which that was seen. Both of these count: an
 * operator that knows a new field with a default sees another fingerprint of the same generation, which is no reason to run.
 *
 * @param cause what asked for it in words, each only once; empty when the definition itself did
 * @param fingerprint of all in the definition that a run would notice
 * @param generation of the LoadTest
 * @param overridden fingerprint of what is run, where that is not the definition as it stands
 */
record Trigger(String cause, String fingerprint, long generation, Optional<String> overridden) {
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

    private static final Pattern WRITTEN = Pattern.compile(
            "(?:(.+), )?definition ([0-9a-f]+) of generation (\\d+)(?:, overridden to ([0-9a-f]+))?", Pattern.DOTALL);
    private static final String SCHEDULE = "schedule at ";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    Trigger(String fingerprint, long generation) {
        this("", fingerprint, generation, Optional.empty());
    }

    static Trigger of(LoadTestSpec spec, long generation) {
        return new Trigger(fingerprint(spec), generation);
    }

    /** The same definition, but by the schedule. */
    Trigger dueAt(Instant time) {
        return causedBy(SCHEDULE + time);
    }

    Trigger causedBy(String what) {
        return new Trigger(what, fingerprint, generation, overridden);
    }

    Trigger running(LoadTestSpec spec) {
        var other = fingerprint(spec);
        return new Trigger(
                cause, fingerprint, generation, other.equals(fingerprint) ? Optional.empty() : Optional.of(other));
    }

    /** The time of the schedule, if it was that. */
    Optional<Instant> due() {
        return cause.startsWith(SCHEDULE)
                ? Optional.of(Instant.parse(cause.substring(SCHEDULE.length())))
                : Optional.empty();
    }

    static String fingerprint(LoadTestSpec spec) {
        ObjectNode noticed = JSON.valueToTree(spec);
        noticed.remove(NOTICED_BY_NO_RUN);
        try {
            return sha256(JSON.writeValueAsString(noticed));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first 16 digits of it. */
    static String sha256(String text) {
        return DigestUtils.sha256Hex(text).substring(0, 16);
    }

    /** @throws IllegalArgumentException when it was not written by {@link #toString()} */
    static Trigger parse(String written) {
        var parts = WRITTEN.matcher(written);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a trigger: " + written);
        }
        return new Trigger(
                Optional.ofNullable(parts.group(1)).orElse(""),
                parts.group(2),
                Long.parseLong(parts.group(3)),
                Optional.ofNullable(parts.group(4)));
    }

    /** Whether there is something new to run since this one. */
    boolean outdatedBy(Trigger now) {
        return now.generation > generation && !now.fingerprint.equals(fingerprint);
    }

    @Override
    public String toString() {
        return (cause.isEmpty() ? "" : cause + ", ")
                + "definition %s of generation %d".formatted(fingerprint, generation)
                + overridden.map(", overridden to "::concat).orElse("");
    }
}
