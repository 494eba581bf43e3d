package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.operator.definition.DefinitionDecisions.Decision;
import dev.loadtest.operator.definition.DefinitionDecisions.Next;
import dev.loadtest.operator.runner.Labels;
import dev.loadtest.operator.telemetry.Announcements;
import dev.loadtest.operator.telemetry.LoadTestMetrics;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Makes a LoadTestRun of a LoadTest whenever one is due, and says in its status how the latest one stands. */
@ControllerConfiguration(
        name = "loadtest",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(initialInterval = 200, intervalMultiplier = 1.5, maxInterval = 10_000, maxAttempts = Integer.MAX_VALUE)
public class LoadTestReconciler implements Reconciler<LoadTest> {
    private final Announcements announcements;
    private final LoadTestMetrics metrics;
    private final Clock clock;

    LoadTestReconciler(Announcements announcements, LoadTestMetrics metrics, Clock clock) {
        this.announcements = announcements;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public UpdateControl<LoadTest> reconcile(LoadTest loadTest, Context<LoadTest> context) {
        var run = DefinitionObserver.latestRun(loadTest, context);
        var trigger = Trigger.of(loadTest.getSpec(), loadTest.getMetadata().getGeneration());
        var current = write(loadTest, DefinitionStatuses.mirror(loadTest, run, trigger, clock.instant()), context);
        var decision = DefinitionDecisions.decide(DefinitionObserver.seen(current, trigger, context));
        if (decision.next() == Next.ANNOUNCE) {
            current = write(current, DefinitionStatuses.announce(current, decision), context);
        }
        if (decision.next() != Next.NOTHING) {
            create(current, decision, context);
        }
        return UpdateControl.noUpdate();
    }

    private void create(LoadTest loadTest, Decision decision, Context<LoadTest> context) {
        var client = context.getClient();
        var run = NewRun.of(loadTest, decision.number(), decision.trigger().toString());
        LoadTestRun created;
        try {
            created = client.resource(run).create();
            announcements.announce(created, Announcements.Kind.NORMAL, "RunCreated", "for " + decision.trigger());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            created = client.resource(run).get();
            if (created == null || !NewRun.isFor(loadTest, decision.trigger(), created)) {
                // Left over from a LoadTest of the same name that was deleted: its runs keep their names.
                var next = new Decision(Next.ANNOUNCE, decision.number() + 1, decision.trigger());
                create(write(loadTest, DefinitionStatuses.announce(loadTest, next), context), next, context);
                return;
            }
        }
        write(loadTest, DefinitionStatuses.created(loadTest, created, decision, clock.instant()), context);
    }

    private static LoadTest write(LoadTest loadTest, LoadTestStatus status, Context<LoadTest> context) {
        if (Objects.equals(status, loadTest.getStatus())) {
            return loadTest;
        }
        var changed = new LoadTest();
        changed.setMetadata(loadTest.getMetadata());
        changed.setSpec(loadTest.getSpec());
        changed.setStatus(status);
        return context.resourceOperations().updatePrimaryStatus(changed);
    }

    @Override
    public List<EventSource<?, LoadTest>> prepareEventSources(EventSourceContext<LoadTest> context) {
        metrics.lookUpLoadTests(context.getPrimaryCache()::list);
        return List.of(new InformerEventSource<>(
                InformerEventSourceConfiguration.from(LoadTestRun.class, LoadTest.class)
                        .withLabelSelector("!" + Labels.FINISHED)
                        .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(LoadTest.class))
                        .build(),
                context));
    }
}
