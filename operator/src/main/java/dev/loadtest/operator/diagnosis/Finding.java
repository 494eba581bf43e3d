package dev.loadtest.operator.diagnosis;

import dev.loadtest.verdict.Reason;
import java.time.Duration;

/**
 * What keeps a runner from running.
 *
 * @param reason the reason that a run has which ends for it
 * @param message names the object at fault and the next step
 * @param patience how long it is waited for a change before the run ends; the start's own time-out applies besides
 */
public record Finding(Reason reason, String message, Duration patience) {
    /** No change is to be hoped for. */
    public static final Duration NONE = Duration.ZERO;
    /** Things that are often applied a moment later, or that a registry takes back. */
    public static final Duration A_MOMENT = Duration.ofSeconds(20);
    /** Things that others work on, such as a cluster autoscaler: as long as the start may take. */
    public static final Duration AS_LONG_AS_THE_START = Duration.ofDays(365);
}
