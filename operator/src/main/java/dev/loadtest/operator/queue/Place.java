package dev.loadtest.operator.queue;

import java.time.Instant;
import java.util.Optional;

/** Where a run stands. */
public sealed interface Place {
    /** It has had its turn, or there is nothing that it would have to wait for. */
    record Admitted() implements Place {}

    /** It is its turn, and it has to be written down. */
    record Next() implements Place {}

    /**
     * Others come first.
     *
     * @param position 1 for the first of those that wait for the same
     * @param waitsFor what has to happen, in words
     * @param until when it is to be looked at again at the latest; empty: when something happens
     */
    record Waiting(int position, String waitsFor, Optional<Instant> until) implements Place {}

    /**
     * Its turn will never come.
     *
     * @param maxRunners how many runners the operator lets go at a time
     */
    record TooLarge(int maxRunners) implements Place {}
}
