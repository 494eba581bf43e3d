package dev.loadtest.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the run's spec asks for, as far as decisions depend on it.
 *
 * @param runners how many k6 processes
 * @param startTimeout the most that may pass from the Job's creation to the start of the load
 * @param activeDeadline the most that the load may last; empty: as long as the script takes
 * @param stop whether somebody asked for the end
 * @param createdAt when the run was created
 */
record Asked(int runners, Duration startTimeout, Optional<Duration> activeDeadline, boolean stop, Instant createdAt) {
    /** One runner is plain k6: it starts by itself. */
    boolean barrier() {
        return runners > 1;
    }
}
