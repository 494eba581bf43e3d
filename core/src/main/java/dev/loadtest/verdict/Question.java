package dev.loadtest.verdict;

/**
 * What has to be known of a run, besides how its runners ended, to judge it.
 *
 * @param runners how many runners it has, at least 1
 * @param stopped whether and why the operator told them to stop
 * @param maxFailedShare the share of failed requests, 0 to 1, above which a test that has no threshold on {@code http_req_failed} or
 *     {@code checks} is not believed
 */
public record Question(int runners, Stopped stopped, double maxFailedShare) {
    /** What {@code validity.maxFailedShare} is when nobody sets it. */
    public static final double DEFAULT_MAX_FAILED_SHARE = 0.5;

    /** @throws IllegalArgumentException with less than one runner, or a share that is not from 0 to 1 */
    public Question {
        if (runners < 1) {
            throw new IllegalArgumentException("a run has at least one runner, not " + runners);
        }
        if (!(maxFailedShare >= 0 && maxFailedShare <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1, not " + maxFailedShare);
        }
    }

    /** The question with the default share of failed requests. */
    public static Question of(int runners, Stopped stopped) {
        return new Question(runners, stopped, DEFAULT_MAX_FAILED_SHARE);
    }
}
