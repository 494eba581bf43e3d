package dev.loadtest.operator.diagnosis;

import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What stands between a pod that was created and k6 in it: a node, volumes, a sandbox, images, the container's configuration. */
final class PodStart {
    /** What a container waits for that has no trouble of its own. */
    private static final Set<String> COMING_UP = Set.of("ContainerCreating", "PodInitializing");

    private PodStart() {}

    static Optional<Finding> trouble(Pod pod, ToldEvents events) {
        if (RunnerContainer.state(pod).map(ContainerState::getRunning).isPresent()) {
            return Optional.empty();
        }
        return Stream.<Supplier<Optional<Finding>>>of(
                        () -> Crash.of(pod),
                        () -> containers(pod)
                                .flatMap(container -> notStarted(pod, container, events).stream())
                                .findFirst(),
                        () -> unschedulable(pod),
                        () -> notConfigured(pod, events),
                        () -> notPrepared(pod, events))
                .flatMap(look -> look.get().stream())
                .findFirst();
    }

    /** All of them: another may have been put beside k6 or before it, and be fine or at fault. */
    private static Stream<ContainerStatus> containers(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> Stream.concat(
                        status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream()));
    }

    private static Optional<ContainerStateWaiting> waiting(ContainerStatus container) {
        return Optional.ofNullable(container.getState())
                .map(ContainerState::getWaiting)
                .filter(waiting -> waiting.getReason() != null);
    }

    private static Optional<Finding> notStarted(Pod pod, ContainerStatus container, ToldEvents events) {
        return waiting(container).flatMap(waiting -> notStarted(pod, container.getName(), waiting, events));
    }

    private static Optional<Finding> notStarted(
            Pod pod, String container, ContainerStateWaiting waiting, ToldEvents events) {
        var name = pod.getMetadata().getName();
        var image = RunnerContainer.image(pod, container);
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
            case "ErrImagePull",
                    "ImagePullBackOff",
                    "ImageInspectError",
                    "RegistryUnavailable",
                    "SignatureValidationFailed" -> {
                var cause = pullWords(pod, image, words, events);
                yield finding(
                        Reason.IMAGE_PULL_FAILED,
                        pullPatience(cause),
                        "image %s cannot be pulled for pod %s; check spec.image and spec.imagePullSecrets: %s",
                        image,
                        name,
                        cause);
            }
            case "CreateContainerConfigError" -> Optional.of(notConfigured(pod, words));
            case "CreateContainerError", "RunContainerError", "StartError", "PreCreateHookError", "PreStartHookError" ->
                finding(
                        Reason.RUNNER_CANNOT_START,
                        Finding.A_MOMENT,
                        "k6 cannot be started in pod %s; is k6 in image %s? %s",
                        name,
                        image,
                        words);
            case "CrashLoopBackOff" ->
                finding(
                        Reason.RUNNER_CANNOT_START,
                        Finding.AS_LONG_AS_THE_START,
                        "container %s of pod %s, which was put beside k6, fails again and again; look at its log: %s",
                        container,
                        name,
                        words);
            default -> Optional.empty();
        };
    }

    private static Finding notConfigured(Pod pod, String words) {
        var name = pod.getMetadata().getName();
        return MissingReference.in(words)
                .map(missing -> new Finding(
                        Reason.REFERENCE_MISSING,
                        "%s, which env or envFrom of pod %s names; create it, or correct spec.env or spec.envFrom"
                                .formatted(missing, name),
                        Finding.A_SECOND_LOOK))
                .orElseGet(() -> words.contains("runAsNonRoot") || words.contains("non-root")
                        ? new Finding(
                                Reason.RUNNER_CANNOT_START,
                                "runners do not run as root; give image %s a numeric USER that is not 0: %s"
                                        .formatted(RunnerContainer.image(pod), withoutPod(words)),
                                Finding.NONE)
                        : new Finding(
                                Reason.RUNNER_CANNOT_START,
                                "the container of pod %s cannot be configured: %s".formatted(name, words),
                                Finding.AS_LONG_AS_THE_START));
    }

    /** A busy node writes the pod's status up to 10 s later than the event. */
    private static Optional<Finding> notConfigured(Pod pod, ToldEvents events) {
        return isComingUp(pod) && events.of(pod, "Created", "Started").findAny().isEmpty()
                ? events.newest(pod, "Failed")
                        .map(Event::getMessage)
                        .filter(words -> words.startsWith("Error: "))
                        .filter(words -> MissingReference.in(words).isPresent())
                        .map(words -> notConfigured(pod, words))
                : Optional.empty();
    }

    private static Optional<Finding> unschedulable(Pod pod) {
        return conditions(pod)
                .filter(PodStart::saysUnschedulable)
                .findFirst()
                .map(condition -> unschedulable(pod.getMetadata().getName(), String.valueOf(condition.getMessage())));
    }

    private static Finding unschedulable(String pod, String words) {
        return MissingReference.in(words)
                .map(missing -> new Finding(
                        Reason.REFERENCE_MISSING,
                        "%s, where pod %s is to write raw samples; create it, or correct spec.report.persistentVolumeClaim"
                                .formatted(missing, pod),
                        Finding.A_SECOND_LOOK))
                .orElseGet(() -> new Finding(
                        Reason.UNSCHEDULABLE,
                        "no node takes pod %s; lower spec.resources or spec.parallelism, or add nodes: %s"
                                .formatted(pod, words),
                        Finding.AS_LONG_AS_THE_START));
    }

    private static boolean saysUnschedulable(PodCondition condition) {
        return "PodScheduled".equals(condition.getType())
                && "False".equals(condition.getStatus())
                && "Unschedulable".equals(condition.getReason());
    }

    /** Volumes and the sandbox come before images and containers; that they are late stands in events alone. */
    private static Optional<Finding> notPrepared(Pod pod, ToldEvents events) {
        return isPrepared(pod, events)
                ? Optional.empty()
                : events.newest(pod, "FailedMount", "FailedAttachVolume", "FailedMapVolume", "FailedCreatePodSandBox")
                        .flatMap(event -> notPrepared(pod, event));
    }

    private static boolean isPrepared(Pod pod, ToldEvents events) {
        return pod.getMetadata().getDeletionTimestamp() != null
                || !isComingUp(pod)
                || conditions(pod)
                        .anyMatch(condition -> "PodReadyToStartContainers".equals(condition.getType())
                                && "True".equals(condition.getStatus()))
                || events.of(pod, "Pulling", "Pulled", "Created", "Started")
                        .findAny()
                        .isPresent();
    }

    private static boolean isComingUp(Pod pod) {
        return containers(pod)
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .allMatch(state -> state.getWaiting() != null
                        && COMING_UP.contains(state.getWaiting().getReason()));
    }

    private static Optional<Finding> notPrepared(Pod pod, Event event) {
        var name = pod.getMetadata().getName();
        var words = event.getMessage();
        if (words.contains("not registered") || words.contains("failed to sync ")) {
            return Optional.empty(); // the kubelet has not looked yet
        }
        if (event.getReason().equals("FailedCreatePodSandBox")) {
            return finding(
                    Reason.RUNNER_CANNOT_START,
                    Finding.AS_LONG_AS_THE_START,
                    "the node cannot prepare pod %s; look at its network and its container runtime: %s",
                    name,
                    words);
        }
        return MissingReference.in(words)
                .flatMap(missing -> finding(
                        Reason.REFERENCE_MISSING,
                        Finding.A_MOMENT,
                        "%s, which a volume of pod %s names; if it was removed, start another run",
                        missing,
                        name))
                .or(() -> finding(
                        Reason.RUNNER_CANNOT_START,
                        Finding.AS_LONG_AS_THE_START,
                        "a volume of pod %s cannot be mounted: %s",
                        name,
                        words));
    }

    private static Stream<PodCondition> conditions(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).stream().flatMap(status -> status.getConditions().stream());
    }

    /** A registry that knows no such image will hardly know it soon; one that does not answer may. */
    private static Duration pullPatience(String words) {
        var lower = words.toLowerCase(Locale.ROOT);
        var definite = Stream.of("not found", "manifest unknown", "denied", "unauthorized", "repository does not exist")
                .anyMatch(lower::contains);
        return definite ? Finding.A_MOMENT : Finding.AS_LONG_AS_THE_START;
    }

    /**
     * The kubelet alternates between two texts, and the finding should not. That of the back-off has the other one in it; with older
     * kubelets only an event has it.
     */
    private static String pullWords(Pod pod, String image, String words, ToldEvents events) {
        var detail = words.indexOf(": ErrImagePull: ");
        if (detail >= 0) {
            return words.substring(detail + ": ErrImagePull: ".length());
        }
        var begin = "Failed to pull image \"%s\": ".formatted(image);
        return words.startsWith("Back-off pulling image ")
                ? events.of(pod, "Failed")
                        .map(Event::getMessage)
                        .filter(message -> message.startsWith(begin))
                        .map(message -> message.substring(begin.length()))
                        .sorted()
                        .findFirst()
                        .orElse(words)
                : words;
    }

    private static String withoutPod(String words) {
        return words.replaceFirst(" \\(pod: .*", "");
    }

    private static Optional<Finding> finding(Reason reason, Duration patience, String message, Object... names) {
        return Optional.of(new Finding(reason, message.formatted(names), patience));
    }
}
