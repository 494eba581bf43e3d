package dev.loadtest.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.operator.control.RunSeen;
import dev.loadtest.operator.control.SetupSeen;
import dev.loadtest.verdict.Generators;
import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StartTroubleTest {
    private static final Instant CREATED = RunMaker.T0;
    private static final Recorded STARTING = aRun().observed().recorded();
    private static final RunSeen NOTHING_SEEN = new RunSeen(
            Map.of(),
            Map.of(),
            new SetupSeen.Unknown(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Generators.UNSEEN);

    private static RunMaker aRun() {
        return RunMaker.aRun().withJob();
    }

    @Test
    void whatANodeFindsMissingIsWaitedForFromWhenThePodHasANode() {
        var trouble = trouble(pod(Optional.of(CREATED.plusSeconds(40))));

        assertThat(trouble.finding().reason()).isEqualTo(Reason.REFERENCE_MISSING);
        assertThat(trouble.since()).isEqualTo(CREATED.plusSeconds(40));
    }

    @Test
    void withoutANodeFromItsCreation() {
        assertThat(trouble(pod(Optional.empty())).since()).isEqualTo(CREATED);
    }

    private static StartTrouble trouble(Pod pod) {
        return StartTrouble.of(STARTING, CREATED.plusSeconds(41), Optional.empty(), Set.of(pod), NOTHING_SEEN, List::of)
                .orElseThrow();
    }

    private static Pod pod(Optional<Instant> scheduled) {
        // @formatter:off
        return new PodBuilder()
                .withNewMetadata()
                    .withName("a-1-0-x")
                    .withUid("uid")
                    .withNamespace("shop")
                    .withCreationTimestamp(CREATED.toString())
                .endMetadata()
                .withNewSpec().endSpec()
                .withNewStatus()
                    .withPhase("Pending")
                    .addNewCondition()
                        .withType("PodScheduled")
                        .withStatus(scheduled.isPresent() ? "True" : "False")
                        .withLastTransitionTime(scheduled.orElse(CREATED).toString())
                    .endCondition()
                    .addNewContainerStatus()
                        .withName("k6")
                        .withNewState()
                            .withNewWaiting()
                                .withReason("CreateContainerConfigError")
                                .withMessage("secret \"later\" not found")
                            .endWaiting()
                        .endState()
                    .endContainerStatus()
                .endStatus()
                .build();
        // @formatter:on
    }
}
