package dev.loadtest.operator.delivery;

import dev.loadtest.api.Artifact;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.operator.runner.Labels;
import dev.loadtest.operator.runner.ReportPlaces;
import dev.loadtest.operator.runner.StoreJob;
import dev.loadtest.operator.store.StoreEnd;
import dev.loadtest.operator.store.StoreReason;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether the files of a run's report are where spec.report says: looks at the Job that brings them there, and makes it. */
@ApplicationScoped
public class ReportDelivery {
    /** The condition's type. */
    private static final String JOBS = Labels.OURS + "," + Labels.COMPONENT + "=" + StoreJob.COMPONENT;

    private final DeliverySettings settings;

    ReportDelivery(DeliverySettings settings) {
        this.settings = settings;
    }

    /**
     * What is to be said once the report of a run is kept, or cannot be.
     *
     * @return empty when its files are to be brought nowhere
     */
    public static Optional<DeliveryCondition> afterKeeping(LoadTestRun run, boolean kept) {
        var places = ReportPlaces.of(run);
        if (!places.any()) {
            return Optional.empty();
        }
        return Optional.of(
                kept
                        ? new DeliveryCondition(
                                "Unknown",
                                StoreReason.PENDING.word(),
                                "the files of the report are about to be stored in %s".formatted(places.words()))
                        : StoreDecisions.noReport(places.words()));
    }

    StoreDecisions.Decision look(LoadTestRun run, Context<LoadTestRun> context, Instant now) {
        var said = DeliveryCondition.of(run, LoadTestRunStatus.REPORT_DELIVERED);
        var decision = StoreDecisions.decide(
                new StoreDecisions.Seen(
                        Optional.ofNullable(run.getStatus().completionTime()).map(Instant::parse),
                        ReportPlaces.of(run).any(),
                        said,
                        ReportPlaces.of(run).words(),
                        kept(run).isPresent(),
                        settings.image().isPresent(),
                        said.isPresent() ? state(run, context) : new StoreState.NoJob()),
                now);
        return decision.create() ? create(run, context, decision) : decision;
    }

    /** The files beside those that were there before. */
    static List<Artifact> artifacts(LoadTestRun run, StoreEnd stored) {
        var before = Optional.ofNullable(run.getStatus().artifacts()).orElse(List.of());
        var all = new ArrayList<>(before.stream()
                .filter(artifact -> artifact.configMap().isPresent())
                .toList());
        stored.files().forEach(file -> ReportPlaces.of(run)
                .locations(file.name())
                .forEach(location -> all.add(new Artifact(file.name(), location, file.size(), file.sha256()))));
        return List.copyOf(all);
    }

    private static StoreState state(LoadTestRun run, Context<LoadTestRun> context) {
        var job = context.getSecondaryResources(Job.class).stream()
                .filter(one -> isOwner(run, one))
                .findFirst();
        var pods = context.getSecondaryResources(Pod.class).stream()
                .filter(pod -> job.map(owner -> owner.getMetadata().getUid().equals(Labels.ownerUid(pod)))
                        .orElse(false))
                .toList();
        return StoreJobReading.state(job, pods, uid -> events(run, uid, context));
    }

    private static List<Event> events(LoadTestRun run, String uid, Context<LoadTestRun> context) {
        return context.getClient()
                .v1()
                .events()
                .inNamespace(run.getMetadata().getNamespace())
                .withField("involvedObject.uid", uid)
                .list()
                .getItems();
    }

    /** That it is there already is no failure: the cache may be behind. */
    private StoreDecisions.Decision create(
            LoadTestRun run, Context<LoadTestRun> context, StoreDecisions.Decision decision) {
        var job = job(run);
        try {
            context.getClient().resource(job).create();
            return decision;
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case HttpURLConnection.HTTP_CONFLICT -> taken(run, context, job, decision);
                case HttpURLConnection.HTTP_FORBIDDEN, 422 ->
                    trouble(run, decision, StoreReason.POD_REFUSED, e.getMessage());
                default -> throw e;
            };
        }
    }

    private static StoreDecisions.Decision taken(
            LoadTestRun run, Context<LoadTestRun> context, Job job, StoreDecisions.Decision decision) {
        var existing = context.getClient().resource(job).get();
        return existing == null || isOwner(run, existing)
                ? decision
                : trouble(
                        run,
                        decision,
                        StoreReason.NAME_TAKEN,
                        "Job %s exists and is not the run's".formatted(StoreJob.name(run)));
    }

    private static StoreDecisions.Decision trouble(
            LoadTestRun run, StoreDecisions.Decision decision, StoreReason reason, String message) {
        var said = StoreDecisions.failed(ReportPlaces.of(run).words(), reason, message);
        return new StoreDecisions.Decision(false, Optional.of(said), Optional.empty(), false, decision.lookAgain());
    }

    /** What the report is kept in, as the status has it. */
    private static Optional<Artifact> kept(LoadTestRun run) {
        return Optional.ofNullable(run.getStatus().artifacts()).orElse(List.of()).stream()
                .filter(artifact -> artifact.configMap().isPresent())
                .findFirst();
    }

    private Job job(LoadTestRun run) {
        var kept = kept(run).orElseThrow();
        return StoreJob.of(
                run,
                kept.configMap().orElseThrow(),
                kept.name(),
                settings.image().orElseThrow());
    }

    private static boolean isOwner(LoadTestRun run, HasMetadata object) {
        return run.getMetadata().getUid().equals(Labels.ownerUid(object));
    }

    static List<EventSource<?, LoadTestRun>> eventSources(EventSourceContext<LoadTestRun> context) {
        return Stream.of(Job.class, Pod.class)
                .<EventSource<?, LoadTestRun>>map(type -> source(type, context))
                .toList();
    }

    private static <T extends HasMetadata> InformerEventSource<T, LoadTestRun> source(
            Class<T> type, EventSourceContext<LoadTestRun> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, LoadTestRun.class)
                        .withLabelSelector(JOBS)
                        .withSecondaryToPrimaryMapper(object -> Optional.ofNullable(
                                        object.getMetadata().getLabels().get(Labels.RUN))
                                .map(run -> Set.of(
                                        new ResourceID(run, object.getMetadata().getNamespace())))
                                .orElse(Set.of()))
                        .build(),
                context);
    }
}
