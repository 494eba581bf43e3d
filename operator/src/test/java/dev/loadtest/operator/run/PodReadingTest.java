package dev.loadtest.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.Markers;
import dev.loadtest.api.RunnerStatus;
import dev.loadtest.api.Runners;
import dev.loadtest.operator.control.RunnerSeen;
import dev.loadtest.verdict.Loss;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodReadingTest {
    private static final Loss EVICTED = new Loss(Reason.RUNNER_EVICTED, "(pod a-1-0-x) was evicted by its node");

    @Test
    void theLossForWhichTheOthersAreStoppedStaysWhenThePodsStatusIsWrittenOver() {
        assertThat(loss(pod("uid"), Stopped.BY_RUNNER_ERROR)).contains(EVICTED);
    }

    @Test
    void untilThenALossIsTakenBackWithTheWordsThatSaidIt() {
        assertThat(loss(pod("uid"), Stopped.NOT)).isEmpty();
    }

    @Test
    void anotherPodOfTheSameRunnerWasNotLost() {
        assertThat(loss(pod("another"), Stopped.BY_RUNNER_ERROR)).isEmpty();
    }

    private static Optional<Loss> loss(Pod pod, Stopped stopped) {
        var draft = StatusDraft.of(null);
        draft.markers =
                stopped == Stopped.NOT ? null : Markers.NONE.stoppingFor(stopped.word(), RunMaker.T0.toString());
        var notable = new RunnerStatus(0, "a-1-0-x", "uid", EVICTED.reason().word(), null, EVICTED.words());
        draft.runners = new Runners(2, 2, 1, 1, List.of(notable));
        var run = new LoadTestRun();
        run.setStatus(draft.build());
        return PodReading.runner(0, pod, run, RunnerSeen.NOTHING).loss();
    }

    private static Pod pod(String uid) {
        // @formatter:off
        return new PodBuilder()
                .withNewMetadata().withName("a-1-0-x").withUid(uid).endMetadata()
                .withNewSpec().endSpec()
                .withNewStatus().withPhase("Running").endStatus()
                .build();
        // @formatter:on
    }
}
