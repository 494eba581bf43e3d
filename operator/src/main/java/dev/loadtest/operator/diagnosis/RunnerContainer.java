package dev.loadtest.operator.diagnosis;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a pod says what of its containers. */
final class RunnerContainer {
    private static final String K6 = "k6";

    private RunnerContainer() {}

    static Optional<ContainerState> state(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getContainerStatuses().stream())
                .filter(container -> K6.equals(container.getName()))
                .findFirst()
                .map(ContainerStatus::getState);
    }

    static Optional<ContainerStateTerminated> end(Pod pod) {
        return state(pod).map(ContainerState::getTerminated);
    }

    static Optional<Container> asked(Pod pod) {
        return asked(pod, K6);
    }

    static Optional<Container> asked(Pod pod, String name) {
        return Optional.ofNullable(pod.getSpec()).stream()
                .flatMap(spec -> Stream.concat(spec.getContainers().stream(), spec.getInitContainers().stream()))
                .filter(container -> name.equals(container.getName()))
                .findFirst();
    }

    static String image(Pod pod, String name) {
        return asked(pod, name).map(Container::getImage).orElse("");
    }

    static String image(Pod pod) {
        return image(pod, K6);
    }
}
