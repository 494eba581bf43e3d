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
    public static final Duration A_MOMENT = Duration.ofSeconds(10);
    /** Things that are on their way out: the garbage collector takes its time. */
    public static final Duration A_REMOVAL = Duration.ofSeconds(20);
    /**
     * Things that are often applied a moment later, where the cluster looks again only after a while: the kubelet after 10 to 15 s for the
     * variables of a container, the Job's controller 1, 3, 7 and 15 s after its first attempt to create a pod.
     * A busy kubelet tells as late that a pod has ended, whose address does not answer any more.
     */
    public static final Duration A_SECOND_LOOK = Duration.ofSeconds(30);
    /**
     * Things that others may free or repair, such as a quota or an admission webhook: the Job's controller tries again, with ever
     * longer breaks, but who waits for a run would rather have the answer. The status has it from the first moment.
     */
    public static final Duration A_MINUTE = Duration.ofMinutes(1);
    /** Things that others work on, such as a cluster autoscaler: as long as the start may take. */
    public static final Duration AS_LONG_AS_THE_START = Duration.ofDays(365);
}
