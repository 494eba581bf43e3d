package dev.loadtest.k6;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdDigestTest {
    @TempDir
    Path folder;

    @Test
    void isWhatTheHarnessWrites() throws IOException {
        var k6 = K6.in(folder).file("s.js", "export default function () { }");

        var message = message(
                k6, 1, Map.of("checks{name:é}", List.of("rate>2"), "iterations", List.of("count>0", "count>9")));

        var digest = ThresholdDigest.parse(message, "n0nce").orElseThrow();
        assertThat(digest.more()).isZero();
        assertThat(digest.thresholds().get(0))
                .isEqualTo(new ThresholdDigest.Entry("iterations", "count>9", Optional.of(false)));
        assertThat(digest.thresholds())
                .contains(new ThresholdDigest.Entry("checks{name:é}", "rate>2", Optional.of(true)));
        assertThat(ThresholdDigest.parse(message, "other")).isEmpty();
    }

    @Test
    void staysSmallAndKeepsWhatBroke() throws IOException {
        var k6 = K6.in(folder).file("s.js", """
                const thresholds = { iterations: ['count>5'] };
                for (let i = 0; i < 100; i++) thresholds[`http_reqs{name:${'ü'.repeat(50)}${i}}`] = ['count>=0'];
                export const options = { thresholds };
                export default function () { }
                """);

        var message = message(k6, 1, Map.of());

        assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(3_000);
        var digest = ThresholdDigest.parse(message, "n0nce").orElseThrow();
        assertThat(digest.thresholds().get(0))
                .isEqualTo(new ThresholdDigest.Entry("iterations", "count>5", Optional.of(false)));
        assertThat(digest.more()).isEqualTo(101 - digest.thresholds().size()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Killed", "{", "{}", "[]", "7", "{\"loadtest\":1,\"nonce\":\"n\"}"})
    void isNothingElse(String message) {
        assertThat(ThresholdDigest.parse(message, "n")).isEmpty();
    }

    /** No test may write to /dev, so the harness writes beside it. */
    private String message(K6 k6, int parallelism, Map<String, List<String>> thresholds) throws IOException {
        var file = folder.resolve("termination-log");
        k6.harnessed("s.js", 0, parallelism, thresholds, Optional.of(file));
        return Files.readString(file);
    }
}
