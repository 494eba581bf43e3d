package dev.loadtest.report;

/** What was given as a report cannot be read as one; the message says why, for people. */
public final class UnreadableReport extends RuntimeException {
    UnreadableReport(String message, Throwable cause) {
        super(message, cause);
    }
}
