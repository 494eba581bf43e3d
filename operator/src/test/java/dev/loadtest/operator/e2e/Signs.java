package dev.loadtest.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loadtest.api.LoadTestRun;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What the cluster itself says of a run's Job and pods, and how soon the run's status said so, too. */
final class Signs {
    /** The promise, and a second, since the cluster's times are in whole seconds. */
    private static final Duration IN_TIME = Duration.ofSeconds(10 + 1);

    private record Sign(Instant at, String words) {}

    private Signs() {}

    /**
     * Waits until the run's status has this reason.
     *
     * @param words of the first condition, event or end of a container that carries the cause, as the cluster puts it
     * @return the run as it was then, which may still be waiting
     */
    static LoadTestRun assertNamedInTime(User user, String run, String reason, String words) {
        var seen = user.seesReason(run, reason);
        var named = Instant.now();
        var first = await("a sign that says: " + words)
                .atMost(Duration.ofSeconds(10))
                .until(() -> first(user, run, words), Optional::isPresent)
                .orElseThrow();
        assertThat(Duration.between(first.at(), named))
                .as("from %s until the status said %s", first, reason)
                .isLessThanOrEqualTo(IN_TIME);
        return seen;
    }

    private static Optional<Sign> first(User user, String run, String words) {
        return Stream.concat(
                        user.client().v1().events().list().getItems().stream()
                                .filter(event -> isAbout(event, run))
                                .map(event -> new Sign(time(event), event.getReason() + ": " + event.getMessage())),
                        user.podsOf(run).stream().flatMap(Signs::of))
                .filter(sign -> sign.words().contains(words))
                .min(Comparator.comparing(Sign::at));
    }

    private static boolean isAbout(Event event, String run) {
        var name = event.getInvolvedObject().getName();
        return name.equals(run) || name.startsWith(run + "-");
    }

    private static Instant time(Event event) {
        return Instant.parse(
                event.getFirstTimestamp() != null
                        ? event.getFirstTimestamp()
                        : event.getEventTime().getTime());
    }

    private static Stream<Sign> of(Pod pod) {
        return Stream.concat(
                pod.getStatus().getConditions().stream()
                        .filter(condition -> condition.getLastTransitionTime() != null)
                        .map(condition -> new Sign(
                                Instant.parse(condition.getLastTransitionTime()),
                                condition.getReason() + ": " + condition.getMessage())),
                pod.getStatus().getContainerStatuses().stream()
                        .map(container -> container.getState().getTerminated())
                        .filter(Objects::nonNull)
                        .map(end -> new Sign(
                                Instant.parse(end.getFinishedAt()),
                                "exit code %d: %s".formatted(end.getExitCode(), end.getMessage()))));
    }
}
