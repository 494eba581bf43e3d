package dev.loadtest.operator.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.operator.artifact.ReportBudget.Stored;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReportBudgetTest {
    private static final Stored FIRST = stored("first", "2026-11-20T00:00:00Z", 40);
    private static final Stored SECOND = stored("second", "2026-11-21T00:00:00Z", 40);
    private static final Stored THIRD = stored("third", "2026-11-22T00:00:00Z", 40);

    @Test
    void withinTheLimitAllStay() {
        assertThat(ReportBudget.excess(List.of(FIRST, SECOND, THIRD), 10, 130)).isEmpty();
    }

    @Test
    void beyondItTheOldestGoUntilThereIsSomeRoomAgain() {
        assertThat(ReportBudget.excess(List.of(THIRD, FIRST, SECOND), 10, 129)).containsExactly(FIRST);
        assertThat(ReportBudget.excess(List.of(THIRD, FIRST, SECOND), 10, 95)).containsExactly(FIRST, SECOND);
    }

    @Property
    void whatStaysFitsAndNoneThatStaysIsOlderThanOneThatGoes(
            @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 50) Integer> sizes,
            @ForAll @IntRange(max = 50) int further,
            @ForAll @IntRange(min = 50, max = 500) int limit) {
        var number = new int[1];
        var stored = sizes.stream()
                .map(size -> stored("run", "%04d".formatted(number[0]++), size))
                .toList();

        var goes = ReportBudget.excess(stored, further, limit);

        assertThat(goes).isEqualTo(stored.subList(0, goes.size()));
        assertThat(stored.subList(goes.size(), stored.size()).stream()
                                .mapToLong(Stored::size)
                                .sum()
                        + further)
                .isLessThanOrEqualTo(limit);
    }

    private static Stored stored(String run, String completed, long size) {
        return new Stored("shop", run, completed, size);
    }
}
