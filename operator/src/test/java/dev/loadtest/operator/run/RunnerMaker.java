package dev.loadtest.operator.run;

import dev.loadtest.k6.RunnerResult;
import dev.loadtest.verdict.Loss;
import dev.loadtest.verdict.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes a runner as it is seen, beginning with one of the moments of its life. */
final class RunnerMaker {
    private final int index;
    private String uid;
    private Runner.State state;
    private Optional<Instant> readableSince = Optional.empty();
    private OptionalInt exitCode = OptionalInt.empty();
    private Optional<Loss> loss = Optional.empty();
    private boolean atBarrier;
    private boolean paused;
    private boolean answers;
    private OptionalInt vusMax = OptionalInt.empty();
    private Optional<RunnerResult> result = Optional.empty();
    private Optional<String> errorLine = Optional.empty();
    private boolean logEnded;
    private boolean logExhausted;

    private RunnerMaker(int index, Runner.State state) {
        this.index = index;
        this.uid = "uid-" + index;
        this.state = state;
    }

    /** Its container does not run yet. */
    static RunnerMaker waiting(int index) {
        return new RunnerMaker(index, Runner.State.WAITING);
    }

    /** Its container runs, k6 does not answer yet. */
    static RunnerMaker starting(int index) {
        return new RunnerMaker(index, Runner.State.UP);
    }

    /** At the barrier. */
    static RunnerMaker paused(int index) {
        return starting(index).lastSeenAtTheBarrier();
    }

    /** Sends load. */
    static RunnerMaker up(int index) {
        return starting(index).withVus(10);
    }

    /** Its container has ended, its log was not read yet. */
    static RunnerMaker ended(int index, int exitCode) {
        var runner = new RunnerMaker(index, Runner.State.ENDED);
        runner.exitCode = OptionalInt.of(exitCode);
        runner.readableSince = Optional.of(RunMaker.T0.plusSeconds(100));
        return runner;
    }

    /** Its container has ended as it should, its result is in, and there is nothing more in its log. */
    static RunnerMaker done(int index) {
        return ended(index, 0).with(Results.held(index)).withLogEnded();
    }

    /** Its pod is gone, and its log with it. */
    static RunnerMaker gone(int index) {
        var runner = new RunnerMaker(index, Runner.State.GONE);
        runner.logExhausted = true;
        return runner;
    }

    /** Its node was drained, and it printed what it had measured until then. */
    static RunnerMaker evicted(int index) {
        var runner = ended(index, 105).with(Results.held(index)).withLogEnded();
        runner.loss = Optional.of(new Loss(Reason.RUNNER_EVICTED, "was evicted: the node was low on memory"));
        return runner;
    }

    static RunnerMaker outOfMemory(int index) {
        var runner = ended(index, 137).withLogExhausted();
        runner.loss = Optional.of(new Loss(
                Reason.RUNNER_OUT_OF_MEMORY,
                "(pod items-1-%d) was killed for want of memory; raise spec.resources.limits.memory".formatted(index)));
        return runner;
    }

    RunnerMaker with(RunnerResult found) {
        result = Optional.of(found);
        return this;
    }

    RunnerMaker lastSeenAtTheBarrier() {
        atBarrier = true;
        paused = true;
        return withVus(10);
    }

    RunnerMaker withVus(int most) {
        answers = true;
        vusMax = OptionalInt.of(most);
        return this;
    }

    RunnerMaker withUid(String other) {
        uid = other;
        return this;
    }

    RunnerMaker withErrorLine(String line) {
        errorLine = Optional.of(line);
        return this;
    }

    RunnerMaker withLogEnded() {
        logEnded = true;
        return this;
    }

    RunnerMaker withLogExhausted() {
        logEnded = true;
        logExhausted = true;
        return this;
    }

    RunnerMaker readableSince(Instant when) {
        readableSince = Optional.of(when);
        return this;
    }

    Runner seen() {
        return new Runner(
                index,
                "items-1-" + index,
                uid,
                Optional.of("10.0.0." + (index + 1)),
                state,
                readableSince,
                exitCode,
                loss,
                atBarrier,
                paused,
                answers,
                vusMax,
                result,
                errorLine,
                logEnded,
                logExhausted);
    }
}
