package dev.loadtest.operator.run;

import dev.loadtest.api.Phase;
import dev.loadtest.operator.artifact.Keeping;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** After the verdict: the report is kept. It changes nothing of the verdict, and a run is not held for it for ever. */
final class ReportRules {
    /** How long it is tried. */
    static final Duration LONGEST_KEEPING = Duration.ofMinutes(2);

    private ReportRules() {}

    static Optional<Decision> settled(Observed seen, Instant now) {
        if (!seen.reportOpen()) {
            return Optional.empty();
        }
        if (seen.report() instanceof Keeping.Kept kept) {
            return Optional.of(settled(new Next.ReportSettled(Optional.of(kept.artifact()), "the report is kept")));
        }
        if (now.isBefore(endedAt(seen, now).plus(LONGEST_KEEPING))) {
            return Optional.empty();
        }
        var why = seen.report() instanceof Keeping.Refused refused
                ? refused.message()
                : "it was not made within %d s".formatted(LONGEST_KEEPING.toSeconds());
        return Optional.of(settled(new Next.ReportSettled(
                Optional.empty(), "the run has no report, and its verdict and numbers stand: " + why)));
    }

    private static Decision settled(Next.ReportSettled end) {
        return Decision.of(Phase.COMPLETED, end, end.message());
    }

    /** After a restart of the operator: the logs are read again before it is made. */
    static Optional<Decision> notBegun(Observed seen, Instant now) {
        var known = seen.runners().stream().allMatch(runner -> Endings.nothingToCome(runner, now))
                || !now.isBefore(endedAt(seen, now).plus(Endings.LOG_GRACE));
        return seen.reportOpen() && seen.report() instanceof Keeping.NotBegun && known
                ? Optional.of(Decision.of(Phase.COMPLETED, new Next.KeepReport(), ""))
                : Optional.empty();
    }

    static Optional<Decision> underway(Observed seen, Instant any) {
        if (!seen.reportOpen()) {
            return Optional.empty();
        }
        var next = seen.report() instanceof Keeping.Refused ? new Next.KeepReport() : new Next.Wait();
        return Optional.of(Decision.of(Phase.COMPLETED, next, ""));
    }

    private static Instant endedAt(Observed seen, Instant now) {
        return seen.recorded().completedAt().orElse(now);
    }
}
