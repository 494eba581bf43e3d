package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.definition.DefinitionDecisions.Decision;
import dev.loadtest.operator.definition.DefinitionDecisions.Next;
import dev.loadtest.operator.definition.DefinitionObserver.Followed;
import dev.loadtest.operator.runner.Labels;
import dev.loadtest.operator.telemetry.Announcements;
import dev.loadtest.operator.telemetry.LoadTestMetrics;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes a LoadTestRun of a LoadTest whenever one is due, and says in its status how its runs and its schedule stand. */
@ControllerConfiguration(
        name = "loadtest",
        generationAwareEventProcessing = false, // a request is an annotation, which changes no generation
        informer = @Informer(onUpdateFilter = LoadTestReconciler.Noticed.class))
@GradualRetry(initialInterval = 200, intervalMultiplier = 1.5, maxInterval = 10_000, maxAttempts = Integer.MAX_VALUE)
public class LoadTestReconciler implements Reconciler<LoadTest> {
    /** A timer does not hear that the clock was set forward, or that the machine slept. It costs no call when there is nothing to do. */
    static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

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
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var runs = new DefinitionActions(context, announcements, now);
        var byHand = DefinitionObserver.byHand(loadTest, context).stream()
                .map(run -> Admission.takenIn(context.getClient(), loadTest, run))
                .toList();
        var followed = DefinitionObserver.followed(loadTest, context);
        if (!followed.stream().allMatch(Followed::going)) {
            History.prune(loadTest, context.getClient());
        }
        var current = runs.write(
                loadTest, DefinitionStatuses.mirror(loadTest, followed, DefinitionObserver.definition(loadTest), now));

        // A run that exists is written down before times of the schedule are called missed.
        var created = runs.announced(current);
        if (created.isPresent()) {
            runs.write(current, created.get());
            return UpdateControl.<LoadTest>noUpdate().rescheduleAfter(Duration.ofMillis(1));
        }
        var schedule = ScheduleLook.at(current, now);
        var freshness = Freshness.of(current, Optional.ofNullable(current.getStatus()), now);
        var told = DefinitionStatuses.scheduled(current, schedule, freshness, now);
        DefinitionEvents.of(current, schedule, told).forEach(event -> event.announce(announcements, loadTest));
        current = runs.write(current, told);

        var decision = DefinitionDecisions.decide(DefinitionObserver.seen(current, schedule, byHand));
        if (decision.next() == Next.ANNOUNCE) {
            current = runs.write(current, runs.announce(current, decision));
            decision = DefinitionDecisions.decide(DefinitionObserver.seen(current, schedule, byHand));
        }
        var next = act(current, decision, runs, byHand);
        return UpdateControl.<LoadTest>noUpdate().rescheduleAfter(until(again(schedule, freshness, next, now)));
    }

    /** @return when to look again for its sake */
    private Optional<Instant> act(
            LoadTest loadTest, Decision decision, DefinitionActions runs, List<LoadTestRun> byHand) {
        switch (decision.next()) {
            case NOTHING, ANNOUNCE -> {
                return Optional.empty();
            }
            case STOP -> runs.stop(loadTest, decision);
            case CREATE -> {
                var status = runs.create(loadTest, decision, byHand);
                status.ifPresent(told -> runs.write(loadTest, told));
                return Optional.of(clock.instant()); // something else may have waited as well
            }
        }
        return Optional.empty();
    }

    private static Instant again(
            ScheduleLook schedule, Optional<Freshness> freshness, Optional<Instant> soon, Instant now) {
        var fresh = freshness.map(Freshness::end).filter(now::isBefore);
        return Stream.of(schedule.again(), fresh, soon)
                .flatMap(Optional::stream)
                .reduce(now.plus(LOOK_AGAIN), (one, other) -> one.isBefore(other) ? one : other);
    }

    private Duration until(Instant when) {
        var left = Duration.between(clock.instant(), when);
        return left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
    }

    @Override
    public List<EventSource<?, LoadTest>> prepareEventSources(EventSourceContext<LoadTest> context) {
        metrics.lookUpLoadTests(context.getPrimaryCache()::list);
        return List.of(new InformerEventSource<>(
                InformerEventSourceConfiguration.from(LoadTestRun.class, LoadTest.class)
                        .withLabelSelector("!" + Labels.FINISHED)
                        .withSecondaryToPrimaryMapper(LoadTestReconciler::loadTestOf)
                        .build(),
                context));
    }

    /** By what it says itself: one that somebody created has no owner yet. */
    private static Set<ResourceID> loadTestOf(LoadTestRun run) {
        return Set.of(new ResourceID(run.getSpec().loadTest(), run.getMetadata().getNamespace()));
    }

    /** Looks at changes of the definition and at requests for a run, not at changes of the status, which is our own. */
    public static final class Noticed implements OnUpdateFilter<LoadTest> {
        @Override
        public boolean accept(LoadTest now, LoadTest before) {
            return Request.isNews(now, before);
        }
    }
}
