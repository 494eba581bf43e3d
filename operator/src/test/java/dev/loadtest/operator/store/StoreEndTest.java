package dev.loadtest.operator.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreEndTest {
    /** What a node keeps of it. */
    private static final int ROOM = 4096;

    @Test
    void theFilesOfTheLargestRunFit() {
        var files = IntStream.range(0, 505)
                .mapToObj(i -> new StoredFile("output-%d.json.gz".formatted(i), 123_456_789_012L, "f".repeat(64)))
                .toList();

        var end = StoreEnd.stored(files);

        assertThat(end.files()).isEqualTo(files.subList(0, StoreEnd.MOST_FILES));
        assertThat(end.further()).isEqualTo(505 - StoreEnd.MOST_FILES);
        assertThat(end.toJson().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(ROOM);
        assertThat(StoreEnd.of(end.toJson())).contains(end);
    }

    @Test
    void theLongestWordsFit() {
        var end = StoreEnd.failed(StoreReason.REFUSED, "\"€\u0001".repeat(10_000));

        assertThat(end.message()).endsWith("…");
        assertThat(end.toJson().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(ROOM);
        assertThat(StoreEnd.of(end.toJson())).contains(end);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Killed", "{}", "{\"reason\": \"Later\"}", "[]", "{\"reason\""})
    void whatIsNotItsOwnIsNothing(String words) {
        assertThat(StoreEnd.of(words)).isEmpty();
    }
}
