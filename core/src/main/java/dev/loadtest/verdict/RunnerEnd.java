package dev.loadtest.verdict;

import dev.loadtest.k6.RunnerResult;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one runner ended.
 *
 * @param index the runner, from 0
 * @param exitCode the exit code of k6; empty while only its result is known, or when it can never be known
 * @param result what it measured, if it came to print it
 * @param errorLine the last error that k6 itself logged, if any: the text people need to see
 * @param loss that it was taken away, if the cluster says so: then the exit code says nothing
 */
public record RunnerEnd(
        int index,
        OptionalInt exitCode,
        Optional<RunnerResult> result,
        Optional<String> errorLine,
        Optional<Loss> loss) {

    /** The end of a runner that was not taken away. */
    public RunnerEnd(int index, OptionalInt exitCode, Optional<RunnerResult> result, Optional<String> errorLine) {
        this(index, exitCode, result, errorLine, Optional.empty());
    }
}
