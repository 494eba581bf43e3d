package dev.loadtest.operator.run;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The Job that calls teardown(), as it is seen.
 *
 * @param job its state
 * @param succeeded whether the Job says that it was done
 * @param exitCode of k6, once it has ended
 * @param words the last error that k6 logged there, or what keeps its pod from running
 */
record TeardownSeen(Observed.Job job, boolean succeeded, OptionalInt exitCode, Optional<String> words) {
    static final TeardownSeen NOTHING =
            new TeardownSeen(Observed.Job.ABSENT, false, OptionalInt.empty(), Optional.empty());
}
