package dev.loadtest.operator.run;

import static dev.loadtest.operator.run.RunDecisions.SOON;
import static dev.loadtest.operator.run.RunDecisions.earlier;

import dev.loadtest.api.Phase;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.operator.target.TargetSeen;
import dev.loadtest.verdict.Reason;
import java.time.Instant;
import java.util.Optional;

/** Before the runners are created: what they put load on has to be ready. The lock is held meanwhile. */
final class TargetRules {
    private TargetRules() {}

    /** Empty when it is ready, or nobody asked for that. */
    static Optional<Decision> notReady(Observed seen, Instant now) {
        return seen.target() instanceof TargetSeen.NotReady lack
                ? Optional.of(notReady(lack, seen, now))
                : Optional.empty();
    }

    private static Decision notReady(TargetSeen.NotReady lack, Observed seen, Instant now) {
        var since = seen.turn();
        var timeout = since.plus(seen.asked().readyTimeout());
        var end =
                switch (lack.why()) {
                    case MISSING -> earlier(timeout, since.plus(Finding.A_MOMENT));
                    case NOT_YET -> timeout;
                    // An operator that comes back late asks first.
                    case BEING_ASKED -> later(timeout, now.plus(SOON));
                    case REFUSED -> since;
                };
        var reason = lack.why() == TargetSeen.Why.MISSING ? Reason.TARGET_MISSING : Reason.TARGET_NOT_READY;
        if (now.isBefore(end)) {
            return Decision.waiting(Phase.PENDING, lack.message(), earlier(end, now.plus(SOON)))
                    .because(reason);
        }
        return Endings.finish(
                reason,
                lack.why() == TargetSeen.Why.NOT_YET
                        ? "%s; the target was not ready within readyTimeoutSeconds (%d): see to it, or raise target.readyTimeoutSeconds"
                                .formatted(
                                        lack.message(),
                                        seen.asked().readyTimeout().toSeconds())
                        : lack.message());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
