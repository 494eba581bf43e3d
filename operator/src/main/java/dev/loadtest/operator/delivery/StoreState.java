package dev.loadtest.operator.delivery;

import dev.loadtest.operator.store.StoreEnd;
import dev.loadtest.operator.store.StoreReason;

/** How far the Job is that brings a report's files to their place. */
sealed interface StoreState {

    /** There is no Job, as far as the cache tells. */
    record NoJob() implements StoreState {}

    /** Nothing has happened yet that could be told. */
    record Underway() implements StoreState {}

    /** Something is wrong, and it is tried again. */
    record Trouble(StoreReason reason, String message) implements StoreState {}

    /** All files are there. */
    record Stored(StoreEnd end) implements StoreState {}

    /** The Job was given up. */
    record GivenUp() implements StoreState {}
}
