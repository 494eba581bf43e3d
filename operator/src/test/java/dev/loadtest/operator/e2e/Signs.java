package dev.loadtest.operator.e2e;

import static org.awaitility.Awaitility.await;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.testkit.TestCluster;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the cluster itself says of a run's Job and pods, and that the run's status says so, too. How soon it did is kept in a file that
 * {@code testbed/tests} shows the slowest of; a machine that stands still for a while must not fail a test.
 */
final class Signs {
    private static final Path TIMES = TestCluster.projectRoot().resolve("operator/target/named-after.txt");

    private record Sign(Instant at, String words) {}

    private Signs() {}

    /**
     * Waits until the run's status has this reason.
     *
     * @param words of the first condition, event or end of a container that carries the cause, as the cluster puts it
     * @return the run as it was then, which may still be waiting
     */
    static LoadTestRun seesNamed(User user, String run, String reason, String words) {
        var seen = user.seesReason(run, reason);
        var named = Instant.now();
        var first = await("a sign that says: " + words)
                .atMost(Duration.ofSeconds(180))
                .until(() -> first(user, run, words), Optional::isPresent)
                .orElseThrow();
        keep("%5.1f s  %s%n".formatted(Duration.between(first.at(), named).toMillis() / 1e3, reason));
        return seen;
    }

    /** The cluster's times are in whole seconds, so that these are up to one too long. */
    private static synchronized void keep(String line) {
        try {
            Files.writeString(TIMES, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
