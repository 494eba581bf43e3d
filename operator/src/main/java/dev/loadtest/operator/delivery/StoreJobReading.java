package dev.loadtest.operator.delivery;

import dev.loadtest.operator.runner.StoreJob;
import dev.loadtest.operator.store.StoreEnd;
import dev.loadtest.operator.store.StoreReason;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the Job, its pod and the events about them say. Pure; events are asked for only where nothing else tells. */
final class StoreJobReading {
    private StoreJobReading() {}

    /**
     * @param job of this run
     * @param pods of the Job
     * @param events of the object that is named
     */
    static StoreState state(Optional<Job> job, Collection<Pod> pods, Events events) {
        if (job.isEmpty()) {
            return new StoreState.NoJob();
        }
        var newest = pods.stream()
                .max(Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                        .thenComparing(pod -> pod.getMetadata().getName()));
        if (isTrue(job.get(), "Complete")) {
            return new StoreState.Stored(newest.flatMap(StoreJobReading::lastWords)
                    .filter(StoreEnd::isStored)
                    .orElse(new StoreEnd(StoreReason.STORED, "", List.of(), 0)));
        }
        if (isTrue(job.get(), "Failed")) {
            return new StoreState.GivenUp();
        }
        return newest.map(pod -> state(pod, () -> events.about(pod.getMetadata().getUid())))
                .orElseGet(() -> refused(events.about(job.get().getMetadata().getUid())));
    }

    /** Events by the UID of the object that they are about. */
    @FunctionalInterface
    interface Events {
        List<Event> about(String uid);
    }

    private static boolean isTrue(Job job, String condition) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(one -> one.getType().equals(condition)
                                && one.getStatus().equals("True"));
    }

    private static StoreState state(Pod pod, Supplier<List<Event>> events) {
        var container = container(pod);
        var ended = container.flatMap(StoreJobReading::lastEnd);
        if (ended.isPresent()) {
            return attempted(ended.get());
        }
        var waiting = container
                .map(ContainerStatus::getState)
                .map(ContainerState::getWaiting)
                .filter(state -> state.getReason() != null);
        if (waiting.isEmpty()) {
            return unscheduled(pod).orElseGet(StoreState.Underway::new);
        }
        return waiting(waiting.get(), events);
    }

    private static StoreState attempted(ContainerStateTerminated ended) {
        if (ended.getExitCode() != null && ended.getExitCode() == 0) {
            return new StoreState.Underway(); // the Job says so in a moment
        }
        return StoreEnd.of(ended.getMessage())
                .filter(end -> !end.isStored())
                .<StoreState>map(end -> new StoreState.Trouble(end.reason(), end.message()))
                .orElseGet(() -> new StoreState.Trouble(
                        StoreReason.FAILED,
                        "the pod ended with code %d (%s)".formatted(ended.getExitCode(), ended.getReason())));
    }

    private static StoreState waiting(ContainerStateWaiting waiting, Supplier<List<Event>> events) {
        var words = Optional.ofNullable(waiting.getMessage()).orElse(waiting.getReason());
        return switch (waiting.getReason()) {
            case "CreateContainerConfigError" ->
                new StoreState.Trouble(
                        words.contains("secret") || words.contains("Secret")
                                ? StoreReason.SECRET_MISSING
                                : StoreReason.FAILED,
                        words);
            case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError" ->
                new StoreState.Trouble(StoreReason.IMAGE_PULL_FAILED, words);
            case "CreateContainerError", "RunContainerError", "StartError" ->
                new StoreState.Trouble(StoreReason.FAILED, words);
            default -> notMounted(events.get());
        };
    }

    private static StoreState notMounted(List<Event> events) {
        return newest(events, List.of("FailedMount", "FailedAttachVolume", "FailedMapVolume"))
                .map(StoreJobReading::notMounted)
                .orElseGet(StoreState.Underway::new);
    }

    /** Of a ConfigMap only that it is not there is told: it may also be late. */
    private static StoreState notMounted(String message) {
        var missing = message.contains("not found") || message.contains("non-existent");
        if (message.contains("\"" + StoreJob.AUTHORITIES + "\"")) {
            return missing
                    ? new StoreState.Trouble(StoreReason.AUTHORITIES_MISSING, message)
                    : new StoreState.Underway();
        }
        if (message.contains("\"" + StoreJob.REPORT + "\"")) {
            return missing ? new StoreState.Trouble(StoreReason.NO_REPORT, message) : new StoreState.Underway();
        }
        return new StoreState.Trouble(StoreReason.CLAIM_NOT_MOUNTED, message);
    }

    private static StoreState refused(List<Event> events) {
        return newest(events, List.of("FailedCreate"))
                .<StoreState>map(message -> new StoreState.Trouble(StoreReason.POD_REFUSED, message))
                .orElseGet(StoreState.Underway::new);
    }

    private static Optional<String> newest(List<Event> events, List<String> reasons) {
        return events.stream()
                .filter(event -> reasons.contains(event.getReason()) && event.getMessage() != null)
                .max(Comparator.comparing(event -> String.valueOf(event.getLastTimestamp())))
                .map(Event::getMessage);
    }

    private static Optional<StoreState> unscheduled(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .findFirst()
                .map(condition -> new StoreState.Trouble(
                        unscheduled(String.valueOf(condition.getMessage())), condition.getMessage()));
    }

    private static StoreReason unscheduled(String words) {
        if (words.matches("(?s).*persistentvolumeclaim \"[^\"]*\" (not found|is being deleted).*")) {
            return StoreReason.CLAIM_MISSING;
        }
        return words.contains("PersistentVolumeClaim") || words.contains("persistentvolumeclaim")
                ? StoreReason.CLAIM_NOT_MOUNTED
                : StoreReason.UNSCHEDULABLE;
    }

    private static Optional<ContainerStatus> container(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getContainerStatuses().stream())
                .filter(container -> container.getName().equals(StoreJob.CONTAINER))
                .findFirst();
    }

    /** While it runs again or waits to: how it ended before. */
    private static Optional<ContainerStateTerminated> lastEnd(ContainerStatus container) {
        return Optional.ofNullable(container.getState())
                .map(ContainerState::getTerminated)
                .or(() -> Optional.ofNullable(container.getLastState()).map(ContainerState::getTerminated));
    }

    private static Optional<StoreEnd> lastWords(Pod pod) {
        return container(pod).flatMap(StoreJobReading::lastEnd).flatMap(ended -> StoreEnd.of(ended.getMessage()));
    }
}
