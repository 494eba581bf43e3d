package dev.loadtest.operator.run;

import dev.loadtest.verdict.Generators;
import dev.loadtest.verdict.Question;
import dev.loadtest.verdict.Stopped;
import dev.loadtest.verdict.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the run's spec asks for, as far as decisions depend on it.
 *
 * @param runners how many k6 processes
 * @param setupOnce whether one runner calls setup() for all
 * @param minRunners as {@link Question#minRunners()} has it
 * @param validity when the measurement is believed
 * @param queueTimeout the most that may pass from its creation until its turn comes
 * @param readyTimeout the most that may pass from then until its target is ready
 * @param startTimeout the most that may pass from the Job's creation until all runners are ready
 * @param activeDeadline the most that the load may last; empty: as long as the script takes
 * @param stop whether somebody asked for the end
 * @param createdAt when the run was created; of one that somebody created by hand, when its LoadTest let it in
 */
record Asked(
        int runners,
        boolean setupOnce,
        int minRunners,
        Validity validity,
        Duration queueTimeout,
        Duration readyTimeout,
        Duration startTimeout,
        Optional<Duration> activeDeadline,
        boolean stop,
        Instant createdAt) {
    /** One runner is plain k6: it starts by itself. */
    boolean barrier() {
        return runners > 1;
    }

    boolean bearsLoss() {
        return minRunners > 0;
    }

    Question question(Stopped stopped, Generators generators, Optional<String> targetChange) {
        return new Question(runners, stopped, minRunners, validity, generators, targetChange);
    }
}
