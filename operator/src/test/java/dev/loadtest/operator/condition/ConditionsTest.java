package dev.loadtest.operator.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Instant T0 = Instant.parse("2026-08-01T12:00:00.123Z");

    @Test
    void areSortedByTypeAndCarryTheGeneration() {
        var conditions = Conditions.from(null, 3L, T0)
                .with("Succeeded", "Unknown", "Running", "on")
                .with("Completed", "False", "Running", "on")
                .build();

        assertThat(conditions).extracting(Condition::getType).containsExactly("Completed", "Succeeded");
        assertThat(conditions).allSatisfy(condition -> {
            assertThat(condition.getObservedGeneration()).isEqualTo(3);
            assertThat(condition.getLastTransitionTime()).isEqualTo("2026-08-01T12:00:00Z");
        });
    }

    @Test
    void theTransitionTimeStaysWhileTheStatusStays() {
        var before = Conditions.from(null, 1L, T0)
                .with("Completed", "False", "Running", "on")
                .build();

        var after = Conditions.from(before, 1L, T0.plusSeconds(9))
                .with("Completed", "False", "Collecting", "nearly")
                .build();

        assertThat(after).singleElement().satisfies(condition -> {
            assertThat(condition.getLastTransitionTime()).isEqualTo("2026-08-01T12:00:00Z");
            assertThat(condition.getReason()).isEqualTo("Collecting");
        });
    }

    @Test
    void theTransitionTimeMovesWithTheStatus() {
        var before = Conditions.from(null, 1L, T0)
                .with("Completed", "False", "Running", "on")
                .build();

        var after = Conditions.from(before, 1L, T0.plusSeconds(9))
                .with("Completed", "True", "ThresholdsHeld", "held")
                .build();

        assertThat(after).extracting(Condition::getLastTransitionTime).containsExactly("2026-08-01T12:00:09Z");
    }

    @Test
    void whatNobodySetsStays() {
        var before = Conditions.from(null, 1L, T0)
                .with("Completed", "True", "ThresholdsHeld", "held")
                .build();

        assertThat(Conditions.from(before, 2L, T0.plusSeconds(9)).build()).isEqualTo(before);
    }
}
