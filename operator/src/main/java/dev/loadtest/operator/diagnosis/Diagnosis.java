package dev.loadtest.operator.diagnosis;

import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a runner is not running. */
public final class Diagnosis {
    private Diagnosis() {}

    /**
     * What keeps these pods from running: of several findings the one with the least patience, of those the one of the first pod by
     * name, so that the same picture gives the same words.
     */
    public static Optional<Finding> of(Collection<Pod> pods) {
        return pods.stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .flatMap(pod -> of(pod).stream())
                .min(Comparator.comparing(Finding::patience));
    }

    static Optional<Finding> of(Pod pod) {
        return Stream.concat(
                        waiting(pod).flatMap(waiting -> notStarted(pod, waiting).stream()), unschedulable(pod).stream())
                .findFirst();
    }

    /** Of all containers: another may have been put beside k6, and be fine. */
    private static Stream<ContainerStateWaiting> waiting(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getContainerStatuses().stream())
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getWaiting() != null)
                .map(ContainerState::getWaiting)
                .filter(waiting -> waiting.getReason() != null);
    }

    private static Optional<Finding> notStarted(Pod pod, ContainerStateWaiting waiting) {
        var name = pod.getMetadata().getName();
        var image = pod.getSpec().getContainers().get(0).getImage();
        var words = Optional.ofNullable(waiting.getMessage()).orElse(waiting.getReason());
        return switch (waiting.getReason()) {
            case "InvalidImageName" ->
                finding(
                        Reason.IMAGE_PULL_FAILED,
                        Finding.NONE,
                        "%s is not the name of an image; correct spec.image",
                        image);
            case "ErrImageNeverPull" ->
                finding(
                        Reason.IMAGE_PULL_FAILED,
                        Finding.NONE,
                        "image %s is not on the node of pod %s, and spec.imagePullPolicy is Never",
                        image,
                        name);
            case "ErrImagePull", "ImagePullBackOff", "RegistryUnavailable" ->
                finding(
                        Reason.IMAGE_PULL_FAILED,
                        pullPatience(words),
                        "image %s cannot be pulled for pod %s; check spec.image and spec.imagePullSecrets: %s",
                        image,
                        name,
                        withoutBackOff(words));
            case "CreateContainerConfigError" ->
                finding(
                        Reason.REFERENCE_MISSING,
                        Finding.A_MOMENT,
                        "pod %s cannot be configured; create what env or envFrom names, or correct the name: %s",
                        name,
                        words);
            case "CreateContainerError", "RunContainerError", "StartError" ->
                finding(
                        Reason.RUNNER_CANNOT_START,
                        Finding.A_MOMENT,
                        "k6 cannot be started in pod %s; is k6 in image %s? %s",
                        name,
                        image,
                        words);
            default -> Optional.empty();
        };
    }

    private static Optional<Finding> unschedulable(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(Diagnosis::saysUnschedulable)
                .findFirst()
                .flatMap(condition -> finding(
                        Reason.UNSCHEDULABLE,
                        Finding.AS_LONG_AS_THE_START,
                        "no node takes pod %s; lower spec.resources or spec.parallelism, or add nodes: %s",
                        pod.getMetadata().getName(),
                        condition.getMessage()));
    }

    private static boolean saysUnschedulable(PodCondition condition) {
        return "PodScheduled".equals(condition.getType())
                && "False".equals(condition.getStatus())
                && "Unschedulable".equals(condition.getReason());
    }

    /** A registry that knows no such image will hardly know it soon; one that does not answer may. */
    private static Duration pullPatience(String words) {
        var lower = words.toLowerCase(Locale.ROOT);
        var definite = Stream.of("not found", "manifest unknown", "denied", "unauthorized", "repository does not exist")
                .anyMatch(lower::contains);
        return definite ? Finding.A_MOMENT : Finding.AS_LONG_AS_THE_START;
    }

    /** The kubelet alternates between two texts; the condition should not. */
    private static String withoutBackOff(String words) {
        var detail = words.indexOf(": ErrImagePull: ");
        return detail < 0 ? words : words.substring(detail + ": ErrImagePull: ".length());
    }

    private static Optional<Finding> finding(Reason reason, Duration patience, String message, Object... names) {
        return Optional.of(new Finding(reason, message.formatted(names), patience));
    }
}
