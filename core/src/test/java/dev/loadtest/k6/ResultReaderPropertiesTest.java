package dev.loadtest.k6;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever a log does to the lines, there is the right result or none. */
class ResultReaderPropertiesTest {
    private static final RunnerResult RIGHT =
            read(ResultReaderTest.lines("abc", ResultReaderTest.PAYLOAD, 4_000)).orElseThrow();

    @Property(tries = 300)
    void survivesAnyOrderRepetitionAndNoise(
            @ForAll @IntRange(min = 3, max = 400) int length,
            @ForAll long seed,
            @ForAll @Size(max = 20) List<String> noise) {
        var random = new Random(seed);
        var lines = new ArrayList<>(ResultReaderTest.lines("abc", ResultReaderTest.PAYLOAD, length));
        for (int i = random.nextInt(20); i > 0; i--) {
            lines.add(lines.get(random.nextInt(lines.size())));
        }
        lines.addAll(noise);
        Collections.shuffle(lines, random);

        assertThat(read(lines)).contains(RIGHT);
    }

    @Property(tries = 300)
    void givesNothingWhenAPartIsLostOrCut(@ForAll @IntRange(min = 3, max = 400) int length, @ForAll long seed) {
        var random = new Random(seed);
        var lines = new ArrayList<>(ResultReaderTest.lines("abc", ResultReaderTest.PAYLOAD, length));
        var victim = random.nextInt(lines.size());
        var line = lines.get(victim);
        if (random.nextBoolean()) {
            lines.remove(victim);
        } else {
            lines.set(victim, line.substring(0, random.nextInt(line.length())));
        }
        Collections.shuffle(lines, random);

        assertThat(read(lines)).isEmpty();
    }

    @Property(tries = 500)
    void givesTheRightResultOrNoneWhenACharacterChanges(
            @ForAll @IntRange(min = 3, max = 400) int length, @ForAll long seed, @ForAll char other) {
        var random = new Random(seed);
        var lines = new ArrayList<>(ResultReaderTest.lines("abc", ResultReaderTest.PAYLOAD, length));
        var victim = random.nextInt(lines.size());
        var changed = new StringBuilder(lines.get(victim));
        changed.setCharAt(random.nextInt(changed.length()), other);
        lines.set(victim, changed.toString());

        assertThat(read(lines)).satisfiesAnyOf(result -> assertThat(result).isEmpty(), result -> assertThat(result)
                .contains(RIGHT));
    }

    private static java.util.Optional<RunnerResult> read(List<String> lines) {
        var reader = new ResultReader("abc");
        lines.forEach(reader::accept);
        return reader.result();
    }
}
