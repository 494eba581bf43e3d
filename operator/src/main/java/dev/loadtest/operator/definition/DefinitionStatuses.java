package dev.loadtest.operator.definition;

import dev.loadtest.api.LastRun;
import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.api.PendingRun;
import dev.loadtest.operator.condition.Conditions;
import dev.loadtest.operator.definition.DefinitionDecisions.Decision;
import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says in a LoadTest's status how its latest run stands. */
final class DefinitionStatuses {
    private DefinitionStatuses() {}

    /** The status with what the latest run says. {@code run} is empty when it has ended before, or is gone. */
    static LoadTestStatus mirror(LoadTest loadTest, Optional<LoadTestRun> run, Trigger trigger, Instant now) {
        var before = status(loadTest);
        var last = before.lastRun() == null || before.lastRun().verdict() != null
                ? before.lastRun()
                : run.map(going -> merged(before.lastRun(), going.getStatus()))
                        .orElseGet(() -> deleted(before.lastRun()));
        var result = Optional.ofNullable(last)
                .filter(ended -> ended.verdict() != null && before.lastRun().verdict() == null)
                .map(ended -> Result.of(ended, run))
                .orElse(before.lastResult());
        var columns =
                run.map(LoadTestRun::getStatus).map(LoadTestRunStatus::columns).orElse(before.columns());
        // A change that needs no new run is taken in; one that does is not, so that whoever waits for a condition waits
        // for its run.
        var upToDate = last == null || !Trigger.parse(last.trigger()).outdatedBy(trigger);
        var generation = upToDate ? Long.valueOf(trigger.generation()) : before.observedGeneration();
        var draft = StatusDraft.of(loadTest);
        draft.observedGeneration = generation;
        draft.verdict = last == null ? null : last.verdict();
        draft.columns = columns;
        draft.lastRun = last;
        draft.lastResult = result;
        draft.lastSuccessfulTime = Result.lastPassed(before, result);
        draft.lastValidTime = Result.lastValid(before, result);
        draft.conditions = conditions(before.conditions(), last, generation, now);
        return draft.build();
    }

    static LoadTestStatus announce(LoadTest loadTest, Decision decision) {
        var draft = StatusDraft.of(loadTest);
        draft.pendingRun = new PendingRun(decision.number(), decision.trigger().toString());
        return draft.build();
    }

    static LoadTestStatus created(LoadTest loadTest, LoadTestRun run, Decision decision, Instant now) {
        var draft = StatusDraft.of(loadTest);
        draft.lastRun = new LastRun(
                run.getMetadata().getName(),
                decision.number(),
                decision.trigger().toString(),
                "Pending",
                null,
                null,
                null,
                null,
                null);
        draft.observedGeneration = decision.trigger().generation();
        draft.verdict = null;
        draft.run = draft.lastRun.name();
        draft.columns = null;
        draft.pendingRun = null;
        draft.conditions = conditions(draft.conditions, draft.lastRun, draft.observedGeneration, now);
        return draft.build();
    }

    private static List<Condition> conditions(List<Condition> before, LastRun last, Long generation, Instant now) {
        if (last == null) {
            return before;
        }
        var completed = last.verdict() != null;
        var succeeded = completed ? (last.verdict().equals("Passed") ? "True" : "False") : "Unknown";
        var reason = Optional.ofNullable(last.reason()).orElse(last.phase());
        var message = "%s: %s"
                .formatted(last.name(), Optional.ofNullable(last.message()).orElse(last.phase()));
        return Conditions.from(before, generation, now)
                .with("Completed", completed ? "True" : "False", reason, message)
                .with("Succeeded", succeeded, reason, message)
                .build();
    }

    private static LastRun deleted(LastRun last) {
        return new LastRun(
                last.name(),
                last.number(),
                last.trigger(),
                "Completed",
                Reason.DELETED.verdict().word(),
                Reason.DELETED.word(),
                "the run was deleted before it ended",
                last.startTime(),
                last.completionTime());
    }

    private static LastRun merged(LastRun last, LoadTestRunStatus seen) {
        if (seen == null) {
            return last;
        }
        return new LastRun(
                last.name(),
                last.number(),
                last.trigger(),
                Optional.ofNullable(seen.phase()).orElse(last.phase()),
                seen.verdict(),
                seen.reason(),
                seen.message(),
                seen.startTime(),
                seen.completionTime());
    }

    private static LoadTestStatus status(LoadTest loadTest) {
        return StatusDraft.of(loadTest).build();
    }
}
