package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.Phase;
import dev.loadtest.api.Start;
import dev.loadtest.k6.SetupAnswer;
import dev.loadtest.operator.control.SetupSeen;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.operator.runner.HarnessConfigMap;
import dev.loadtest.operator.runner.RunnerJob;
import dev.loadtest.operator.runner.ScriptConfigMap;
import dev.loadtest.operator.target.TargetSeen;
import dev.loadtest.operator.telemetry.Announcements.Kind;
import dev.loadtest.verdict.Judgement;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import dev.loadtest.verdict.Verdict;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Carries out what was decided for one run, once. What must not happen twice has its marker in the status before it happens, written
 * with the resource version that the decision was made on: of two operators one fails here, before anything has happened.
 */
final class RunActions {
    private final RunObjects objects;
    private final RunEdges edges;
    private final StatusWriter status;
    private final AfterVerdict afterVerdict;
    private final ScriptLookup script;
    private final Observed seen;
    private final Decision decision;
    private final Instant now;

    private Optional<Instant> heldBackUntil = Optional.empty();

    RunActions(
            LoadTestRun run,
            ScriptLookup script,
            Observed seen,
            Decision decision,
            Instant now,
            Context<LoadTestRun> context,
            RunEdges edges) {
        this.script = script;
        this.seen = seen;
        this.decision = decision;
        this.now = now;
        this.objects = new RunObjects(context.getClient(), run);
        this.edges = edges;
        this.status = new StatusWriter(run, seen, decision, now, context, edges);
        this.afterVerdict = new AfterVerdict(status, objects, seen, now, edges);
    }

    /** What comes after the verdict. */
    AfterVerdict afterVerdict() {
        return afterVerdict;
    }

    /** @return when to look at the run again at the latest; empty: when something happens */
    Optional<Instant> carryOut() {
        decision.next().carryOut(this);
        return Stream.concat(decision.deadline().stream(), heldBackUntil.stream())
                .min(Comparator.naturalOrder());
    }

    /** Writes what was seen and decided, if that is news. */
    void tell() {
        var draft = status.going();
        heldBackUntil = edges.pace().holdsBack(status.run(), draft.build(), now);
        if (heldBackUntil.isEmpty()) {
            var begins = decision.phase() == Phase.QUEUED && !isQueued();
            status.write(draft);
            if (begins) {
                edges.announcements().announce(status.run(), Kind.NORMAL, "Queued", decision.message());
            }
        }
    }

    /** The marker first, through the queue's one door: from then on the run has its lock and its room. */
    void admit() {
        var draft = status.going();
        draft.mark(markers -> markers.admittedAt(now.toString()));
        if (edges.queue().letIn(status.run(), () -> status.write(draft))) {
            edges.metrics().admitted(status.run(), now);
            edges.announcements().announce(status.run(), Kind.NORMAL, "Admitted", "its turn has come");
            edges.wakeUp().runsChanged(edges.queue().waiting()); // who is next has changed
        }
        edges.wakeUp().runChanged(status.run());
    }

    private boolean isQueued() {
        return status.run().getStatus() != null
                && Phase.QUEUED.word().equals(status.run().getStatus().phase());
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
        if (now.isBefore(seen.asked().createdAt().plus(Finding.A_REMOVAL))) {
            var draft = status.draft();
            RunStatuses.going(draft, seen, decision.saying(Reason.NAME_TAKEN, message), now);
            status.write(draft);
        } else {
            finish(Judgement.unmeasured(Reason.NAME_TAKEN, message));
        }
    }

    private void createObjects() {
        var draft = status.going();
        if (seen.recorded().jobCreating().isEmpty()) {
            var snapshot = objects.create(script.snapshot().orElseThrow());
            draft.script = ScriptConfigMap.describe(status.run(), snapshot);
            if (seen.target() instanceof TargetSeen.Ready ready) {
                draft.target = TestedTargets.ready(ready.workloads(), now);
            }
            edges.targets().forget(status.run());
            objects.create(HarnessConfigMap.of(status.run(), draft.script.file()));
        }
        // Again in every attempt: who has an outdated picture of the run fails here.
        draft.mark(markers -> markers.jobCreatingAt(now.toString()));
        status.write(draft);
        var job = objects.create(
                RunnerJob.of(status.run(), status.run().getStatus().script().configMap(), edges.settings()));
        draft = status.draft();
        draft.phase = Phase.STARTING.word();
        draft.mark(markers -> markers.jobCreated(job.getMetadata().getUid()));
        status.write(draft);
        edges.announcements()
                .announce(
                        status.run(),
                        Kind.NORMAL,
                        "RunnersCreated",
                        "created Job %s with %d runners"
                                .formatted(
                                        job.getMetadata().getName(),
                                        seen.asked().runners()));
    }

    /** The marker first: a setup() that is called twice may make everything twice. */
    void setup() {
        var draft = status.going();
        draft.mark(markers -> markers.setupStartedAt(now.toString()));
        draft.start = Start.readyAt(now.toString());
        status.write(draft);
        edges.control().setup(status.run().getMetadata().getUid());
    }

    void resume(List<Runner> runners) {
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
        var uid = status.run().getMetadata().getUid();
        edges.control().resume(uid, addresses(runners));
    }

    private static List<String> addresses(List<Runner> runners) {
        return runners.stream().flatMap(runner -> runner.address().stream()).toList();
    }

    private void markResumed(List<Runner> runners) {
        var answer = seen.setup() instanceof SetupSeen.Done done
                ? Optional.of(done.answer())
                : Optional.<SetupAnswer>empty();
        var teardown = answer.filter(SetupAnswer::teardown).isPresent();
        if (teardown) {
            afterVerdict.prepareTearDown();
        }
        var draft = status.going();
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
                        runners.stream().map(Runner::uid).toList());
        if (teardown) {
            RunStatuses.teardownPending(draft, now);
        }
        status.write(draft);
    }

    void stop(List<Runner> runners, Stopped why) {
        if (seen.recorded().stopped() == Stopped.NOT) {
            var draft = status.going();
            draft.mark(markers -> markers.stoppingFor(why.word(), now.toString()));
            status.write(draft);
        } else {
            tell();
        }
        edges.control().stop(status.run().getMetadata().getUid(), addresses(runners));
    }

    private Instant began(Duration took) {
        return seen.recorded().started().or(() -> seen.recorded().resumed()).orElseGet(() -> now.minus(took));
    }

    void finish(Judgement judged) {
        var judgement = Endings.withReason(judged, status.run().getSpec().stopReason());
        var draft = status.draft();
        RunStatuses.completed(draft, seen, judgement, now);
        RunStatuses.reportPending(draft, now);
        judgement
                .numbers() // without any, no runner came to write anything
                .flatMap(numbers -> edges.delivery()
                        .byLogs(status.run(), seen.writeFailures(), began(numbers.duration()), numbers.duration()))
                .ifPresent(said -> RunStatuses.delivered(draft, LoadTestRunStatus.METRICS_DELIVERED, said, now));
        if (seen.teardownOpen()) {
            RunStatuses.teardownPending(draft, now);
        }
        status.write(draft);
        edges.metrics().completed(status.run());
        edges.announcements()
                .announce(
                        status.run(),
                        judgement.verdict() == Verdict.PASSED ? Kind.NORMAL : Kind.WARNING,
                        judgement.reason().word(),
                        "%s: %s".formatted(judgement.verdict().word(), judgement.message()));
        afterVerdict.keepReport(); // the run itself is kept in sight until that is done
        if (seen.teardownOpen()) {
            afterVerdict.endRunners();
        }
    }
}
