package dev.loadtest.operator.run;

import dev.loadtest.api.Phase;
import dev.loadtest.verdict.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * What follows from an observation.
 *
 * @param phase how far the run is
 * @param next what to do
 * @param waitingFor why it does not go on, for programs; empty while all goes as it should
 * @param message the same for people
 * @param deadline when it is to be looked at again at the latest
 */
record Decision(Phase phase, Next next, Optional<Reason> waitingFor, String message, Optional<Instant> deadline) {

    static Decision of(Phase phase, Next next, String message) {
        return new Decision(phase, next, Optional.empty(), message, Optional.empty());
    }

    static Decision waiting(Phase phase, String message, Instant deadline) {
        return new Decision(phase, new Next.Nothing(), Optional.empty(), message, Optional.of(deadline));
    }

    Decision because(Reason reason) {
        return new Decision(phase, next, Optional.of(reason), message, deadline);
    }

    Decision saying(Reason reason, String why) {
        return new Decision(phase, next, Optional.of(reason), why, deadline);
    }

    Decision lookAgain(Instant when) {
        return new Decision(phase, next, waitingFor, message, Optional.of(when));
    }
}
