package dev.loadtest.operator.queue;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** How long a target is left alone after the run that had the lock before. Pure. */
final class Settling {
    private Settling() {}

    /** A run that had the lock, and when it had ended altogether. */
    record Former(String name, Instant endedAt) {}

    /**
     * The last that had this lock.
     *
     * @param finished runs that are over, those with other locks among them
     */
    static Optional<Former> last(Lock lock, Collection<LoadTestRun> finished) {
        return finished.stream()
                .filter(run -> Lock.of(run).filter(lock::equals).isPresent())
                .filter(Ticket::isAdmitted) // who ended while he waited has put no load on anything
                .flatMap(run ->
                        endOf(run).map(end -> new Former(run.getMetadata().getName(), end)).stream())
                .max(Comparator.comparing(Former::endedAt));
    }

    /** One that leaves now: by its own word, or at this moment when it goes before its end. */
    static Former former(LoadTestRun run, Instant now) {
        return new Former(run.getMetadata().getName(), endOf(run).orElse(now));
    }

    /** With its teardown(), which may come after the verdict. */
    private static Optional<Instant> endOf(LoadTestRun run) {
        var status = Optional.ofNullable(run.getStatus());
        var tornDown = status.flatMap(known -> known.condition(LoadTestRunStatus.TORN_DOWN))
                .map(Condition::getLastTransitionTime);
        return Stream.concat(status.map(LoadTestRunStatus::completionTime).stream(), tornDown.stream())
                .map(Instant::parse)
                .max(Comparator.naturalOrder());
    }

    /** Empty when it was left alone for long enough. */
    static Optional<Place> place(Optional<Former> former, Duration settle, Instant now) {
        return former.map(last -> last.endedAt().plus(settle))
                .filter(now::isBefore)
                .map(until -> new Place.Waiting(
                        1,
                        "%d s to pass after run %s (target.settleSeconds)"
                                .formatted(settle.toSeconds(), former.get().name()),
                        Optional.of(until)));
    }
}
