package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.runner.Labels;
import dev.loadtest.operator.telemetry.LoadTestMetrics;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Brings a LoadTestRun from its admission to its verdict. Runs that are over are out of its sight. */
@ControllerConfiguration(
        name = "loadtestrun",
        generationAwareEventProcessing = false, // that a run is refused is an annotation, which changes no generation
        informer =
                @Informer(labelSelector = "!" + Labels.FINISHED, onUpdateFilter = LoadTestRunReconciler.Noticed.class),
        finalizerName = LoadTestRunReconciler.FINALIZER,
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(initialInterval = 200, intervalMultiplier = 1.5, maxInterval = 10_000, maxAttempts = Integer.MAX_VALUE)
public class LoadTestRunReconciler implements Reconciler<LoadTestRun>, Cleaner<LoadTestRun> {
    static final String FINALIZER = "loadtest.dev/stop-runners";

    private final RunObserver observer;
    private final RunEdges edges;
    private final LoadTestMetrics metrics;
    private final RunWakeUp wakeUp;
    private final Clock clock;

    LoadTestRunReconciler(
            RunObserver observer, RunEdges edges, LoadTestMetrics metrics, RunWakeUp wakeUp, Clock clock) {
        this.observer = observer;
        this.edges = edges;
        this.metrics = metrics;
        this.wakeUp = wakeUp;
        this.clock = clock;
    }

    @Override
    public UpdateControl<LoadTestRun> reconcile(LoadTestRun run, Context<LoadTestRun> context) {
        if (NotAdmitted.is(run)) {
            return again(NotAdmitted.look(run, context, edges, clock.instant()));
        }
        var script = new ScriptLookup(context.getClient(), run);
        var seen = observer.observe(run, script, context); // reads caches and what runners said, changes nothing
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var decision = RunDecisions.decide(seen, now); // pure: no client, no clock
        var actions = new RunActions(run, script, seen, decision, now, context, edges);
        return again(actions.carryOut());
    }

    private UpdateControl<LoadTestRun> again(Optional<Instant> when) {
        return when.map(deadline -> UpdateControl.<LoadTestRun>noUpdate().rescheduleAfter(until(deadline)))
                .orElseGet(UpdateControl::noUpdate);
    }

    /** Before a run goes, its runners are told to end and teardown() is called, so that the target is not left in the middle of it. */
    @Override
    public DeleteControl cleanup(LoadTestRun run, Context<LoadTestRun> context) {
        if (NotAdmitted.is(run)) {
            return DeleteControl.defaultDelete();
        }
        var script = new ScriptLookup(context.getClient(), run);
        var seen = observer.observe(run, script, context);
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var decision = RunDecisions.decideDeletion(seen, RunReading.deletion(run), now);
        if (decision.isEmpty()) {
            edges.control().forget(run.getMetadata().getUid());
            edges.archive().forget(run.getMetadata().getUid());
            edges.leaveQueue(run, now);
            return DeleteControl.defaultDelete();
        }
        var again = new RunActions(run, script, seen, decision.get(), now, context, edges).carryOut();
        return DeleteControl.noFinalizerRemoval().rescheduleAfter(until(again.orElse(now.plusSeconds(1))));
    }

    @Override
    public List<EventSource<?, LoadTestRun>> prepareEventSources(EventSourceContext<LoadTestRun> context) {
        metrics.lookUpRuns(context.getPrimaryCache()::list);
        edges.queue().lookUpRuns(context.getPrimaryCache()::list);
        SecondaryToPrimaryMapper<Job> jobToRun =
                job -> runOf(job.getMetadata().getNamespace(), job.getMetadata().getLabels());
        SecondaryToPrimaryMapper<Pod> podToRun =
                pod -> runOf(pod.getMetadata().getNamespace(), pod.getMetadata().getLabels());
        return List.of(
                new InformerEventSource<>(
                        InformerEventSourceConfiguration.from(Job.class, LoadTestRun.class)
                                .withLabelSelector(Labels.OURS)
                                .withSecondaryToPrimaryMapper(jobToRun)
                                .build(),
                        context),
                new InformerEventSource<>(
                        InformerEventSourceConfiguration.from(Pod.class, LoadTestRun.class)
                                .withLabelSelector(Labels.OURS)
                                .withSecondaryToPrimaryMapper(podToRun)
                                .build(),
                        context),
                wakeUp.source());
    }

    private static Set<ResourceID> runOf(String namespace, Map<String, String> labels) {
        var run = labels.get(Labels.RUN);
        return run == null ? Set.of() : Set.of(new ResourceID(run, namespace));
    }

    private Duration until(Instant deadline) {
        var left = Duration.between(clock.instant(), deadline);
        return left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
    }

    /** Looks at what a run is to do, not at its status, which is our own. */
    public static final class Noticed implements OnUpdateFilter<LoadTestRun> {
        @Override
        public boolean accept(LoadTestRun now, LoadTestRun before) {
            return RunNews.is(now, before);
        }
    }
}
