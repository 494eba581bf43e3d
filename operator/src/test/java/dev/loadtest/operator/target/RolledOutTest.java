package dev.loadtest.operator.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases of {@code kubectl rollout status}, as they stand in its source, and of Argo Rollouts. */
class RolledOutTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | 1 | 3 | 3 | 3 | 3 | its latest change was not taken up yet",
                "2 | 2 | 3 | 1 | 4 | 3 | 1 of 3 new replicas are updated",
                "2 | 2 | 3 | 3 | 5 | 5 | 2 old replicas are pending termination",
                "2 | 2 | 3 | 3 | 3 | 1 | 1 of 3 updated replicas are available",
                "2 | 2 | 3 | 3 | 3 | 3 | ",
                "2 | 2 | 0 | 0 | 0 | 0 | "
            })
    void aDeployment(int generation, int observed, int replicas, int updated, int all, int available, String lack) {
        var deployment = Serialization.unmarshal(
                "metadata: {generation: %d}\nspec: {replicas: %d}\nstatus: {observedGeneration: %d, replicas: %d, updatedReplicas: %d, availableReplicas: %d}"
                        .formatted(generation, replicas, observed, all, updated, available),
                Deployment.class);

        assertThat(RolledOut.lack(deployment).orElse(null)).isEqualTo(lack);
    }

    @ParameterizedTest
    @CsvSource({"{}, its latest change was not taken up yet", "{observedGeneration: 1}, 0 of 1 new replicas are updated"
    })
    void aDeploymentOfWhichTheClusterHasSaidLittle(String status, String lack) {
        var deployment =
                Serialization.unmarshal("metadata: {generation: 1}\nspec: {}\nstatus: " + status, Deployment.class);

        assertThat(RolledOut.lack(deployment)).contains(lack);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: RollingUpdate | {} | its latest change was not taken up yet",
                "type: RollingUpdate | {observedGeneration: 1, readyReplicas: 3} | its latest change was not taken up yet",
                "type: RollingUpdate | {observedGeneration: 2, readyReplicas: 2} | 2 of 3 replicas are ready",
                "type: RollingUpdate | {observedGeneration: 2, readyReplicas: 3, updatedReplicas: 1, currentRevision: a, updateRevision: b} | 1 of 3 replicas are updated",
                "type: RollingUpdate | {observedGeneration: 2, readyReplicas: 3, updatedReplicas: 3, currentRevision: b, updateRevision: b} | ",
                "rollingUpdate: {partition: 1} | {observedGeneration: 2, readyReplicas: 3, updatedReplicas: 1} | 1 of 2 replicas beyond its partition are updated",
                "rollingUpdate: {partition: 1} | {observedGeneration: 2, readyReplicas: 3, updatedReplicas: 2, currentRevision: a, updateRevision: b} | ",
                "type: OnDelete | {observedGeneration: 2, readyReplicas: 3, currentRevision: a, updateRevision: b} | "
            })
    void aStatefulSet(String strategy, String status, String lack) {
        var set = Serialization.unmarshal(
                "metadata: {generation: 2}\nspec: {replicas: 3, updateStrategy: {%s}}\nstatus: %s"
                        .formatted(strategy, status),
                StatefulSet.class);

        assertThat(RolledOut.lack(set).orElse(null)).isEqualTo(lack);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{phase: Healthy, observedGeneration: \"2\"} | ",
                "{phase: Healthy, observedGeneration: \"1\"} | its latest change was not taken up yet",
                "{phase: Healthy, observedGeneration: 5d4f7b} | ",
                "{phase: Paused, observedGeneration: \"2\", message: CanaryPauseStep} | it is Paused (CanaryPauseStep)",
                "{phase: Degraded} | it is Degraded",
                "{} | its latest change was not taken up yet"
            })
    void aRollout(String status, String lack) {
        var rollout = Serialization.unmarshal(
                "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {generation: 2}\nstatus: " + status,
                GenericKubernetesResource.class);

        assertThat(RolledOut.lackOfRollout(rollout).orElse(null)).isEqualTo(lack);
    }
}
