package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.Phase;
import dev.loadtest.api.RunReport;
import dev.loadtest.api.Start;
import dev.loadtest.k6.Plan;
import dev.loadtest.k6.SetupAnswer;
import dev.loadtest.operator.artifact.ReportArchive;
import dev.loadtest.operator.control.RunnerControl;
import dev.loadtest.operator.control.SetupSeen;
import dev.loadtest.operator.delivery.MetricsDelivery;
import dev.loadtest.operator.delivery.PrometheusSeries;
import dev.loadtest.operator.delivery.ReportDelivery;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.operator.queue.RunQueue;
import dev.loadtest.operator.runner.HarnessConfigMap;
import dev.loadtest.operator.runner.RunnerJob;
import dev.loadtest.operator.runner.RunnerSettings;
import dev.loadtest.operator.runner.ScriptConfigMap;
import dev.loadtest.operator.runner.Teardown;
import dev.loadtest.operator.target.TargetSeen;
import dev.loadtest.operator.target.Targets;
import dev.loadtest.operator.telemetry.Announcements;
import dev.loadtest.operator.telemetry.Announcements.Kind;
import dev.loadtest.operator.telemetry.RunMetrics;
import dev.loadtest.report.Previous;
import dev.loadtest.report.Report;
import dev.loadtest.report.RunFacts;
import dev.loadtest.verdict.Judgement;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import dev.loadtest.verdict.Verdict;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Carries out what was decided for one run, once. What must not happen twice has its marker in the status before it happens, written
 * with the resource version that the decision was made on: of two operators one fails here, before anything has happened.
 */
final class RunActions {
    /** For teardown() when nobody knows its limit any more, since the operator was restarted meanwhile. */
    private static final Duration UNKNOWN_TEARDOWN = Duration.ofMinutes(10);

    private final RunObjects objects;
    private final Context<LoadTestRun> context;
    private final RunnerControl control;
    private final Announcements announcements;
    private final RunMetrics metrics;
    private final RunnerSettings settings;
    private final ReportArchive archive;
    private final MetricsDelivery delivery;
    private final PrometheusSeries inPrometheus;
    private final Edges edges;
    private final RunWakeUp wakeUp;
    private final StatusPace pace;
    private final ScriptLookup script;
    private final Observed seen;
    private final Decision decision;
    private final Instant now;

    private LoadTestRun run;
    private Optional<Instant> heldBackUntil = Optional.empty();

    RunActions(
            LoadTestRun run,
            ScriptLookup script,
            Observed seen,
            Decision decision,
            Instant now,
            Context<LoadTestRun> context,
            Edges edges) {
        this.run = run;
        this.script = script;
        this.seen = seen;
        this.decision = decision;
        this.now = now;
        this.objects = new RunObjects(context.getClient(), run);
        this.context = context;
        this.control = edges.control();
        this.announcements = edges.announcements();
        this.metrics = edges.metrics();
        this.settings = edges.settings();
        this.archive = edges.archive();
        this.delivery = edges.delivery();
        this.inPrometheus = edges.inPrometheus();
        this.edges = edges;
        this.wakeUp = edges.wakeUp();
        this.pace = edges.pace();
    }

    /** What actions touch besides the API server. */
    @Singleton
    record Edges(
            RunnerControl control,
            Announcements announcements,
            RunMetrics metrics,
            RunnerSettings settings,
            ReportArchive archive,
            MetricsDelivery delivery,
            PrometheusSeries inPrometheus,
            RunQueue queue,
            Targets targets,
            RunWakeUp wakeUp,
            StatusPace pace) {
        /** A run is over, or gone: what it had is the next one's. */
        void leaveQueue(LoadTestRun run, Instant now) {
            targets.forget(run);
            queue.leave(run, now);
            wakeUp.runsChanged(queue.waiting());
        }
    }

    /** @return when to look at the run again at the latest; empty: when something happens */
    Optional<Instant> carryOut() {
        decision.next().carryOut(this);
        return Stream.concat(decision.deadline().stream(), heldBackUntil.stream())
                .min(Comparator.naturalOrder());
    }

    /** Writes what was seen and decided, if that is news. */
    void tell() {
        var draft = going();
        heldBackUntil = pace.holdsBack(run, draft.build(), now);
        if (heldBackUntil.isEmpty()) {
            var begins = decision.phase() == Phase.QUEUED && !isQueued();
            write(draft);
            if (begins) {
                announcements.announce(run, Kind.NORMAL, "Queued", decision.message());
            }
        }
    }

    /** The marker first, through the queue's one door: from then on the run has its lock and its room. */
    void admit() {
        var draft = going();
        draft.mark(markers -> markers.admittedAt(now.toString()));
        if (edges.queue().letIn(run, () -> write(draft))) {
            metrics.admitted(run, now);
            announcements.announce(run, Kind.NORMAL, "Admitted", "its turn has come");
            wakeUp.runsChanged(edges.queue().waiting()); // who is next has changed
        }
        wakeUp.runChanged(run);
    }

    void endRunners() {
        endJob();
    }

    private boolean isQueued() {
        return run.getStatus() != null
                && Phase.QUEUED.word().equals(run.getStatus().phase());
    }

    private StatusDraft going() {
        var draft = draft();
        RunStatuses.going(draft, seen, decision, now);
        return draft;
    }

    void createJob() {
        try {
            createObjects();
        } catch (KubernetesClientException e) {
            finish(Refusal.of(e).orElseThrow(() -> e));
        } catch (RunObjects.NameTaken taken) {
            waitForName(taken.getMessage());
        }
    }

    /** What is left of a deleted run of the same name goes in a moment; what stays is somebody's. */
    private void waitForName(String message) {
        var createdAt = Instant.parse(run.getMetadata().getCreationTimestamp());
        if (now.isBefore(createdAt.plus(Finding.A_REMOVAL))) {
            var draft = draft();
            RunStatuses.going(draft, seen, decision.saying(Reason.NAME_TAKEN, message), now);
            write(draft);
        } else {
            finish(Judgement.unmeasured(Reason.NAME_TAKEN, message));
        }
    }

    private void createObjects() {
        var draft = going();
        if (seen.recorded().jobCreating().isEmpty()) {
            var snapshot = objects.create(script.snapshot().orElseThrow());
            draft.script = ScriptConfigMap.describe(run, snapshot);
            if (seen.target() instanceof TargetSeen.Ready ready) {
                draft.target = TestedTargets.ready(ready.workloads(), now);
            }
            edges.targets().forget(run);
            objects.create(HarnessConfigMap.of(run, draft.script.file()));
        }
        // Again in every attempt: who has an outdated picture of the run fails here.
        draft.mark(markers -> markers.jobCreatingAt(now.toString()));
        write(draft);
        var job = objects.create(RunnerJob.of(run, run.getStatus().script().configMap(), settings));
        draft = draft();
        draft.phase = Phase.STARTING.word();
        draft.mark(markers -> markers.jobCreated(job.getMetadata().getUid()));
        write(draft);
        announcements.announce(
                run,
                Kind.NORMAL,
                "RunnersCreated",
                "created Job %s with %d runners"
                        .formatted(job.getMetadata().getName(), seen.asked().runners()));
    }

    /** The marker first: a setup() that is called twice may make everything twice. */
    void setup() {
        var draft = going();
        draft.mark(markers -> markers.setupStartedAt(now.toString()));
        draft.start = Start.readyAt(now.toString());
        write(draft);
        control.setup(run.getMetadata().getUid());
    }

    void resume(List<SeenRunner> runners) {
        if (seen.recorded().resumed().isEmpty()) {
            try {
                markResumed(runners);
            } catch (KubernetesClientException e) {
                finish(Refusal.of(e).orElseThrow(() -> e));
                return;
            } catch (RunObjects.NameTaken taken) {
                finish(Judgement.unmeasured(Reason.NAME_TAKEN, taken.getMessage()));
                return;
            }
        } else {
            tell();
        }
        var uid = run.getMetadata().getUid();
        control.resume(uid, addresses(runners));
    }

    private static List<String> addresses(List<SeenRunner> runners) {
        return runners.stream().flatMap(runner -> runner.address().stream()).toList();
    }

    private void markResumed(List<SeenRunner> runners) {
        var answer = seen.setup() instanceof SetupSeen.Done done
                ? Optional.of(done.answer())
                : Optional.<SetupAnswer>empty();
        var teardown = answer.filter(SetupAnswer::teardown).isPresent();
        if (teardown) {
            createTeardownFiles();
        }
        var draft = going();
        draft.mark(markers -> markers.resumedAt(now.toString()));
        draft.startTime = now.toString();
        var setupTook = answer.filter(SetupAnswer::ran)
                .flatMap(ran -> seen.recorded().setupStarted())
                .map(started -> Duration.between(started, now).toMillis())
                .orElse(null);
        draft.start = Optional.ofNullable(draft.start)
                .orElseGet(() -> Start.readyAt(now.toString()))
                .resumed(
                        now.toString(),
                        setupTook,
                        runners.stream().map(SeenRunner::uid).toList());
        if (teardown) {
            RunStatuses.teardownPending(draft, now);
        }
        write(draft);
    }

    /** Before the load, for what comes after it: by then nobody may be left who knows what setup() returned. */
    private void createTeardownFiles() {
        objects.configMap(run.getStatus().script().configMap())
                .ifPresent(snapshot -> objects.create(Teardown.script(run, snapshot)));
        if (seen.setup() instanceof SetupSeen.Done done) {
            done.answer()
                    .data()
                    .filter(data -> !StartRules.tooLarge(data))
                    .ifPresent(data -> objects.create(Teardown.data(run, data)));
        }
    }

    void tearDown() {
        try {
            if (seen.recorded().resumed().isEmpty()) { // otherwise they were made before the load
                createTeardownFiles();
            }
            var draft = draft();
            draft.mark(markers -> markers.teardownCreatingAt(now.toString()));
            RunStatuses.tornDown(draft, "Unknown", "Running", "teardown() is being called", now);
            write(draft);
            var timeout = seen.plan().map(Plan::teardownTimeout).orElse(UNKNOWN_TEARDOWN);
            var job = objects.create(Teardown.job(run, timeout, settings));
            draft = draft();
            draft.mark(markers -> markers.teardownCreated(job.getMetadata().getUid()));
            write(draft);
        } catch (KubernetesClientException e) {
            var refusal = Refusal.of(e).orElseThrow(() -> e);
            tornDown(new Next.TornDown(false, refusal.reason().word(), refusal.message()));
        } catch (RunObjects.NameTaken taken) {
            tornDown(new Next.TornDown(false, Reason.NAME_TAKEN.word(), taken.getMessage()));
        }
    }

    void tornDown(Next.TornDown end) {
        var draft = draft();
        RunStatuses.tornDown(draft, end.done() ? "True" : "False", end.reason(), end.message(), now);
        write(draft);
        if (!end.done()) {
            announcements.announce(run, Kind.WARNING, "TeardownFailed", end.message());
        }
        if (seen.recorded().completed()
                && !seen.reportOpen()
                && QueueRules.runnersStillThere(seen, now).isEmpty()) {
            cleanUp();
        }
    }

    void stop(List<SeenRunner> runners, Stopped why) {
        if (seen.recorded().stopped() == Stopped.NOT) {
            var draft = going();
            draft.mark(markers -> markers.stoppingFor(why.word(), now.toString()));
            write(draft);
        } else {
            tell();
        }
        control.stop(run.getMetadata().getUid(), addresses(runners));
    }

    private Instant began(Duration took) {
        return seen.recorded().started().or(() -> seen.recorded().resumed()).orElseGet(() -> now.minus(took));
    }

    void finish(Judgement judged) {
        var judgement = Endings.withReason(judged, run.getSpec().stopReason());
        var draft = draft();
        RunStatuses.completed(draft, seen, judgement, now);
        RunStatuses.reportPending(draft, now);
        judgement
                .numbers() // without any, no runner came to write anything
                .flatMap(numbers ->
                        delivery.byLogs(run, seen.writeFailures(), began(numbers.duration()), numbers.duration()))
                .ifPresent(said -> RunStatuses.delivered(draft, LoadTestRunStatus.METRICS_DELIVERED, said, now));
        if (seen.teardownOpen()) {
            RunStatuses.teardownPending(draft, now);
        }
        write(draft);
        metrics.completed(run);
        announcements.announce(
                run,
                judgement.verdict() == Verdict.PASSED ? Kind.NORMAL : Kind.WARNING,
                judgement.reason().word(),
                "%s: %s".formatted(judgement.verdict().word(), judgement.message()));
        keepReport(); // the run itself is kept in sight until that is done
        if (seen.teardownOpen()) {
            endJob();
        }
    }

    void keepReport() {
        var over = run;
        archive.keep(over, (facts, previous) -> report(over, facts, previous), () -> wakeUp.runChanged(over));
    }

    private Report report(LoadTestRun over, RunFacts facts, Optional<Previous> previous) {
        var status = over.getStatus();
        var live = LoadOverTime.of(seen);
        return Report.of(
                facts,
                Endings.given(seen, Reason.ofWord(status.reason()), status.message()),
                seen.runners().stream().map(SeenRunner::end).toList(),
                inPrometheus
                        .orElse(over, live.filter(LoadOverTime::fromTheStart))
                        .or(() -> live),
                previous);
    }

    void reportSettled(Next.ReportSettled end) {
        var draft = draft();
        draft.artifacts = end.artifact().map(List::of).orElse(null);
        RunStatuses.reportStored(
                draft,
                end.artifact().isPresent() ? "True" : "False",
                end.artifact().isPresent() ? "Stored" : "NotStored",
                end.message(),
                now);
        ReportDelivery.afterKeeping(run, end.artifact().isPresent())
                .ifPresent(said -> RunStatuses.delivered(draft, LoadTestRunStatus.REPORT_DELIVERED, said, now));
        write(draft);
        if (!seen.teardownOpen() && QueueRules.runnersStillThere(seen, now).isEmpty()) {
            cleanUp();
        }
    }

    /** Everything here may be done again: the verdict stands. */
    void cleanUp() {
        control.forget(run.getMetadata().getUid());
        archive.forget(run.getMetadata().getUid());
        endJob();
        if (run.getStatus().markers() != null && run.getStatus().markers().teardownJobUid() != null) {
            objects.endJob(Teardown.jobName(run), false);
        }
        objects.letGo(
                run,
                run.getStatus().isOpen(LoadTestRunStatus.METRICS_DELIVERED)
                        || run.getStatus().isOpen(LoadTestRunStatus.REPORT_DELIVERED));
        edges.leaveQueue(run, now);
    }

    /** The Job's own TTL begins only now, so that it cannot take the pods before they were read; what still runs is ended by it. */
    private void endJob() {
        if (run.getStatus().markers() != null && run.getStatus().markers().jobUid() != null) {
            objects.endJob(run.getMetadata().getName(), !seen.everyRunnerEnded());
        }
    }

    private StatusDraft draft() {
        var draft = StatusDraft.of(run.getStatus());
        draft.observedGeneration = run.getMetadata().getGeneration();
        draft.report = archive.address(run).map(RunReport::new).orElse(draft.report);
        return draft;
    }

    private void write(StatusDraft draft) {
        var status = draft.build();
        if (!Objects.equals(status, run.getStatus())) {
            // Through the framework, so that the next look at the cache sees it; the resource version of the copy is
            // enforced.
            run = context.resourceOperations().updatePrimaryStatus(copyWith(status));
            pace.isWritten(run, now);
        }
    }

    private LoadTestRun copyWith(LoadTestRunStatus status) {
        var copy = new LoadTestRun();
        copy.setMetadata(run.getMetadata());
        copy.setSpec(run.getSpec());
        copy.setStatus(status);
        return copy;
    }
}
