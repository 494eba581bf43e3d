package dev.loadtest.verdict;

/** Why the operator told the runners to stop, if it did. */
public enum Stopped {
    /** It did not: every runner ended by itself. */
    NOT,
    /** Somebody set {@code stop: true}. */
    ON_REQUEST,
    /** {@code activeDeadlineSeconds} had passed. */
    AT_DEADLINE,
    /** The run was deleted. */
    BY_DELETION,
    /** A runner called {@code exec.test.abort()}, so the others were stopped with it. */
    BY_SCRIPT,
    /** A runner was lost or ended in an error, so the others were stopped. */
    BY_RUNNER_ERROR
}
