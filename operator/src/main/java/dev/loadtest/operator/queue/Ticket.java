package dev.loadtest.operator.queue;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.Markers;
import dev.loadtest.operator.runner.Labels;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A run that is not over, as the queue sees it.
 *
 * @param name with its namespace
 * @param cameAt when it was created, or its LoadTest let it in
 * @param lock what it shares with others
 * @param runners how many it has
 * @param admitted whether it had its turn, and has lock and runners now
 * @param leaving whether it will never have it: it was stopped, deleted, or has its verdict
 */
record Ticket(
        String uid,
        String namespace,
        String name,
        Instant cameAt,
        String loadTest,
        int number,
        Optional<Lock> lock,
        int runners,
        boolean admitted,
        boolean leaving) {
    /** First come, first served. Kubernetes writes down a creation to the second: within one the names decide, so that the order stays. */
    static final Comparator<Ticket> FIRST_COME = Comparator.comparing(Ticket::cameAt)
            .thenComparing(Ticket::namespace)
            .thenComparing(Ticket::loadTest)
            .thenComparing(Ticket::number)
            .thenComparing(Ticket::uid);

    static Ticket of(LoadTestRun run) {
        var metadata = run.getMetadata();
        return new Ticket(
                metadata.getUid(),
                metadata.getNamespace(),
                metadata.getName(),
                Labels.letInAt(run),
                run.getSpec().loadTest(),
                run.getSpec().number(),
                Lock.of(run),
                run.getSpec().definition().parallelism(),
                isAdmitted(run),
                Boolean.TRUE.equals(run.getSpec().stop())
                        || metadata.getDeletionTimestamp() != null
                        || Optional.ofNullable(run.getStatus())
                                .map(LoadTestRunStatus::verdict)
                                .isPresent());
    }

    /** Where there was nothing to wait for, the first sign of it is that it creates its Job. */
    static boolean isAdmitted(LoadTestRun run) {
        return Optional.ofNullable(run.getStatus())
                .map(LoadTestRunStatus::markers)
                .filter(markers -> markers.admittedAt() != null || hasBegun(markers))
                .isPresent();
    }

    private static boolean hasBegun(Markers markers) {
        return markers.jobCreating() != null || markers.jobUid() != null;
    }

    boolean waits() {
        return !admitted && !leaving;
    }

    Ticket admittedToo() {
        return new Ticket(uid, namespace, name, cameAt, loadTest, number, lock, runners, true, leaving);
    }

    /** As somebody in that namespace calls it. */
    String seenFrom(String other) {
        return other.equals(namespace) ? name : namespace + "/" + name;
    }
}
