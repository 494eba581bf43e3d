package dev.loadtest.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.operator.runner.Labels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RunNewsTest {
    @Test
    void whatARunIsToDoIsNews() {
        assertThat(news(metadata -> metadata.withGeneration(2L))).isTrue();
        assertThat(news(metadata -> metadata.withDeletionTimestamp("2026-01-01T00:00:00Z")))
                .isTrue();
        assertThat(news(metadata -> metadata.addToFinalizers("x/y"))).isTrue();
        assertThat(news(metadata -> metadata.addToOwnerReferences(new OwnerReference())))
                .isTrue();
        assertThat(news(metadata -> metadata.addToAnnotations(Labels.REFUSED, "parallelism: too many")))
                .isTrue();
    }

    @Test
    void whatWeOrOthersNoteOnItIsNot() {
        assertThat(news(metadata -> metadata.withResourceVersion("2"))).isFalse();
        assertThat(news(metadata -> metadata.addToAnnotations("somebody/else", "x")))
                .isFalse();
        var now = run(new ObjectMetaBuilder().withGeneration(1L));
        now.setStatus(Serialization.unmarshal("phase: Running", LoadTestRunStatus.class));
        assertThat(RunNews.is(now, run(new ObjectMetaBuilder().withGeneration(1L))))
                .isFalse();
    }

    private static boolean news(UnaryOperator<ObjectMetaBuilder> change) {
        return RunNews.is(
                run(change.apply(new ObjectMetaBuilder().withGeneration(1L))),
                run(new ObjectMetaBuilder().withGeneration(1L)));
    }

    private static LoadTestRun run(ObjectMetaBuilder metadata) {
        var run = new LoadTestRun();
        run.setMetadata(metadata.build());
        return run;
    }
}
