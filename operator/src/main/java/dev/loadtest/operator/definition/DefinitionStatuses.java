package dev.loadtest.operator.definition;

import dev.loadtest.api.LastResult;
import dev.loadtest.api.LastRun;
import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.api.PendingRun;
import dev.loadtest.api.Phase;
import dev.loadtest.operator.condition.Conditions;
import dev.loadtest.operator.definition.DefinitionDecisions.Decision;
import dev.loadtest.operator.definition.DefinitionObserver.Followed;
import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says in a LoadTest's status how its runs stand, and its schedule. */
final class DefinitionStatuses {

    private DefinitionStatuses() {}

    /** The status with what the runs say that were going. */
    static LoadTestStatus mirror(LoadTest loadTest, List<Followed> followed, Trigger definition, Instant now) {
        var draft = StatusDraft.of(loadTest);
        var newest = draft.lastRun;
        followed.stream()
                .filter(run -> newest == null || !run.name().equals(newest.name()))
                .filter(run -> !run.going() && run.run().isPresent())
                .forEach(run -> result(draft, merged(shortly(run.run().get()), run.run()), run.run()));
        if (newest != null) {
            var seen = followed.stream()
                    .filter(run -> run.name().equals(newest.name()))
                    .findFirst();
            if (newest.verdict() == null && seen.isPresent()) {
                draft.lastRun = merged(newest, seen.get().run());
                if (draft.lastRun.verdict() != null) {
                    result(draft, draft.lastRun, seen.get().run());
                }
            }
            seen.flatMap(Followed::run)
                    .map(LoadTestRun::getStatus)
                    .map(LoadTestRunStatus::columns)
                    .ifPresent(columns -> draft.columns = columns);
            draft.verdict = draft.lastRun.verdict();
        }
        var going =
                followed.stream().filter(Followed::going).map(Followed::name).toList();
        draft.active = going.isEmpty() ? null : going;
        // A change that needs no new run is taken in; one that does is not, so that whoever waits for a condition waits
        // for its run.
        var last = draft.lastRun;
        if (!DefinitionObserver.onChange(loadTest.getSpec())
                || last == null
                || !Trigger.parse(last.trigger()).outdatedBy(definition)) {
            draft.observedGeneration = definition.generation();
        }
        draft.conditions = conditions(draft, now);
        return draft.build();
    }

    /** What the schedule says of this moment, and the watch over stale results. */
    static LoadTestStatus scheduled(LoadTest loadTest, ScheduleLook look, Optional<Freshness> freshness, Instant now) {
        var draft = StatusDraft.of(loadTest);
        draft.schedule = look.status();
        draft.nextScheduleTime = look.next().map(Instant::toString).orElse(null);
        var conditions =
                Conditions.from(draft.conditions, loadTest.getMetadata().getGeneration(), now);
        switch (look.state()) {
            case NONE -> conditions.without(LoadTestStatus.SCHEDULED);
            case INVALID -> conditions.with(LoadTestStatus.SCHEDULED, "False", "InvalidSchedule", look.problem());
            case SUSPENDED ->
                conditions.with(
                        LoadTestStatus.SCHEDULED,
                        "False",
                        "Suspended",
                        "spec.suspend is true: no run begins by the schedule");
            case FOLLOWED ->
                waiting(loadTest, look)
                        .ifPresentOrElse(
                                message -> conditions.with(LoadTestStatus.SCHEDULED, "True", "WaitsForRun", message),
                                () -> conditions.with(
                                        LoadTestStatus.SCHEDULED, "True", "Followed", "runs begin by the schedule"));
        }
        var status = loadTest.getStatus();
        freshness.ifPresentOrElse(
                result -> conditions.with(
                        LoadTestStatus.FRESH,
                        result.fresh() ? "True" : "False",
                        result.fresh() ? "ResultIsRecent" : "ResultIsStale",
                        result.message(status == null ? draft.build() : status)),
                () -> conditions.without(LoadTestStatus.FRESH));
        var built = conditions.build();
        draft.conditions = built.isEmpty() ? null : built;
        return draft.build();
    }

    /** What keeps the run from beginning that is due. */
    private static Optional<String> waiting(LoadTest loadTest, ScheduleLook look) {
        var going = Optional.ofNullable(loadTest.getStatus())
                .map(LoadTestStatus::active)
                .orElse(List.of());
        var policy = Optional.ofNullable(loadTest.getSpec().concurrencyPolicy()).orElse("Forbid");
        return look.due()
                .filter(time -> !going.isEmpty() && !policy.equals("Allow"))
                .map(time -> "the run that was due at %s waits for the end of %s, because concurrencyPolicy is %s"
                        .formatted(time, String.join(", ", going), policy));
    }

    static LoadTestStatus announce(LoadTest loadTest, Decision decision) {
        var draft = StatusDraft.of(loadTest);
        draft.pendingRun = new PendingRun(decision.number(), decision.trigger().toString());
        return draft.build();
    }

    static LoadTestStatus created(LoadTest loadTest, LoadTestRun run, Decision decision, Instant now) {
        var draft = StatusDraft.of(loadTest);
        draft.lastRun = LastRun.pending(
                run.getMetadata().getName(),
                decision.number(),
                decision.trigger().toString());
        draft.observedGeneration = decision.trigger().generation();
        draft.verdict = null;
        draft.run = draft.lastRun.name();
        draft.columns = null;
        draft.pendingRun = null;
        var active = new ArrayList<>(Optional.ofNullable(draft.active).orElse(List.of()));
        if (!active.contains(draft.run)) {
            active.add(draft.run);
        }
        draft.active = active;
        decision.trigger().due().ifPresent(time -> draft.lastScheduleTime = time.toString());
        Request.answeredBy(decision.trigger(), loadTest).ifPresent(value -> {
            draft.handledRequests = Request.handled(Optional.ofNullable(loadTest.getStatus()), value);
            draft.lastHandledRequest = value;
        });
        draft.conditions = conditions(draft, now);
        return draft.build();
    }

    /** Of two runs that ended, the one that ended later. */
    private static void result(StatusDraft draft, LastRun ended, Optional<LoadTestRun> run) {
        var result = Result.of(ended, run);
        var before = Optional.ofNullable(draft.lastResult).map(LastResult::completionTime);
        if (result.completionTime() == null
                || before.isEmpty()
                || !Instant.parse(result.completionTime()).isBefore(Instant.parse(before.get()))) {
            draft.lastResult = result;
        }
        draft.lastSuccessfulTime = Result.lastPassed(draft.lastSuccessfulTime, result);
        draft.lastValidTime = Result.lastValid(draft.lastValidTime, result);
    }

    private static List<Condition> conditions(StatusDraft draft, Instant now) {
        var last = draft.lastRun;
        if (last == null) {
            return draft.conditions;
        }
        var completed = last.verdict() != null;
        var succeeded = completed ? (last.verdict().equals("Passed") ? "True" : "False") : "Unknown";
        var reason = Optional.ofNullable(last.reason()).orElse(last.phase());
        var message = "%s: %s"
                .formatted(last.name(), Optional.ofNullable(last.message()).orElse(last.phase()));
        return Conditions.from(draft.conditions, draft.observedGeneration, now)
                .with(LoadTestStatus.COMPLETED, completed ? "True" : "False", reason, message)
                .with(LoadTestStatus.SUCCEEDED, succeeded, reason, message)
                .build();
    }

    private static LastRun shortly(LoadTestRun run) {
        return LastRun.pending(
                run.getMetadata().getName(),
                run.getSpec().number(),
                run.getSpec().trigger());
    }

    /** {@code run} is empty when it was deleted before its end. */
    private static LastRun merged(LastRun last, Optional<LoadTestRun> run) {
        if (run.isEmpty()) {
            return new LastRun(
                    last.name(),
                    last.number(),
                    last.trigger(),
                    Phase.COMPLETED.word(),
                    Reason.DELETED.verdict().word(),
                    Reason.DELETED.word(),
                    "the run was deleted before it ended",
                    last.startTime(),
                    last.completionTime());
        }
        var seen = run.get().getStatus();
        return seen == null
                ? last
                : new LastRun(
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
}
