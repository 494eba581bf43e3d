package dev.loadtest.operator.run;

import dev.loadtest.k6.ExitCode;
import dev.loadtest.k6.RunnerResult;
import dev.loadtest.verdict.Loss;
import dev.loadtest.verdict.RunnerEnd;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One runner as it is seen.
 *
 * @param index its index in the Job
 * @param pod its pod's name
 * @param uid its pod's UID
 * @param address its pod's address, once it has one
 * @param state how far its container is
 * @param readableSince since when its container was seen to have ended and its log could be read to the end
 * @param exitCode the container's exit code, once it has ended
 * @param loss that it was taken away, by what the cluster says of its pod
 * @param atBarrier whether k6 has everything ready and waits to be resumed
 * @param paused whether k6 was last seen paused
 * @param answers whether k6's API answers
 * @param vusMax the most VUs that fall to this runner; empty before k6 said so
 * @param result what it measured, once printed
 * @param errorLine the last error that k6 itself logged
 * @param logEnded whether its log has ended with a result in it
 * @param logExhausted whether its log was read to the end and holds no result
 */
record Runner(
        int index,
        String pod,
        String uid,
        Optional<String> address,
        State state,
        Optional<Instant> readableSince,
        OptionalInt exitCode,
        Optional<Loss> loss,
        boolean atBarrier,
        boolean paused,
        boolean answers,
        OptionalInt vusMax,
        Optional<RunnerResult> result,
        Optional<String> errorLine,
        boolean logEnded,
        boolean logExhausted) {

    private static final Set<ExitCode> FROM_OUTSIDE =
            EnumSet.of(ExitCode.KILLED_EARLY, ExitCode.HANGUP, ExitCode.KILLED, ExitCode.TERMINATED_EARLY);

    enum State {
        /** The container has not started yet. */
        WAITING,
        UP,
        ENDED,
        /** The pod is being deleted or does not exist any more. */
        GONE
    }

    boolean live() {
        return state == State.UP && !ended();
    }

    /**
     * Its end was seen: the container's, or that of its log with a result and no error of k6 in it, which comes up to two seconds
     * earlier. With an error the exit code says what it meant.
     */
    boolean ended() {
        return state == State.ENDED || state == State.GONE || logEnded && result.isPresent() && errorLine.isEmpty();
    }

    /** All there is to know of it is known. */
    boolean settled() {
        return ended() && (result.isPresent() && explained() || logExhausted || state == State.GONE);
    }

    /**
     * k6 has words for an error of the script and for writes that failed. The result goes to another stream, so that they may come after
     * it. An end from outside has none.
     */
    private boolean explained() {
        return errorLine.isPresent()
                || logEnded
                || exitCode.isEmpty()
                || ExitCode.of(exitCode.getAsInt())
                        .filter(code -> !FROM_OUTSIDE.contains(code))
                        .isEmpty();
    }

    /** It was taken away, or ended without a word. */
    boolean lost() {
        return loss.isPresent() || state == State.GONE && result.isEmpty();
    }

    RunnerEnd end() {
        return new RunnerEnd(index, exitCode, result, errorLine, loss);
    }
}
