package dev.loadtest.operator.run;

import static dev.loadtest.operator.run.RunDecisions.SOON;
import static dev.loadtest.operator.run.RunDecisions.earlier;

import dev.loadtest.api.Phase;
import dev.loadtest.k6.ExitCode;
import dev.loadtest.verdict.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * After the verdict: teardown() is called once for all, in a pod of its own, because no k6 is left that could. It
 * changes nothing of the verdict.
 */
final class TeardownRules {
    /** The Job ends by its own deadline; this is for one that does not. */
    static final Duration LONGEST_TEARDOWN = Duration.ofHours(1);
    /** How long a deletion is held up for the graceful end of runners and for teardown() together. */
    static final Duration DELETION_GRACE = Duration.ofSeconds(120);

    private TeardownRules() {}

    static Optional<Decision> afterTheVerdict(Observed seen, Instant now) {
        return seen.recorded().completed() && seen.teardownOpen()
                ? Optional.of(next(seen, seen.recorded().completedAt().orElse(now), now))
                : Optional.empty();
    }

    /** Empty when there is nothing to tear down, when that is done, or when it was waited long enough. */
    static Optional<Decision> beforeDeletion(Observed seen, Deletion deletion, Instant now) {
        var limit = deletion.at().plus(DELETION_GRACE);
        if (!seen.teardownOpen() || !now.isBefore(limit)) {
            return Optional.empty();
        }
        var next = next(seen, deletion.at(), now);
        // In the foreground what teardown() needs goes with all else that the run owns.
        var cannotBegin = deletion.inForeground() && next.next() instanceof Next.TearDown;
        return cannotBegin || next.next() instanceof Next.TornDown
                ? Optional.empty()
                : Optional.of(next.lookAgain(earlier(limit, now.plusSeconds(1))));
    }

    private static Decision next(Observed seen, Instant endedAt, Instant now) {
        var recorded = seen.recorded().teardown();
        var teardown = seen.teardown();
        if (teardown.job() == Observed.Job.FINISHED) {
            return tornDown(teardown);
        }
        if (!now.isBefore(endedAt.plus(LONGEST_TEARDOWN))) {
            return settled(
                    false,
                    "TeardownTimeout",
                    "teardown() did not come to its end in %d minutes%s"
                            .formatted(LONGEST_TEARDOWN.toMinutes(), words(teardown)));
        }
        if (recorded.jobUid().isPresent()) {
            return teardown.job() == Observed.Job.PRESENT
                    ? waiting(now)
                    : settled(false, "JobRemoved", "the Job that was to call teardown() was removed by somebody");
        }
        if (teardown.job() == Observed.Job.FOREIGN) {
            return settled(false, "NameTaken", "a Job of the name that the one for teardown() has is not the run's");
        }
        var stillGoing = !seen.alive().isEmpty() && now.isBefore(endedAt.plus(LoadRules.RUNNERS_GRACE));
        return stillGoing
                ? waiting(now)
                : Decision.of(Phase.COMPLETED, new Next.TearDown(), "").lookAgain(now.plus(SOON));
    }

    private static Decision tornDown(TeardownSeen teardown) {
        if (teardown.succeeded()) { // by the Job: its pod may be seen later, or not any more
            return settled(true, "TornDown", "teardown() was called once, after the last runner had ended");
        }
        var reason = teardown.exitCode().isPresent()
                ? ExitCode.reason(teardown.exitCode().getAsInt(), teardown.words())
                        .map(Reason::word)
                        .orElse("TeardownFailed")
                : "TeardownFailed";
        return settled(
                false,
                reason,
                "teardown() did not come to its end%s; what setup() made may still be there"
                        .formatted(words(teardown)));
    }

    private static String words(TeardownSeen teardown) {
        return teardown.words().map(words -> ": " + words).orElse("");
    }

    private static Decision settled(boolean done, String reason, String message) {
        return Decision.of(Phase.COMPLETED, new Next.TornDown(done, reason, message), message);
    }

    private static Decision waiting(Instant now) {
        return Decision.of(Phase.COMPLETED, new Next.Wait(), "").lookAgain(now.plus(SOON));
    }
}
