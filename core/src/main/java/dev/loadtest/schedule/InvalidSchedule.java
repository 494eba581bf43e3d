package dev.loadtest.schedule;

/** A schedule that cannot be followed. The message names what is at fault and what would do. */
public final class InvalidSchedule extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidSchedule(String message) {
        super(message);
    }
}
