package dev.loadtest.k6;

/**
 * One way to tell k6 something: a flag of {@code k6 run}, its variable, or both.
 *
 * @param flag such as {@code --vus}; empty when there is a variable only
 * @param letter such as {@code -u}; empty when there is none
 * @param variable such as {@code K6_VUS}; empty when there is a flag only
 * @param takesValue whether the flag takes the next word as its value
 * @param use whether a user may give it
 * @param why for what is not allowed: what it would break, and what to do instead
 */
public record K6Flag(String flag, String letter, String variable, boolean takesValue, Use use, String why) {

    /** Whether a user may give it. */
    public enum Use {
        /** It goes to k6 as it is. */
        ALLOWED,
        /** It would lose the result or the control of the run. */
        REFUSED,
        /** The operator gives it itself. */
        OURS
    }
}
