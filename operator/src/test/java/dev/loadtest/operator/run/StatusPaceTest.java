package dev.loadtest.operator.run;

import static dev.loadtest.operator.run.RunMaker.T0;
import static dev.loadtest.operator.run.RunMaker.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusPaceTest {
    private static final int RUNNERS = 200;

    private final StatusPace pace = new StatusPace();
    private final LoadTestRun run = run("a");
    private int writes;

    @Test
    void hundredsOfRunnersThatComeUpAreToldOnceASecondAndTheLastIsNotLost() {
        var now = T0;
        Optional<Instant> again = Optional.empty();
        for (int ready = 0; ready <= RUNNERS; ready++) {
            again = isLookedAt(now, startingRun(ready));
            now = now.plusMillis(10);
        }

        assertThat(writes).isEqualTo(3); // at 0, 1 and 2 s
        assertThat(again).isEmpty(); // the last one came when it was due
        assertThat(run.getStatus().columns().runners()).isEqualTo("200/200");
    }

    @Test
    void whatIsHeldBackIsLookedAtAgain() {
        isLookedAt(T0, startingRun(1));

        var again = isLookedAt(T0.plusMillis(10), startingRun(2));

        assertThat(again).contains(T0.plus(StatusPace.PACE));
        assertThat(run.getStatus().columns().runners()).isEqualTo("1/200");
        assertThat(isLookedAt(again.get(), startingRun(2))).isEmpty();
        assertThat(run.getStatus().columns().runners()).isEqualTo("2/200");
    }

    @Test
    void whatSomebodyMayActOnIsToldAtOnce() {
        isLookedAt(T0, startingRun(1));

        isLookedAt(T0.plusMillis(10), startingRun(1).finding(Reason.UNSCHEDULABLE, Finding.AS_LONG_AS_THE_START));
        assertThat(run.getStatus().reason()).isEqualTo("Unschedulable");

        isLookedAt(T0.plusMillis(20), startingRun(1).resumedAt(T0));
        assertThat(run.getStatus().phase()).isEqualTo("Running");

        isLookedAt(
                T0.plusMillis(30),
                aRun().parallelism(RUNNERS)
                        .bearsLossDownTo(1)
                        .withRunners(RunnerMaker.up(0), RunnerMaker.gone(1))
                        .resumedAt(T0));
        assertThat(run.getStatus().runners().notable())
                .as("a runner that was lost")
                .hasSize(1);
        assertThat(writes).isEqualTo(4);
    }

    @Test
    void runsDoNotWaitForEachOtherNorForAClockThatWasSetBack() {
        isLookedAt(T0, startingRun(1));

        assertThat(pace.holdsBack(run("b"), changed(startingRun(2), T0), T0)).isEmpty();
        assertThat(isLookedAt(T0.minus(Duration.ofHours(1)), startingRun(2))).isEmpty();
    }

    /** As {@link RunActions#tell} does it. */
    private Optional<Instant> isLookedAt(Instant now, RunMaker picture) {
        var status = changed(picture, now);
        var until = pace.holdsBack(run, status, now);
        if (until.isEmpty() && !status.equals(run.getStatus())) {
            writes++;
            run.setStatus(status);
            pace.isWritten(run, now);
        }
        return until;
    }

    private LoadTestRunStatus changed(RunMaker picture, Instant now) {
        var seen = picture.observed();
        var draft = StatusDraft.of(run.getStatus());
        RunStatuses.going(draft, seen, RunDecisions.decide(seen, T0), now);
        return draft.build();
    }

    private static RunMaker startingRun(int ready) {
        return aRun().withRunners(IntStream.range(0, RUNNERS)
                .mapToObj(index -> index < ready ? RunnerMaker.paused(index) : RunnerMaker.starting(index))
                .toArray(RunnerMaker[]::new));
    }

    private static LoadTestRun run(String uid) {
        var run = new LoadTestRun();
        run.setMetadata(new ObjectMetaBuilder().withUid(uid).build());
        return run;
    }
}
