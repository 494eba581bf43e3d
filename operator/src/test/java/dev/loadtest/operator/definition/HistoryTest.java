package dev.loadtest.operator.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.operator.definition.History.Past;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HistoryTest {

    @Test
    void keepsTheNewestOfEachKind() {
        var past = List.of(run(1, true), run(2, false), run(3, true), run(4, false), run(5, true), run(6, true));

        assertThat(History.tooMany(past, 2, 1)).extracting(Past::number).containsExactly(1, 2, 3);
    }

    @Test
    void keepsTheNewestOfAllWhateverTheLimits() {
        assertThat(History.tooMany(List.of(run(2, false), run(1, true)), 0, 0))
                .extracting(Past::number)
                .containsExactly(1);
    }

    @Test
    void keepsWhatHasStillToBeDelivered() {
        assertThat(History.tooMany(List.of(new Past("items-1", 1, true, true), run(2, true)), 0, 0))
                .isEmpty();
    }

    @Property
    void neverMoreThanWanted(
            @ForAll @Size(max = 40) List<Boolean> verdicts,
            @ForAll @IntRange(max = 12) int successful,
            @ForAll @IntRange(max = 12) int failed) {
        var past = new ArrayList<Past>();
        verdicts.forEach(passed -> past.add(run(past.size() + 1, passed)));

        var kept = new ArrayList<>(past);
        kept.removeAll(History.tooMany(past, successful, failed));

        var newest = past.stream().max(Comparator.comparing(Past::number));
        assertThat(newest.stream().allMatch(kept::contains)).isTrue();
        for (var passed : List.of(true, false)) {
            var limit = passed ? successful : failed;
            var all = past.stream().filter(run -> run.passed() == passed).toList();
            var left = kept.stream().filter(run -> run.passed() == passed).toList();
            assertThat(left).hasSizeBetween(Math.min(limit, all.size()), Math.max(limit, 1));
            assertThat(left).as("the newest").isEqualTo(all.subList(all.size() - left.size(), all.size()));
        }
    }

    private static Past run(int number, boolean passed) {
        return new Past("items-" + number, number, passed, false);
    }
}
