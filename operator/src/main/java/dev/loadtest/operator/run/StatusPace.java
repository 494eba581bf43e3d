package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.RunnerStatus;
import dev.loadtest.api.Runners;
import io.fabric8.kubernetes.api.model.Condition;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often a run's status is written. Counts, live numbers and the words around them change many times a second while hundreds of
 * runners come up, and each write wakes whoever watches: they are written once a second. What somebody may act on is written at once.
 */
@Singleton
final class StatusPace {
    static final Duration PACE = Duration.ofSeconds(1);

    /** By UID of the run; after a second an entry means nothing any more. */
    private final Map<String, Instant> latest = new ConcurrentHashMap<>();

    /**
     * Until when a change is held back.
     *
     * @return empty when it is to be written now; otherwise the run has to be looked at again then, so that the last change is not lost
     */
    Optional<Instant> holdsBack(LoadTestRun run, LoadTestRunStatus changed, Instant now) {
        return changesOnlyInPassing(run.getStatus(), changed)
                ? Optional.ofNullable(latest.get(run.getMetadata().getUid()))
                        .filter(written -> !written.isAfter(now)) // clocks are set back, too
                        .map(written -> written.plus(PACE))
                        .filter(now::isBefore)
                : Optional.empty();
    }

    void isWritten(LoadTestRun run, Instant now) {
        latest.values().removeIf(written -> !now.isBefore(written.plus(PACE)));
        latest.put(run.getMetadata().getUid(), now);
    }

    /** Whether it only counts on: the same phase, reasons and conditions, the same runners that are not as they should be. */
    static boolean changesOnlyInPassing(LoadTestRunStatus before, LoadTestRunStatus now) {
        if (before == null
                || !notable(before).equals(notable(now))
                || !withoutMessages(before).equals(withoutMessages(now))) {
            return false;
        }
        var passing = StatusDraft.of(before);
        passing.message = now.message();
        passing.queue = now.queue();
        passing.runners = now.runners();
        passing.start = now.start();
        passing.live = now.live();
        passing.columns = now.columns();
        passing.conditions = now.conditions();
        return passing.build().equals(now);
    }

    private static Optional<List<RunnerStatus>> notable(LoadTestRunStatus status) {
        return Optional.ofNullable(status.runners()).map(Runners::notable);
    }

    private static List<Condition> withoutMessages(LoadTestRunStatus status) {
        return Optional.ofNullable(status.conditions()).stream()
                .flatMap(List::stream)
                .map(condition -> condition.edit().withMessage(null).build())
                .toList();
    }
}
