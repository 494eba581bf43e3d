package dev.loadtest.operator.control;

import dev.loadtest.k6.SetupAnswer;
import dev.loadtest.verdict.Reason;

/** How far the one call of setup() is. */
public sealed interface SetupSeen {
    /** Not begun, or it is not known yet. */
    record Unknown() implements SetupSeen {}

    /** It was called and has not answered yet. */
    record Going() implements SetupSeen {}

    /** It has answered. */
    record Done(SetupAnswer answer) implements SetupSeen {}

    /**
     * It has failed.
     *
     * @param reason {@link Reason#SCRIPT_ERROR}, {@link Reason#SETUP_TIMEOUT}, {@link Reason#SCRIPT_ABORTED}, {@link
     *     Reason#SETUP_DATA_TOO_LARGE}, {@link Reason#RUNNER_LOST} or {@link Reason#SETUP_INTERRUPTED}
     * @param words k6's own, or what happened to the call
     */
    record Failed(Reason reason, String words) implements SetupSeen {}
}
