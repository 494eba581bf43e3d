package dev.loadtest.operator.run;

import static dev.loadtest.operator.run.RunDecisions.SOON;
import static dev.loadtest.operator.run.RunDecisions.earlier;

import dev.loadtest.api.Phase;
import dev.loadtest.operator.queue.Place;
import dev.loadtest.verdict.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Before anything else: a run waits for its turn. */
final class QueueRules {
    /** Who waits is woken when somebody leaves; this is for a call that was lost. */
    static final Duration LOOK_AGAIN = Duration.ofMinutes(2);

    private QueueRules() {}

    static Optional<Decision> waitsForItsTurn(Observed seen, Instant now) {
        if (seen.place() instanceof Place.Admitted) {
            return Optional.empty();
        }
        if (seen.asked().stop()) {
            return Optional.of(
                    Endings.finish(Reason.STOP_REQUESTED, "stopped while it waited for its turn; no request was sent"));
        }
        if (seen.place() instanceof Place.TooLarge tooLarge) {
            return Optional.of(Endings.finish(
                    Reason.PARALLELISM_EXCEEDS_LIMIT,
                    "spec.parallelism is %d, and the operator lets at most %d runners go at a time; lower spec.parallelism, or raise the operator's setting LOADTEST_MAX_RUNNERS"
                            .formatted(seen.asked().runners(), tooLarge.maxRunners())));
        }
        return Optional.of(
                seen.place() instanceof Place.Waiting waiting
                        ? wait(waiting, seen.asked(), now)
                        : Decision.of(Phase.PENDING, new Next.Admit(), "its turn has come")
                                .lookAgain(now.plus(SOON)));
    }

    private static Decision wait(Place.Waiting waiting, Asked asked, Instant now) {
        var limit = asked.createdAt().plus(asked.queueTimeout());
        if (!now.isBefore(limit)) {
            return Endings.finish(
                    Reason.QUEUE_TIMEOUT,
                    "its turn did not come within target.queueTimeoutSeconds (%d): it waited for %s; stop that, raise queueTimeoutSeconds, or start another run later"
                            .formatted(asked.queueTimeout().toSeconds(), waiting.waitsFor()));
        }
        var next = earlier(limit, now.plus(LOOK_AGAIN));
        return Decision.waiting(
                Phase.QUEUED,
                "number %d in the queue; waits for %s".formatted(waiting.position(), waiting.waitsFor()),
                waiting.until().map(until -> earlier(until, next)).orElse(next));
    }

    /** What a run has is the next one's when its runners send nothing any more, which may be after its verdict. */
    static Optional<Decision> runnersStillThere(Observed seen, Instant now) {
        var recorded = seen.recorded();
        var limit = recorded.completedAt().orElse(now).plus(LoadRules.RUNNERS_GRACE);
        return recorded.completed()
                        && recorded.admittedAt().isPresent()
                        && !seen.alive().isEmpty()
                        && now.isBefore(limit)
                ? Optional.of(Decision.of(Phase.COMPLETED, new Next.EndRunners(), ""))
                : Optional.empty();
    }
}
