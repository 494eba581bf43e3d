package dev.loadtest.operator.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages are those of Kubernetes 1.34 with containerd. */
class DiagnosisTest {
    private static final String IMAGE = "registry.example.org/k6:9";
    private static final String NOT_FOUND =
            "rpc error: code = NotFound desc = failed to pull and unpack image \"registry.example.org/k6:9\": failed to resolve reference \"registry.example.org/k6:9\": registry.example.org/k6:9: not found";
    private static final String TIME_OUT =
            "failed to pull image \"registry.example.org/k6:9\": dial tcp 192.0.2.1:443: i/o timeout";

    @Test
    void findsNothingWrongWithPodsThatComeUp() {
        assertThat(Diagnosis.of(List.of())).isEmpty();
        assertThat(Diagnosis.of(List.of(new PodBuilder()
                        .withNewMetadata()
                        .withName("items-1-0")
                        .endMetadata()
                        .build())))
                .isEmpty();
        assertThat(Diagnosis.of(List.of(waiting("items-1-0", "ContainerCreating", null))))
                .isEmpty();
        assertThat(Diagnosis.of(List.of(waiting("items-1-0", null, null)))).isEmpty();
    }

    @Test
    void anImageThatTheRegistryDoesNotKnowIsWaitedForAMoment() {
        assertThat(findingOf(waiting("items-1-0", "ErrImagePull", NOT_FOUND)))
                .isEqualTo(new Finding(
                        Reason.IMAGE_PULL_FAILED,
                        "image registry.example.org/k6:9 cannot be pulled for pod items-1-0; check spec.image and spec.imagePullSecrets: "
                                + NOT_FOUND,
                        Finding.A_MOMENT));
    }

    @Test
    void theKubeletAlternatesBetweenTwoTextsAndTheFindingDoesNot() {
        var backingOff = waiting(
                "items-1-0",
                "ImagePullBackOff",
                "Back-off pulling image \"registry.example.org/k6:9\": ErrImagePull: " + NOT_FOUND);

        assertThat(findingOf(backingOff)).isEqualTo(findingOf(waiting("items-1-0", "ErrImagePull", NOT_FOUND)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ErrImagePull", "ImagePullBackOff"})
    void aRegistryThatDoesNotAnswerMayComeBack(String reason) {
        assertThat(findingOf(waiting("items-1-0", reason, TIME_OUT)).patience())
                .isEqualTo(Finding.AS_LONG_AS_THE_START);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pull access denied, repository does not exist or may require authorization",
                "401 Unauthorized",
                "manifest unknown: manifest unknown"
            })
    void aRegistryThatRefusesWillHardlyChangeItsMind(String message) {
        assertThat(findingOf(waiting("items-1-0", "ErrImagePull", message)).patience())
                .isEqualTo(Finding.A_MOMENT);
    }

    @ParameterizedTest
    @CsvSource({
        "InvalidImageName, IMAGE_PULL_FAILED, PT0S, correct spec.image",
        "ErrImageNeverPull, IMAGE_PULL_FAILED, PT0S, spec.imagePullPolicy is Never",
        "CreateContainerConfigError, REFERENCE_MISSING, PT20S, create what env or envFrom names",
        "CreateContainerError, RUNNER_CANNOT_START, PT20S, is k6 in image",
        "RunContainerError, RUNNER_CANNOT_START, PT20S, is k6 in image"
    })
    void namesTheObjectAtFaultAndTheNextStep(String waitsFor, Reason reason, Duration patience, String nextStep) {
        var finding = findingOf(waiting("items-1-0", waitsFor, "words of the kubelet"));

        assertThat(finding.reason()).isEqualTo(reason);
        assertThat(finding.patience()).isEqualTo(patience);
        assertThat(finding.message()).contains(nextStep).containsAnyOf("items-1-0", IMAGE);
    }

    @Test
    void saysWhichReferenceIsMissing() {
        assertThat(findingOf(waiting("items-1-0", "CreateContainerConfigError", "secret \"token\" not found"))
                        .message())
                .endsWith("secret \"token\" not found");
    }

    @Test
    void aPodWithoutANodeWaitsAsLongAsTheStart() {
        assertThat(findingOf(unschedulable("items-1-3", "0/3 nodes are available: 3 Insufficient cpu.")))
                .isEqualTo(new Finding(
                        Reason.UNSCHEDULABLE,
                        "no node takes pod items-1-3; lower spec.resources or spec.parallelism, or add nodes: 0/3 nodes are available: 3 Insufficient cpu.",
                        Finding.AS_LONG_AS_THE_START));
    }

    @Test
    void aContainerThatWasPutBesideK6HidesNothing() {
        var pod = pod(
                "items-1-0",
                waitingContainer("sidecar", "PodInitializing", null),
                waitingContainer("k6", "ErrImagePull", NOT_FOUND));

        assertThat(findingOf(pod).reason()).isEqualTo(Reason.IMAGE_PULL_FAILED);
    }

    @Test
    void ofSeveralPodsTheOneWithTheLeastHopeSpeaks() {
        var pods = List.of(
                unschedulable("items-1-0", "0/3 nodes are available"),
                waiting("items-1-1", "ErrImagePull", TIME_OUT),
                waiting("items-1-2", "CreateContainerConfigError", "secret \"token\" not found"));

        assertThat(Diagnosis.of(pods)).map(Finding::reason).contains(Reason.REFERENCE_MISSING);
    }

    @Test
    void theSamePictureInAnyOrderGivesTheSameWords() {
        var pods = new ArrayList<>(List.of(
                waiting("items-1-0", "ErrImagePull", NOT_FOUND),
                waiting("items-1-1", "ErrImagePull", NOT_FOUND),
                waiting("items-1-10", "ErrImagePull", NOT_FOUND)));
        var finding = Diagnosis.of(pods);

        Collections.reverse(pods);

        assertThat(Diagnosis.of(pods)).isEqualTo(finding);
        assertThat(finding)
                .hasValueSatisfying(found -> assertThat(found.message()).contains("pod items-1-0;"));
    }

    private static Finding findingOf(Pod pod) {
        return Diagnosis.of(pod).orElseThrow();
    }

    private static Pod waiting(String name, String reason, String message) {
        return pod(name, waitingContainer("k6", reason, message));
    }

    private static ContainerStatus waitingContainer(String name, String reason, String message) {
        return new ContainerStatusBuilder()
                .withName(name)
                .withNewState()
                .withNewWaiting(message, reason)
                .endState()
                .build();
    }

    private static Pod pod(String name, ContainerStatus... containers) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("k6")
                .withImage(IMAGE)
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withContainerStatuses(containers)
                .endStatus()
                .build();
    }

    private static Pod unschedulable(String name, String message) {
        return new PodBuilder(pod(name))
                .editStatus()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage(message)
                .endCondition()
                .endStatus()
                .build();
    }
}
