package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.k6.Plan;
import dev.loadtest.operator.control.SetupSeen;
import dev.loadtest.operator.delivery.ReportDelivery;
import dev.loadtest.operator.runner.Teardown;
import dev.loadtest.operator.telemetry.Announcements.Kind;
import dev.loadtest.report.Previous;
import dev.loadtest.report.Report;
import dev.loadtest.report.RunFacts;
import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Carries out what comes after the verdict, and changes nothing of it: teardown(), the report, and that the run is let go. */
final class AfterVerdict {
    /** For teardown() when nobody knows its limit any more, since the operator was restarted meanwhile. */
    private static final Duration UNKNOWN_TEARDOWN = Duration.ofMinutes(10);

    private final StatusWriter status;
    private final RunObjects objects;
    private final Observed seen;
    private final Instant now;
    private final RunEdges edges;

    AfterVerdict(StatusWriter status, RunObjects objects, Observed seen, Instant now, RunEdges edges) {
        this.status = status;
        this.objects = objects;
        this.seen = seen;
        this.now = now;
        this.edges = edges;
    }

    /** Before the load, for what comes after it: by then nobody may be left who knows what setup() returned. */
    void prepareTearDown() {
        objects.configMap(status.run().getStatus().script().configMap())
                .ifPresent(snapshot -> objects.create(Teardown.script(status.run(), snapshot)));
        if (seen.setup() instanceof SetupSeen.Done done) {
            done.answer()
                    .data()
                    .filter(data -> !StartRules.tooLarge(data))
                    .ifPresent(data -> objects.create(Teardown.data(status.run(), data)));
        }
    }

    void tearDown() {
        try {
            if (seen.recorded().resumed().isEmpty()) { // otherwise they were made before the load
                prepareTearDown();
            }
            var draft = status.draft();
            draft.mark(markers -> markers.teardownCreatingAt(now.toString()));
            RunStatuses.tornDown(draft, "Unknown", "Running", "teardown() is being called", now);
            status.write(draft);
            var timeout = seen.plan().map(Plan::teardownTimeout).orElse(UNKNOWN_TEARDOWN);
            var job = objects.create(Teardown.job(status.run(), timeout, edges.settings()));
            draft = status.draft();
            draft.mark(markers -> markers.teardownCreated(job.getMetadata().getUid()));
            status.write(draft);
        } catch (KubernetesClientException e) {
            var refusal = Refusal.of(e).orElseThrow(() -> e);
            tornDown(new Next.TornDown(false, refusal.reason().word(), refusal.message()));
        } catch (RunObjects.NameTaken taken) {
            tornDown(new Next.TornDown(false, Reason.NAME_TAKEN.word(), taken.getMessage()));
        }
    }

    void tornDown(Next.TornDown end) {
        var draft = status.draft();
        RunStatuses.tornDown(draft, end.done() ? "True" : "False", end.reason(), end.message(), now);
        status.write(draft);
        if (!end.done()) {
            edges.announcements().announce(status.run(), Kind.WARNING, "TeardownFailed", end.message());
        }
        if (seen.recorded().completed()
                && !seen.reportOpen()
                && QueueRules.runnersStillThere(seen, now).isEmpty()) {
            cleanUp();
        }
    }

    void keepReport() {
        var over = status.run();
        edges.archive().keep(over, (facts, previous) -> report(over, facts, previous), () -> edges.wakeUp()
                .runChanged(over));
    }

    private Report report(LoadTestRun over, RunFacts facts, Optional<Previous> previous) {
        var live = LoadOverTime.of(seen);
        return Report.of(
                facts,
                Endings.given(
                        seen,
                        Reason.ofWord(over.getStatus().reason()),
                        over.getStatus().message()),
                seen.runners().stream().map(Runner::end).toList(),
                edges.inPrometheus()
                        .orElse(over, live.filter(LoadOverTime::fromTheStart))
                        .or(() -> live),
                previous);
    }

    void reportSettled(Next.ReportSettled end) {
        var draft = status.draft();
        draft.artifacts = end.artifact().map(List::of).orElse(null);
        RunStatuses.reportStored(
                draft,
                end.artifact().isPresent() ? "True" : "False",
                end.artifact().isPresent() ? "Stored" : "NotStored",
                end.message(),
                now);
        ReportDelivery.afterKeeping(status.run(), end.artifact().isPresent())
                .ifPresent(said -> RunStatuses.delivered(draft, LoadTestRunStatus.REPORT_DELIVERED, said, now));
        status.write(draft);
        if (!seen.teardownOpen() && QueueRules.runnersStillThere(seen, now).isEmpty()) {
            cleanUp();
        }
    }

    /** Everything here may be done again: the verdict stands. */
    void cleanUp() {
        edges.control().forget(status.run().getMetadata().getUid());
        edges.archive().forget(status.run().getMetadata().getUid());
        endRunners();
        if (status.run().getStatus().markers() != null
                && status.run().getStatus().markers().teardownJobUid() != null) {
            objects.endJob(Teardown.jobName(status.run()), false);
        }
        objects.letGo(
                status.run(),
                status.run().getStatus().isOpen(LoadTestRunStatus.METRICS_DELIVERED)
                        || status.run().getStatus().isOpen(LoadTestRunStatus.REPORT_DELIVERED));
        edges.leaveQueue(status.run(), now);
    }

    /** The Job's own TTL begins only now, so that it cannot take the pods before they were read; what still runs is ended by it. */
    void endRunners() {
        if (status.run().getStatus().markers() != null
                && status.run().getStatus().markers().jobUid() != null) {
            objects.endJob(status.run().getMetadata().getName(), !seen.everyRunnerEnded());
        }
    }
}
