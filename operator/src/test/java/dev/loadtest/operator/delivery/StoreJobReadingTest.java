package dev.loadtest.operator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.operator.store.StoreReason;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words are those of a Kubernetes 1.34. */
class StoreJobReadingTest {
    private static final String NO_BUCKET =
            "{\"reason\":\"BucketMissing\",\"message\":\"report.html was answered with 404\"}";

    @Test
    void withoutAJobThereIsNone() {
        assertThat(StoreJobReading.state(Optional.empty(), List.of(), uid -> List.of()))
                .isEqualTo(new StoreState.NoJob());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "it waits to be repeated | {state: {waiting: {reason: CrashLoopBackOff, message: back-off}}, lastState: {terminated: {exitCode: 1, message: '%s'}}}",
                "it is repeated | {state: {running: {}}, lastState: {terminated: {exitCode: 1, message: '%s'}}}",
                "it has just failed | {state: {terminated: {exitCode: 1, message: '%s'}}}"
            })
    void theLastAttemptStandsUntilTheNextIsOver(String any, String container) {
        var seen = state(pod("{containerStatuses: [{name: store, %s]}"
                .formatted(container.formatted(NO_BUCKET).substring(1))));

        assertThat(seen)
                .isEqualTo(new StoreState.Trouble(StoreReason.BUCKET_MISSING, "report.html was answered with 404"));
    }

    @Test
    void aProgramThatWasKilledSaysNothing() {
        assertThat(
                        state(
                                pod(
                                        "{containerStatuses: [{name: store, state: {terminated: {exitCode: 137, reason: OOMKilled, message: ''}}}]}")))
                .isEqualTo(new StoreState.Trouble(StoreReason.FAILED, "the pod ended with code 137 (OOMKilled)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CreateContainerConfigError | secret \"minio\" not found | SECRET_MISSING",
                "CreateContainerConfigError | couldn't find key AWS_ACCESS_KEY_ID in Secret shop/minio | SECRET_MISSING",
                "ImagePullBackOff | Back-off pulling image \"a\" | IMAGE_PULL_FAILED",
                "RunContainerError | failed to start | FAILED"
            })
    void saysWhyItDoesNotStart(String waiting, String words, StoreReason reason) {
        var seen = state(pod("{containerStatuses: [{name: store, state: {waiting: {reason: %s, message: '%s'}}}]}"
                .formatted(waiting, words.replace("'", "''"))));

        assertThat(seen).isEqualTo(new StoreState.Trouble(reason, words));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0/1 nodes are available: persistentvolumeclaim \"results\" not found. preemption: 0/1 nodes | CLAIM_MISSING",
                "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. | CLAIM_NOT_MOUNTED",
                "0/1 nodes are available: 1 Insufficient memory. | UNSCHEDULABLE"
            })
    void saysWhyNoNodeTakesIt(String words, StoreReason reason) {
        var seen =
                state(pod("{conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: '%s'}]}"
                        .formatted(words)));

        assertThat(seen).isEqualTo(new StoreState.Trouble(reason, words));
    }

    @Test
    void eventsTellOfVolumesAndOfPodsThatWereRefused() {
        var waiting = pod("{containerStatuses: [{name: store, state: {waiting: {reason: ContainerCreating}}}]}");

        assertThat(StoreJobReading.state(
                        Optional.of(job(null)),
                        List.of(waiting),
                        uid -> uid.equals("pod-uid")
                                ? List.of(event("Pulled", "b"), event("FailedMount", "not there"))
                                : List.of()))
                .isEqualTo(new StoreState.Trouble(StoreReason.CLAIM_NOT_MOUNTED, "not there"));
        assertThat(StoreJobReading.state(
                        Optional.of(job(null)),
                        List.of(),
                        uid -> uid.equals("job-uid") ? List.of(event("FailedCreate", "exceeded quota")) : List.of()))
                .isEqualTo(new StoreState.Trouble(StoreReason.POD_REFUSED, "exceeded quota"));
        assertThat(state(waiting)).isEqualTo(new StoreState.Underway());
        assertThat(
                        StoreJobReading.state(
                                Optional.of(job(null)),
                                List.of(waiting),
                                uid -> List.of(
                                        event(
                                                "FailedMount",
                                                "MountVolume.SetUp failed for volume \"report\" : failed to sync configmap cache: timed out"))))
                .isEqualTo(new StoreState.Underway());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MountVolume.SetUp failed for volume \"authorities\" : configmap \"nowhere\" not found | AUTHORITIES_MISSING",
                "MountVolume.SetUp failed for volume \"report\" : configmap \"items-1-report\" not found | NO_REPORT",
                "MountVolume.NewMounter initialization failed for volume \"pv-7\" : path \"/data\" does not exist | CLAIM_NOT_MOUNTED"
            })
    void saysWhichVolumeIsNotThere(String words, StoreReason reason) {
        var waiting = pod("{containerStatuses: [{name: store, state: {waiting: {reason: ContainerCreating}}}]}");

        assertThat(StoreJobReading.state(
                        Optional.of(job(null)), List.of(waiting), uid -> List.of(event("FailedMount", words))))
                .isEqualTo(new StoreState.Trouble(reason, words));
    }

    @Test
    void successIsTheJobsWordWithThePodsFiles() {
        var pod = pod(
                "{containerStatuses: [{name: store, state: {terminated: {exitCode: 0, message: '{\"reason\":\"Stored\",\"files\":[[\"report.html\",7,\"ab\"]],\"further\":2}'}}}]}");

        assertThat(state(pod)).isEqualTo(new StoreState.Underway());
        var stored =
                (StoreState.Stored) StoreJobReading.state(Optional.of(job("Complete")), List.of(pod), uid -> List.of());
        assertThat(stored.end().files()).singleElement().satisfies(file -> assertThat(file.size())
                .isEqualTo(7));
        assertThat(stored.end().further()).isEqualTo(2);
        assertThat(StoreJobReading.state(Optional.of(job("Complete")), List.of(), uid -> List.of()))
                .isInstanceOf(StoreState.Stored.class);
    }

    @Test
    void aJobThatWasGivenUpSaysSo() {
        assertThat(StoreJobReading.state(Optional.of(job("Failed")), List.of(), uid -> List.of()))
                .isEqualTo(new StoreState.GivenUp());
    }

    private static StoreState state(Pod pod) {
        return StoreJobReading.state(Optional.of(job(null)), List.of(pod), uid -> List.of());
    }

    private static Job job(String condition) {
        var job = new JobBuilder()
                .withNewMetadata()
                .withUid("job-uid")
                .endMetadata()
                .withNewStatus();
        return (condition == null
                        ? job
                        : job.addNewCondition()
                                .withType(condition)
                                .withStatus("True")
                                .endCondition())
                .endStatus()
                .build();
    }

    private static Pod pod(String status) {
        var pod = Serialization.unmarshal("metadata: {name: items-1-store-x}\nstatus: " + status, Pod.class);
        pod.getMetadata().setUid("pod-uid");
        pod.getMetadata().setCreationTimestamp("2026-03-01T10:00:00Z");
        return pod;
    }

    private static Event event(String reason, String message) {
        return new EventBuilder().withReason(reason).withMessage(message).build();
    }
}
