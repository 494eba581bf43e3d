package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.operator.definition.DefinitionDecisions.Decision;
import dev.loadtest.operator.definition.DefinitionDecisions.Next;
import dev.loadtest.operator.telemetry.Announcements;
import dev.loadtest.operator.telemetry.ApiServerMessage;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Carries out what was decided for a LoadTest. What is returned is what its status has to say then. */
final class DefinitionActions {
    private final Context<LoadTest> context;
    private final Announcements announcements;
    private final Instant now;

    DefinitionActions(Context<LoadTest> context, Announcements announcements, Instant now) {
        this.context = context;
        this.announcements = announcements;
        this.now = now;
    }

    /** Nothing when it says so already; with the resource version that was looked at. */
    LoadTest write(LoadTest loadTest, LoadTestStatus status) {
        if (Objects.equals(status, loadTest.getStatus())) {
            return loadTest;
        }
        var changed = new LoadTest();
        changed.setMetadata(loadTest.getMetadata());
        changed.setSpec(loadTest.getSpec());
        changed.setStatus(status);
        return context.resourceOperations().updatePrimaryStatus(changed);
    }

    /** What was announced and exists, but is not written down as created. */
    Optional<LoadTestStatus> announced(LoadTest loadTest) {
        return Optional.ofNullable(loadTest.getStatus())
                .map(LoadTestStatus::pendingRun)
                .flatMap(announced -> DefinitionObserver.created(loadTest, announced, context)
                        .map(run -> DefinitionStatuses.created(
                                loadTest,
                                run,
                                new Decision(
                                        Next.CREATE,
                                        announced.number(),
                                        Trigger.parse(announced.trigger()),
                                        Optional.empty()),
                                now)));
    }

    /** Numbers never repeat: where the status does not know the last one, the runs do. */
    LoadTestStatus announce(LoadTest loadTest, Decision decision) {
        var status = Optional.ofNullable(loadTest.getStatus());
        if (status.map(LoadTestStatus::lastRun).isPresent()
                || status.map(LoadTestStatus::pendingRun).isPresent()) {
            return DefinitionStatuses.announce(loadTest, decision);
        }
        var number = History.highestNumber(loadTest, context.getClient()) + 1;
        return DefinitionStatuses.announce(
                loadTest, new Decision(decision.next(), number, decision.trigger(), decision.byHand()));
    }

    /** Empty when nothing came of it. */
    Optional<LoadTestStatus> create(LoadTest loadTest, Decision decision, List<LoadTestRun> byHand) {
        var created = decision.byHand().isPresent()
                ? byHand.stream()
                        .filter(run -> run.getMetadata()
                                .getName()
                                .equals(decision.byHand().get()))
                        .findFirst()
                        .flatMap(run -> Admission.admit(
                                context.getClient(), loadTest, run, decision.number(), decision.trigger(), now))
                : create(loadTest, decision);
        created.ifPresent(run ->
                announcements.announce(run, Announcements.Kind.NORMAL, "RunCreated", "for " + decision.trigger()));
        if (created.isEmpty() && decision.byHand().isEmpty()) {
            // Left over from a LoadTest of the same name that was deleted, or somebody else's: its name stays.
            var next = new Decision(Next.ANNOUNCE, decision.number() + 1, decision.trigger(), Optional.empty());
            return Optional.of(DefinitionStatuses.announce(loadTest, next));
        }
        return created.map(run -> DefinitionStatuses.created(loadTest, run, decision, now));
    }

    private Optional<LoadTestRun> create(LoadTest loadTest, Decision decision) {
        var run = NewRun.of(loadTest, decision.number(), decision.trigger().toString());
        try {
            return Optional.of(context.getClient().resource(run).create());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                refused(loadTest, run, e);
                throw e;
            }
            return Optional.ofNullable(context.getClient().resource(run).get())
                    .filter(existing -> NewRun.isFor(loadTest, decision.trigger(), existing));
        }
    }

    /** By a quota or a webhook: people are told, and it is tried again. */
    private void refused(LoadTest loadTest, LoadTestRun run, KubernetesClientException refusal) {
        if (refusal.getCode() / 100 == 4) {
            announcements.announce(
                    loadTest,
                    Announcements.Kind.WARNING,
                    "FailedCreate",
                    String.valueOf(run.getSpec().number()),
                    "%s cannot be created: %s".formatted(run.getMetadata().getName(), ApiServerMessage.of(refusal)));
        }
    }

    /** Those that are going end early, and say why. */
    void stop(LoadTest loadTest, Decision decision) {
        var going = Optional.ofNullable(loadTest.getStatus().active()).orElse(List.of());
        var reason = decision.trigger()
                .due()
                .map(time ->
                        "replaced by the run that was due at %s, because concurrencyPolicy is Replace".formatted(time))
                .orElse("replaced");
        context.getSecondaryResourcesAsStream(LoadTestRun.class)
                .filter(run -> going.contains(run.getMetadata().getName()))
                .filter(run -> !Boolean.TRUE.equals(run.getSpec().stop()))
                .filter(run -> run.getStatus() == null || run.getStatus().verdict() == null)
                .forEach(run -> context.getClient()
                        .resource(run)
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                context.getClient()
                                        .getKubernetesSerialization()
                                        .asJson(Map.of("spec", Map.of("stop", true, "stopReason", reason)))));
    }
}
