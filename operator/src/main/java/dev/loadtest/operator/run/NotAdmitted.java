package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.Phase;
import dev.loadtest.operator.condition.Conditions;
import dev.loadtest.operator.runner.Labels;
import dev.loadtest.operator.telemetry.Announcements.Kind;
import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A run that somebody created and that has not been told what it runs. Its LoadTest takes it in at once, if there is one, and fills that
 * in when it may begin; until then it only says what it waits for.
 */
final class NotAdmitted {
    /** For a LoadTest that is applied after its run. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private NotAdmitted() {}

    static boolean is(LoadTestRun run) {
        return run.getSpec().definition() == null;
    }

    /** @param end why it is over before it began; empty while it waits */
    record Standing(Optional<Reason> end, String message, Optional<Instant> again) {}

    /** @param loadTestExists is asked when the run has waited for it long enough */
    static Standing of(LoadTestRun run, Instant now, BooleanSupplier loadTestExists) {
        var name = run.getSpec().loadTest();
        var refused = Optional.ofNullable(run.getMetadata().getAnnotations())
                .orElse(Map.of())
                .get(Labels.REFUSED);
        if (refused != null) {
            return over(
                    Reason.OVERRIDES_REFUSED,
                    "with its overrides the definition of LoadTest %s is refused: %s; correct spec.overrides, and create another run"
                            .formatted(name, refused));
        }
        if (Boolean.TRUE.equals(run.getSpec().stop())) {
            return over(Reason.STOP_REQUESTED, "stopped before it began; no request was sent");
        }
        if (!Labels.loadTestUid(run).isEmpty()) {
            return new Standing(
                    Optional.empty(),
                    "waits until LoadTest %s has no other run going and is not suspended".formatted(name),
                    Optional.empty());
        }
        var end = Instant.parse(run.getMetadata().getCreationTimestamp()).plus(PATIENCE);
        if (now.isBefore(end)) {
            return waits(name, end);
        }
        // An operator that has just come may look at the run before it looks at the LoadTest.
        return loadTestExists.getAsBoolean()
                ? waits(name, now.plus(RunDecisions.SOON))
                : over(
                        Reason.LOAD_TEST_MISSING,
                        "there is no LoadTest %s in namespace %s; correct spec.loadTestRef.name, or create the LoadTest, and create another run"
                                .formatted(name, run.getMetadata().getNamespace()));
    }

    private static Standing waits(String loadTest, Instant again) {
        return new Standing(Optional.empty(), "waits for LoadTest %s".formatted(loadTest), Optional.of(again));
    }

    private static boolean loadTestExists(LoadTestRun run, KubernetesClient client) {
        return !client.resources(LoadTest.class)
                .inNamespace(run.getMetadata().getNamespace())
                .withField("metadata.name", run.getSpec().loadTest())
                .list()
                .getItems()
                .isEmpty();
    }

    private static Standing over(Reason reason, String message) {
        return new Standing(Optional.of(reason), message, Optional.empty());
    }

    /** @return when to look again */
    static Optional<Instant> look(LoadTestRun run, Context<LoadTestRun> context, RunEdges edges, Instant now) {
        var objects = new RunObjects(context.getClient(), run);
        if (run.getStatus() != null && run.getStatus().verdict() != null) {
            objects.letGo(run, false);
            return Optional.of(now.plus(RunDecisions.SOON));
        }
        var standing = of(run, now, () -> loadTestExists(run, context.getClient()));
        var status = status(run, standing, now);
        if (!Objects.equals(status.build(), run.getStatus())) {
            var copy = new LoadTestRun();
            copy.setMetadata(run.getMetadata());
            copy.setSpec(run.getSpec());
            copy.setStatus(status.build());
            var written = context.resourceOperations().updatePrimaryStatus(copy);
            standing.end().ifPresent(reason -> {
                edges.metrics().completed(written);
                edges.announcements()
                        .announce(
                                written,
                                Kind.WARNING,
                                reason.word(),
                                "%s: %s".formatted(reason.verdict().word(), standing.message()));
                objects.letGo(written, false);
            });
        }
        return standing.end().isPresent() ? Optional.of(now.plus(RunDecisions.SOON)) : standing.again();
    }

    private static StatusDraft status(LoadTestRun run, Standing standing, Instant now) {
        var draft = StatusDraft.of(run.getStatus());
        draft.observedGeneration = run.getMetadata().getGeneration();
        draft.phase = standing.end().isPresent() ? Phase.COMPLETED.word() : Phase.PENDING.word();
        draft.message = standing.message();
        draft.reason = standing.end().map(Reason::word).orElse(null);
        draft.verdict = standing.end().map(reason -> reason.verdict().word()).orElse(null);
        draft.completionTime = standing.end().isPresent() ? now.toString() : null;
        var why = standing.end().map(Reason::word).orElse(Phase.PENDING.word());
        draft.conditions = Conditions.from(draft.conditions, draft.observedGeneration, now)
                .with(
                        LoadTestRunStatus.COMPLETED,
                        standing.end().isPresent() ? "True" : "False",
                        why,
                        standing.message())
                .with(
                        LoadTestRunStatus.SUCCEEDED,
                        standing.end().isPresent() ? "False" : "Unknown",
                        why,
                        standing.message())
                .build();
        return draft;
    }
}
