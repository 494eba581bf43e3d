package dev.loadtest.operator.target;

import java.util.List;

/** What is known of the target at this look. */
public sealed interface TargetSeen {
    /** Nobody has to know: there is none, or it is not the time. */
    record NotLookedAt() implements TargetSeen {}

    /** Everything is rolled out, and the probe was answered. */
    record Ready(List<WorkloadState> workloads) implements TargetSeen {}

    /**
     * It cannot be tested yet.
     *
     * @param why what kind of thing is missing
     * @param message names the object and the next step
     */
    record NotReady(Why why, String message) implements TargetSeen {}

    /** How it is now that the load has ended. */
    record Afterwards(List<WorkloadState> workloads) implements TargetSeen {}

    /** What may be hoped for. */
    enum Why {
        /** An object that does not exist may be applied a moment later. */
        MISSING,
        /** It is being rolled out, or starts up. */
        NOT_YET,
        /** The probe was sent, and its answer is not there yet. */
        BEING_ASKED,
        /** The operator may not read it, or must not call it: waiting does not help. */
        REFUSED
    }
}
