package dev.loadtest.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobIndexesTest {
    @Test
    void readsSingleIndexesAndRanges() {
        assertThat(JobIndexes.parse("0,3-5,7")).containsExactlyInAnyOrder(0, 3, 4, 5, 7);
    }

    @Test
    void joinsWhatFailedAndWhatCompleted() {
        assertThat(JobIndexes.parse("1", "2-3")).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void whatIsAbsentIsEmpty() {
        assertThat(JobIndexes.parse(null, "")).isEmpty();
        assertThat(JobIndexes.parse(null, "499")).containsExactly(499);
    }
}
