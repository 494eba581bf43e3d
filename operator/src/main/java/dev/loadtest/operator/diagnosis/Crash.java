package dev.loadtest.operator.diagnosis;

import dev.loadtest.k6.ExitCode;
import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.Set;

/** Pods that came to an end before k6 began. */
final class Crash {
    /** containerd's and Docker's word for a container that could not be started. */
    private static final Set<String> NOT_STARTED = Set.of("StartError", "ContainerCannotRun");

    private Crash() {}

    static Optional<Finding> of(Pod pod) {
        return RunnerContainer.end(pod)
                .filter(Crash::neverBegan)
                .map(end -> finding(
                        "k6 cannot be started in pod %s; is k6 in image %s? %s",
                        pod.getMetadata().getName(), RunnerContainer.image(pod), words(end)))
                .or(() -> before(pod));
    }

    private static boolean neverBegan(ContainerStateTerminated end) {
        return NOT_STARTED.contains(Optional.ofNullable(end.getReason()).orElse(""))
                || ExitCode.of(end.getExitCode())
                        .flatMap(ExitCode::reason)
                        .filter(Reason.RUNNER_CANNOT_START::equals)
                        .filter(known -> end.getExitCode() != ExitCode.CANNOT_START_REST_API.code())
                        .isPresent();
    }

    /** Admission may put containers before k6; when one of them fails, k6 is not started any more. */
    private static Optional<Finding> before(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).filter(status -> "Failed".equals(status.getPhase())).stream()
                .flatMap(status -> status.getInitContainerStatuses().stream())
                .filter(container -> RunnerContainer.end(pod).isEmpty())
                .filter(container -> failed(
                        container.getState() == null
                                ? null
                                : container.getState().getTerminated()))
                .map(container -> finding(
                        "container %s of pod %s, which was put before k6, failed; look at its log: %s",
                        container.getName(),
                        pod.getMetadata().getName(),
                        words(container.getState().getTerminated())))
                .findFirst();
    }

    private static boolean failed(ContainerStateTerminated end) {
        return end != null && end.getExitCode() != 0;
    }

    private static String words(ContainerStateTerminated end) {
        return Optional.ofNullable(end.getMessage())
                .map(String::strip)
                .filter(message -> !message.isEmpty())
                .orElse("exit code " + end.getExitCode());
    }

    private static Finding finding(String message, Object... names) {
        return new Finding(Reason.RUNNER_CANNOT_START, message.formatted(names), Finding.NONE);
    }
}
