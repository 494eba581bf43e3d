package dev.loadtest.verdict;

/** What a finished run says. */
public enum Verdict {
    /** Every threshold held, and the measurement can be believed. */
    PASSED("Passed"),
    /** Measured, and at least one threshold was broken. */
    FAILED("Failed"),
    /** Could not be measured: script, image or cluster. */
    ERROR("Error"),
    /** Measured, but not to be believed. */
    INCONCLUSIVE("Inconclusive"),
    /** Stopped on request. */
    ABORTED("Aborted");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /** The word that stands in a resource's status. */
    public String word() {
        return word;
    }
}
