package dev.loadtest.operator.control;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What has to be known of a run to watch its runners.
 *
 * @param uid of the LoadTestRun
 * @param nonce what marks its lines and its setup data
 * @param setup whether and how far one runner calls setup() for all
 * @param resumed when the runners were resumed; empty before
 * @param loadStarted whether the load has begun
 * @param cpuLimit the CPU limit of each runner in cores; empty without one
 */
public record WatchedRun(
        String uid,
        String nonce,
        Setup setup,
        Optional<Instant> resumed,
        boolean loadStarted,
        OptionalDouble cpuLimit) {

    /** How far setup() is, by what the run's status says. */
    public enum Setup {
        /** Each runner calls its own, or it was not begun. */
        NOT_BEGUN,
        /** It was begun on the runner with index 0, in this life of the operator or an earlier one. */
        BEGUN,
        /** It is done, and the runners have been or are being resumed. */
        SHARED
    }
}
