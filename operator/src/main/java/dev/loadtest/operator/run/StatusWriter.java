package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.RunReport;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Instant;
import java.util.Objects;

/**
 * The status of one run while it is looked at once: each writing begins as the one before, and is refused when somebody else has written
 * meanwhile.
 */
final class StatusWriter {
    private final Context<LoadTestRun> context;
    private final RunEdges edges;
    private final Observed seen;
    private final Decision decision;
    private final Instant now;

    private LoadTestRun run;

    StatusWriter(
            LoadTestRun run,
            Observed seen,
            Decision decision,
            Instant now,
            Context<LoadTestRun> context,
            RunEdges edges) {
        this.run = run;
        this.seen = seen;
        this.decision = decision;
        this.now = now;
        this.context = context;
        this.edges = edges;
    }

    /** The run as it was written last, or as it was seen. */
    LoadTestRun run() {
        return run;
    }

    /** The status that stands. */
    StatusDraft draft() {
        var draft = StatusDraft.of(run.getStatus());
        draft.observedGeneration = run.getMetadata().getGeneration();
        draft.report = edges.archive().address(run).map(RunReport::new).orElse(draft.report);
        return draft;
    }

    /** The same with what was seen and decided. */
    StatusDraft going() {
        var draft = draft();
        RunStatuses.going(draft, seen, decision, now);
        return draft;
    }

    /** Writes it, if it is another than the one that stands. */
    void write(StatusDraft draft) {
        var status = draft.build();
        if (!Objects.equals(status, run.getStatus())) {
            // Through the framework, so that the next look at the cache sees it; the resource version of the copy is
            // enforced.
            run = context.resourceOperations().updatePrimaryStatus(copyWith(status));
            edges.pace().isWritten(run, now);
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
