package dev.loadtest.k6;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * What the harness's setup() returns on the one runner that runs it for all.
 *
 * @param ran whether the script exports setup(), and its options do not say {@code noSetup}
 * @param teardown whether the script exports teardown(), and its options do not say {@code noTeardown}
 * @param data what the script's setup() returned, as JSON; empty when that was undefined
 */
public record SetupAnswer(boolean ran, boolean teardown, Optional<String> data) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARK = "loadtest.dev/setup";

    /**
     * Reads the setup data of a runner.
     *
     * @param json what k6 keeps as setup data
     * @param nonce the one of {@link HarnessSettings}
     * @return empty when this is not the harness's answer, but the data itself or nothing
     */
    public static Optional<SetupAnswer> parse(String json, String nonce) {
        try {
            var answer = JSON.readTree(json);
            if (!answer.path(MARK).asText().equals(nonce)) {
                return Optional.empty();
            }
            return Optional.of(new SetupAnswer(
                    answer.path("ran").asBoolean(),
                    answer.path("teardown").asBoolean(),
                    Optional.ofNullable(answer.get("data")).map(Object::toString)));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
