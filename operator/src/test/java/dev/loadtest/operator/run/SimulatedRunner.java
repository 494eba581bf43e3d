package dev.loadtest.operator.run;

import dev.loadtest.k6.RunnerResult;
import dev.loadtest.verdict.Loss;
import dev.loadtest.verdict.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** One runner of a {@link SimulatedCluster}: what it is, and what the operator knows of it. */
final class SimulatedRunner {
    private enum Stage {
        WAITING,
        UP,
        PAUSED,
        SENDING,
        ENDED,
        GONE
    }

    private final int index;
    private final boolean barrier;
    private final int vus;
    private Stage stage = Stage.WAITING;
    private boolean toldToStop;
    private OptionalInt exitCode = OptionalInt.empty();
    private Optional<Instant> readableSince = Optional.empty();
    private Optional<Loss> loss = Optional.empty();
    private Optional<RunnerResult> printed = Optional.empty();

    private Optional<Stage> heard = Optional.empty();
    private Optional<RunnerResult> read = Optional.empty();
    private boolean readToTheEnd;

    SimulatedRunner(int index, boolean barrier, int vus) {
        this.index = index;
        this.barrier = barrier;
        this.vus = vus;
    }

    void starts() {
        if (stage == Stage.WAITING) {
            stage = Stage.UP;
        }
    }

    void isReady() {
        if (stage == Stage.UP) {
            stage = barrier ? Stage.PAUSED : Stage.SENDING;
        }
    }

    void isResumed() {
        if (stage == Stage.PAUSED) {
            stage = Stage.SENDING;
        }
    }

    void isToldToStop() {
        toldToStop = true;
    }

    void endsAsItShould(Instant now) {
        if (stage == Stage.SENDING) {
            printed = Optional.of(Results.held(index));
            end(0, now);
        }
    }

    void endsAsTold(Instant now) {
        if (toldToStop && (stage == Stage.SENDING || stage == Stage.PAUSED)) {
            printed = Optional.of(Results.held(index));
            end(103, now);
        }
    }

    void ends(int code, Instant now) {
        if (alive()) {
            end(code, now);
        }
    }

    void runsOutOfMemory(Instant now) {
        if (alive()) {
            loss = Optional.of(new Loss(Reason.RUNNER_OUT_OF_MEMORY, "was killed for want of memory"));
            end(137, now);
        }
    }

    void isLost() {
        loss = Optional.of(new Loss(Reason.RUNNER_LOST, "is gone: its pod was removed"));
        stage = Stage.GONE;
    }

    void answers() {
        if (stage == Stage.PAUSED || stage == Stage.SENDING) {
            heard = Optional.of(stage);
        }
    }

    void logIsRead() {
        if (stage == Stage.ENDED) {
            read = printed;
            readToTheEnd = true;
        }
    }

    /** By the operator that looks at it now. */
    void isLookedAt(Instant now) {
        if (stage == Stage.ENDED && readableSince.isEmpty()) {
            readableSince = Optional.of(now);
        }
    }

    void isForgotten() {
        readableSince = Optional.empty();
        heard = Optional.empty();
        read = Optional.empty();
        readToTheEnd = false;
    }

    boolean isPaused() {
        return stage == Stage.PAUSED;
    }

    private boolean alive() {
        return stage == Stage.UP || stage == Stage.PAUSED || stage == Stage.SENDING;
    }

    private void end(int code, Instant now) {
        stage = Stage.ENDED;
        exitCode = OptionalInt.of(code);
    }

    Runner seen() {
        return new Runner(
                index,
                "items-1-" + index,
                "uid-" + index,
                Optional.of(String.valueOf(index)),
                switch (stage) {
                    case WAITING -> Runner.State.WAITING;
                    case UP, PAUSED, SENDING -> Runner.State.UP;
                    case ENDED -> Runner.State.ENDED;
                    case GONE -> Runner.State.GONE;
                },
                readableSince,
                exitCode,
                loss,
                heard.filter(Stage.PAUSED::equals).isPresent(),
                heard.filter(Stage.PAUSED::equals).isPresent(),
                heard.isPresent(),
                heard.isPresent() ? OptionalInt.of(vus) : OptionalInt.empty(),
                read,
                Optional.empty(),
                readToTheEnd,
                readToTheEnd && read.isEmpty());
    }
}
