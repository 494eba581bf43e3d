package dev.loadtest.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.runner.Labels;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Since when what has a limit is counted. */
class RunReadingTest {
    private static final Instant CREATED = Instant.parse("2026-11-23T10:00:00Z");

    private final LoadTestRun run = Serialization.unmarshal("""
            metadata: {name: items-1, creationTimestamp: "2026-11-23T10:00:00Z"}
            spec:
              loadTestRef: {name: items}
              definition: {parallelism: 1, startTimeoutSeconds: 300, script: {inline: x}}
            """, LoadTestRun.class);

    @Test
    void aRunOfTheOperatorBeginsWhenItIsCreated() {
        assertThat(RunReading.asked(run).createdAt()).isEqualTo(CREATED);
    }

    @Test
    void oneThatSomebodyCreatedBeginsWhenItIsLetIn() {
        run.getMetadata().setAnnotations(Map.of(Labels.LET_IN, "2026-11-23T18:00:00.123Z"));

        assertThat(RunReading.asked(run).createdAt()).isEqualTo("2026-11-23T18:00:00.123Z");
    }

    @ParameterizedTest
    @CsvSource({"yesterday", "2026-11-23T09:00:00Z"})
    void whatSomebodyElseWroteThereDoesNoHarm(String written) {
        run.getMetadata().setAnnotations(Map.of(Labels.LET_IN, written));

        assertThat(RunReading.asked(run).createdAt()).isEqualTo(CREATED);
    }
}
