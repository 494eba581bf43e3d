package dev.loadtest.operator.artifact;

import dev.loadtest.api.Artifact;

/** How far the keeping of a run's report is. */
public sealed interface Keeping {

    /** Nobody has asked for it, in this life of the operator. */
    record NotBegun() implements Keeping {}

    /** It is being made or written. */
    record Underway() implements Keeping {}

    /** It is there. */
    record Kept(Artifact artifact) implements Keeping {}

    /**
     * The last attempt failed; it may be tried again.
     *
     * @param message why, with the next step
     */
    record Refused(String message) implements Keeping {}
}
