package dev.loadtest.operator.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
    private static final String CREATED = "2026-11-23T10:00:00Z";

    /** Otherwise a run that waited for long for its LoadTest would have no time left for its turn, its script and its target. */
    @Test
    void somebodysOwnRunMayBeginWhenItsLoadTestLetsIt() {
        assertThat(letInAt("2026-11-23T19:00:00Z")).isEqualTo("2026-11-23T19:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T09:59:59Z", "", "now"})
    void nobodyWasThereBeforeHeCame(String given) {
        assertThat(letInAt(given)).isEqualTo(CREATED);
    }

    /** A workflow that creates a run owns it, and an object has one controlling owner at most. */
    @Test
    void aRunThatSomebodyElseOwnsGoesWithItsLoadTestAsWell() {
        var workflow = Labels.ownedBy("argoproj.io/v1alpha1", "Workflow", "release", "workflow-uid");
        var run = new LoadTestRun();
        run.setMetadata(new ObjectMetaBuilder().withOwnerReferences(workflow).build());
        assertThat(Labels.loadTestUid(run)).isEmpty();

        run.getMetadata().setOwnerReferences(Labels.ownersWith(loadTest(), run));

        assertThat(Labels.loadTestUid(run)).isEqualTo("items-uid");
        assertThat(run.getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getUid, OwnerReference::getController)
                .containsExactly(tuple("workflow-uid", true), tuple("items-uid", false));
        assertThat(Labels.ownersWith(loadTest(), run)).hasSize(2);
    }

    @Test
    void aRunThatNobodyOwnsIsItsLoadTests() {
        var run = new LoadTestRun();
        run.setMetadata(new ObjectMetaBuilder().build());

        assertThat(Labels.ownersWith(loadTest(), run)).containsExactly(Labels.ownedBy(loadTest()));
    }

    private static LoadTest loadTest() {
        var loadTest = new LoadTest();
        loadTest.setMetadata(
                new ObjectMetaBuilder().withName("items").withUid("items-uid").build());
        return loadTest;
    }

    private static Instant letInAt(String given) {
        var run = new LoadTestRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withCreationTimestamp(CREATED)
                .withAnnotations(Map.of(Labels.LET_IN, given))
                .build());
        return Labels.letInAt(run);
    }
}
