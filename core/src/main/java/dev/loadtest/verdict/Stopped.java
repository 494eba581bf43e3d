package dev.loadtest.verdict;

import java.util.Arrays;

/** Why the operator told the runners to stop, if it did. */
public enum Stopped {
    /** It did not: every runner ended by itself. */
    NOT(""),
    /** Somebody set {@code stop: true}. */
    ON_REQUEST("OnRequest"),
    /** {@code activeDeadlineSeconds} had passed. */
    AT_DEADLINE("AtDeadline"),
    /** The run was deleted. */
    BY_DELETION("ByDeletion"),
    /** A runner called {@code exec.test.abort()}, so the others were stopped with it. */
    BY_SCRIPT("ByScript"),
    /** A threshold with {@code abortOnFail} was broken over all runners together, so there was nothing left to learn. */
    BY_THRESHOLD("ByThreshold"),
    /** A runner was lost or ended in an error, so the others were stopped. */
    BY_RUNNER_ERROR("ByRunnerError"),
    /** A runner could not be resumed for so long that it was not a common start any more. */
    AT_INCOMPLETE_START("AtIncompleteStart");

    private final String word;

    Stopped(String word) {
        this.word = word;
    }

    /** The word that stands in a run's status. */
    public String word() {
        return word;
    }

    /** The constant with that word, or {@link #NOT}. */
    public static Stopped ofWord(String word) {
        return Arrays.stream(values())
                .filter(stopped -> stopped.word.equals(word))
                .findFirst()
                .orElse(NOT);
    }
}
