package dev.loadtest.verdict;

import java.time.Duration;

/**
 * When a measurement is believed.
 *
 * @param enforce whether what is not believed makes a run {@link Verdict#INCONCLUSIVE}; otherwise it is only reported
 * @param maxFailedShare the share of failed requests, 0 to 1, above which a test that has no threshold on {@code http_req_failed} or
 *     {@code checks} is not believed
 * @param maxDroppedShare the share of iterations, 0 to 1, that k6 may have dropped for want of VUs
 * @param maxAtMaxVUsShare the share of the time, 0 to 1, for which a scenario with an arrival rate may have had no VU left
 * @param maxCpuShare the share of its CPU limit, 0 to 1, that a runner may use over 10 s
 * @param maxSkew by how much the starts of the runners may differ
 * @param uncertainIsDoubt whether a threshold whose limit lies inside the bound of what was observed is not believed; otherwise the
 *     estimate decides
 */
public record Validity(
        boolean enforce,
        double maxFailedShare,
        double maxDroppedShare,
        double maxAtMaxVUsShare,
        double maxCpuShare,
        Duration maxSkew,
        boolean uncertainIsDoubt) {
    /** What holds when nobody says otherwise. */
    public static final Validity DEFAULT = new Validity(true, 0.5, 0.01, 0.1, 0.9, Duration.ofSeconds(1), false);

    /** @throws IllegalArgumentException with a share that is not from 0 to 1 */
    public Validity {
        for (var share : new double[] {maxFailedShare, maxDroppedShare, maxAtMaxVUsShare, maxCpuShare}) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
            }
        }
    }
}
