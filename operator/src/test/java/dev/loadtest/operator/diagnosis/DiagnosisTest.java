package dev.loadtest.operator.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.verdict.Loss;
import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file for each picture that a cluster gives of a Job, its pods and their events, and what is said of it. The texts are those of
 * Kubernetes 1.34 with containerd, most of them from a cluster where that was wrong, the others from the source.
 */
class DiagnosisTest {
    private static final Path PICTURES =
            Path.of(System.getProperty("project.root"), "operator/src/test/resources/diagnosis");
    private static final Map<String, Duration> PATIENCE = Map.of(
            "NONE", Finding.NONE,
            "A_MOMENT", Finding.A_MOMENT,
            "A_SECOND_LOOK", Finding.A_SECOND_LOOK,
            "A_MINUTE", Finding.A_MINUTE,
            "AS_LONG_AS_THE_START", Finding.AS_LONG_AS_THE_START);

    record Picture(Expected expect, Job job, List<Pod> pods, List<Event> events) {
        Optional<Finding> finding() {
            return Diagnosis.of(Optional.of(job), pods, events);
        }

        Optional<Loss> loss() {
            return pods.stream().flatMap(pod -> Diagnosis.loss(pod).stream()).findFirst();
        }
    }

    record Expected(ExpectedFinding finding, ExpectedLoss loss) {}

    record ExpectedFinding(String reason, String patience, String message) {
        Finding asFinding() {
            return new Finding(reasonOf(reason), message, PATIENCE.get(patience));
        }
    }

    record ExpectedLoss(String reason, String words) {
        Loss asLoss() {
            return new Loss(reasonOf(reason), words);
        }
    }

    static List<String> pictures() throws IOException {
        try (var files = Files.list(PICTURES)) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.yaml$", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void saysWhatKeepsRunnersFromRunning(String name) {
        var picture = picture(name);

        assertThat(picture.finding())
                .isEqualTo(Optional.ofNullable(picture.expect().finding()).map(ExpectedFinding::asFinding));
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void saysWhatTookARunnerAway(String name) {
        var picture = picture(name);

        assertThat(picture.loss())
                .isEqualTo(Optional.ofNullable(picture.expect().loss()).map(ExpectedLoss::asLoss));
    }

    @ParameterizedTest
    @ValueSource(strings = {"crash-no-k6-in-the-image", "crash-of-a-wrapper", "crash-of-a-container-before-k6"})
    void aCrashIsFinal(String name) {
        var picture = picture(name);

        assertThat(Diagnosis.crash(picture.pods().get(0))).isEqualTo(picture.finding());
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "ended", "crash-container-that-cannot-be-created", "out-of-memory"})
    void whatRanOrMayStillRunDidNotCrash(String name) {
        assertThat(Diagnosis.crash(picture(name).pods().get(0))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pull access denied, repository does not exist or may require authorization",
                "401 Unauthorized",
                "manifest unknown: manifest unknown"
            })
    void aRegistryThatRefusesWillHardlyChangeItsMind(String message) {
        var picture = picture("image-registry-does-not-answer");
        waiting(picture.pods().get(0)).getState().getWaiting().setMessage(message);

        assertThat(picture.finding()).map(Finding::patience).contains(Finding.A_MOMENT);
    }

    @Test
    void withoutAJobNothingIsSaidOfItsEvents() {
        var picture = picture("service-account-that-does-not-exist");

        assertThat(Diagnosis.of(Optional.empty(), picture.pods(), picture.events()))
                .isEmpty();
    }

    @Test
    void aContainerThatWasPutBesideK6HidesNothing() {
        var picture = picture("image-that-does-not-exist");
        var sidecar = Serialization.clone(waiting(picture.pods().get(0)));
        sidecar.setName("istio-proxy");
        sidecar.getState().getWaiting().setReason("PodInitializing");
        picture.pods().get(0).getStatus().getContainerStatuses().add(0, sidecar);

        assertThat(picture.finding()).map(Finding::reason).contains(Reason.IMAGE_PULL_FAILED);
    }

    @Test
    void ofSeveralPodsTheOneWithTheLeastHopeSpeaks() {
        var pods = Stream.of("unschedulable", "image-registry-does-not-answer", "secret-that-does-not-exist")
                .flatMap(name -> picture(name).pods().stream())
                .toList();

        assertThat(Diagnosis.of(pods)).map(Finding::reason).contains(Reason.REFERENCE_MISSING);
    }

    @Test
    void theSamePictureInAnyOrderGivesTheSameWords() {
        var pods = new ArrayList<Pod>();
        for (var name : List.of("items-1-0", "items-1-1", "items-1-10")) {
            var pod = picture("secret-that-does-not-exist").pods().get(0);
            pod.getMetadata().setName(name);
            pods.add(pod);
        }
        var finding = Diagnosis.of(pods);

        Collections.reverse(pods);

        assertThat(Diagnosis.of(pods)).isEqualTo(finding);
        assertThat(finding)
                .hasValueSatisfying(found -> assertThat(found.message()).contains("pod items-1-0 "));
    }

    private static ContainerStatus waiting(Pod pod) {
        return pod.getStatus().getContainerStatuses().get(0);
    }

    private static Reason reasonOf(String word) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    private static Picture picture(String name) {
        try {
            return Serialization.unmarshal(Files.readString(PICTURES.resolve(name + ".yaml")), Picture.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
