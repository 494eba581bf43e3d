package dev.loadtest.operator.delivery;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.RunLive;
import dev.loadtest.operator.condition.Conditions;
import dev.loadtest.operator.delivery.DeliveryDecisions.Act;
import dev.loadtest.operator.delivery.DeliveryDecisions.Decision;
import dev.loadtest.operator.delivery.Pushgateway.Group;
import dev.loadtest.operator.runner.Labels;
import io.fabric8.kubernetes.api.model.Condition;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Brings what a run measured to where it should arrive, and says whether it did. It looks at runs that are labelled for it, beside the reconciler
 * of runs and after it, so a Prometheus or Pushgateway that does not answer holds up nothing.
 */
@ControllerConfiguration(
        name = "delivery",
        informer = @Informer(labelSelector = Labels.DELIVERING),
        generationAwareEventProcessing = false) // what is delivered stands in the status
@GradualRetry(initialInterval = 200, intervalMultiplier = 1.5, maxInterval = 10_000, maxAttempts = Integer.MAX_VALUE)
public class DeliveryReconciler implements Reconciler<LoadTestRun> {
    /** The condition about the Pushgateway. */
    private final Deliveries deliveries;

    private final MetricsDelivery metrics;
    private final PushedGroups groups;
    private final ReportDelivery reports;
    private final Clock clock;
    private final SimpleInboundEventSource<LoadTestRun> callEnded = new SimpleInboundEventSource<>("calls");

    DeliveryReconciler(
            Deliveries deliveries, MetricsDelivery metrics, PushedGroups groups, ReportDelivery reports, Clock clock) {
        this.deliveries = deliveries;
        this.metrics = metrics;
        this.groups = groups;
        this.reports = reports;
        this.clock = clock;
    }

    @Override
    public UpdateControl<LoadTestRun> reconcile(LoadTestRun run, Context<LoadTestRun> context) {
        if (run.getStatus() == null) {
            return UpdateControl.noUpdate();
        }
        var now = clock.instant();
        var seen = seen(run);
        var decision = DeliveryDecisions.decide(seen, now); // pure: no client, no clock
        decision.begin().forEach(act -> begin(act, run, now));
        var stored = reports.look(run, context, now);
        var artifacts = stored.stored().map(end -> ReportDelivery.artifacts(run, end));
        new DeliveryRecord(run, context)
                .write(artifacts.orElse(run.getStatus().artifacts()), conditions(run, seen, decision, stored, now));
        if (decision.done() && stored.done()) {
            new DeliveryRecord(run, context).letGo();
            deliveries.forget(run);
            return UpdateControl.noUpdate();
        }
        var next = Collections.min(List.of(decision.lookAgain(), stored.lookAgain()));
        return UpdateControl.<LoadTestRun>noUpdate().rescheduleAfter(Duration.between(now, next));
    }

    private DeliveryDecisions.Seen seen(LoadTestRun run) {
        var status = run.getStatus();
        var calls = deliveries.of(run);
        return new DeliveryDecisions.Seen(
                Optional.ofNullable(status.completionTime()).map(Instant::parse),
                status.isOpen(LoadTestRunStatus.METRICS_DELIVERED),
                metrics.mayAsk(run),
                calls.answer().map(answer -> metrics.isFinal(run, answer)).orElse(false),
                Group.of(run).isPresent(),
                DeliveryCondition.of(run, LoadTestRunStatus.RESULT_PUSHED),
                deliveries.superseded(run),
                Optional.ofNullable(status.live()).map(RunLive::at),
                calls);
    }

    private void begin(Act act, LoadTestRun run, Instant now) {
        Runnable changed = () -> {
            if (callEnded.isRunning()) {
                callEnded.propagateEvent(ResourceID.fromResource(run));
            }
        };
        switch (act) {
            case ASK -> deliveries.ask(run, MetricsDelivery.back(run, now), changed);
            case PUSH_RESULT -> push(run).ifPresent(group -> deliveries.pushResult(run, group, changed));
            case PUSH_LIVE -> push(run).ifPresent(group -> deliveries.pushLive(run, group, changed));
        }
    }

    /** Its group is noted first, so that it is found again when the LoadTest has gone. */
    private Optional<Group> push(LoadTestRun run) {
        var group = Group.of(run);
        group.ifPresent(groups::note);
        return group;
    }

    private List<Condition> conditions(
            LoadTestRun run,
            DeliveryDecisions.Seen seen,
            Decision decision,
            StoreDecisions.Decision stored,
            Instant now) {
        var conditions =
                Conditions.from(run.getStatus().conditions(), run.getMetadata().getGeneration(), now);
        if (decision.settleMetrics()) {
            var said = metrics.settled(run, seen.calls().answer());
            conditions.with(LoadTestRunStatus.METRICS_DELIVERED, said.status(), said.reason(), said.message());
        }
        decision.pushed()
                .ifPresent(said ->
                        conditions.with(LoadTestRunStatus.RESULT_PUSHED, said.status(), said.reason(), said.message()));
        stored.said()
                .ifPresent(said -> conditions.with(
                        LoadTestRunStatus.REPORT_DELIVERED, said.status(), said.reason(), said.message()));
        return conditions.build();
    }

    @Override
    public List<EventSource<?, LoadTestRun>> prepareEventSources(EventSourceContext<LoadTestRun> context) {
        var sources = new ArrayList<>(ReportDelivery.eventSources(context));
        sources.add(callEnded);
        return sources;
    }
}
