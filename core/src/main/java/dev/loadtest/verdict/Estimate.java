package dev.loadtest.verdict;

/**
 * A value over all runners and where the truth lies.
 *
 * @param value the value to show and to compare
 * @param lower the least that the truth can be
 * @param upper the greatest that the truth can be
 */
public record Estimate(double value, double lower, double upper) {

    /** A value that is known. */
    public static Estimate exact(double value) {
        return new Estimate(value, value, value);
    }
}
