package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.Phase;
import dev.loadtest.api.QueueStatus;
import dev.loadtest.api.RunnerStatus;
import dev.loadtest.api.Runners;
import dev.loadtest.api.Start;
import dev.loadtest.k6.ExitCode;
import dev.loadtest.operator.condition.Conditions;
import dev.loadtest.operator.delivery.DeliveryCondition;
import dev.loadtest.operator.queue.Place;
import dev.loadtest.operator.target.TargetSeen;
import dev.loadtest.verdict.Judgement;
import dev.loadtest.verdict.Loss;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import dev.loadtest.verdict.Verdict;
import dev.loadtest.verdict.Verdicts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in a run's status what was seen and decided. The same picture gives the same bytes. */
final class RunStatuses {
    private static final int MOST_NOTABLE_RUNNERS = 20;
    /** Of one runner; twenty of them, in any script, have to fit into a status that stays small. */
    private static final int LONGEST_NOTE = 300;

    private RunStatuses() {}

    /** The status of a run that is going. */
    static void going(StatusDraft draft, Observed seen, Decision decision, Instant now) {
        draft.phase = decision.phase().word();
        draft.reason = decision.waitingFor().map(Reason::word).orElse(null);
        draft.message = Brief.of(decision.message());
        queue(draft, seen);
        runners(draft, seen);
        // Once, when the last result is in: a part of the numbers would mislead, and merging hundreds of results takes
        // a moment.
        if (draft.numbers == null && seen.everyResult()) {
            var merged = Verdicts.merge(seen.runners().stream()
                    .flatMap(runner -> runner.result().stream())
                    .toList());
            StatusNumbers.numbers(draft, merged.numbers());
            StatusNumbers.thresholds(draft, merged.thresholds());
        }
        if (draft.startTime == null && seen.loadStarted()) {
            draft.startTime = now.toString();
        }
        plan(draft, seen);
        skew(draft, seen);
        StatusNumbers.live(draft, seen);
        StatusNumbers.columns(draft, seen.asked().runners());
        var reason =
                decision.waitingFor().map(Reason::word).orElse(decision.phase().word());
        draft.conditions = Conditions.from(draft.conditions, draft.observedGeneration, now)
                .with(LoadTestRunStatus.COMPLETED, "False", reason, draft.message)
                .with(LoadTestRunStatus.SUCCEEDED, "Unknown", reason, draft.message)
                .build();
    }

    /** The status of a run that is over. It is never changed again. */
    static void completed(StatusDraft draft, Observed seen, Judgement judgement, Instant now) {
        draft.phase = Phase.COMPLETED.word();
        draft.verdict = judgement.verdict().word();
        draft.reason = judgement.reason().word();
        draft.message = Brief.of(judgement.message());
        draft.queue = null;
        target(draft, seen);
        draft.completionTime = now.toString();
        if (draft.startTime == null && seen.loadStarted()) {
            draft.startTime = now.toString();
        }
        runners(draft, seen);
        plan(draft, seen);
        skew(draft, seen);
        draft.live = null;
        StatusNumbers.numbers(draft, judgement.numbers());
        StatusNumbers.thresholds(draft, judgement.thresholds());
        StatusNumbers.columns(draft, seen.asked().runners());
        var reason = judgement.reason().word();
        draft.conditions = Conditions.from(draft.conditions, draft.observedGeneration, now)
                .with(LoadTestRunStatus.COMPLETED, "True", reason, draft.message)
                .with(LoadTestRunStatus.SUCCEEDED, succeeded(judgement.verdict()), reason, draft.message)
                .with(
                        LoadTestRunStatus.VALID,
                        judgement.valid() ? "True" : "False",
                        judgement.validReason(),
                        Brief.of(validMessage(judgement, seen)))
                .build();
    }

    private static void queue(StatusDraft draft, Observed seen) {
        draft.queue = seen.place() instanceof Place.Waiting waiting
                ? new QueueStatus(waiting.position(), Brief.of(waiting.waitsFor()))
                : null;
    }

    private static void target(StatusDraft draft, Observed seen) {
        if (draft.target != null && seen.target() instanceof TargetSeen.Afterwards now) {
            draft.target = TestedTargets.ended(
                    draft.target, now.workloads(), seen.targetChange().map(Brief::of));
        }
    }

    private static String succeeded(Verdict verdict) {
        return switch (verdict) { // no default: a new verdict does not compile until it has its place here
            case PASSED -> "True";
            case FAILED, ERROR, INCONCLUSIVE, ABORTED ->
                "False"; // which of them: reason and verdict; whoever waits comes back
        };
    }

    /** Each doubt with its reason: the condition has room for one only. What was not measured is no doubt, and should not be overlooked. */
    private static String validMessage(Judgement judgement, Observed seen) {
        var doubts = judgement.doubts().stream().map(doubt -> doubt.reason().word() + ": " + doubt.text());
        var unwatched = judgement.numbers().isPresent() && seen.generators().inPart()
                ? Stream.of(
                        "the runners' CPU and VUs were not watched for a part of the load, since the operator was restarted")
                : Stream.<String>empty();
        return Stream.concat(doubts, unwatched).collect(Collectors.joining("; "));
    }

    /** What is known so far of something that another reconciler goes on with. */
    static void delivered(StatusDraft draft, String condition, DeliveryCondition said, Instant now) {
        draft.conditions = Conditions.from(draft.conditions, draft.observedGeneration, now)
                .with(condition, said.status(), said.reason(), Brief.of(said.message()))
                .build();
    }

    /** That teardown() is to be called, or what came of it. */
    static void tornDown(StatusDraft draft, String status, String reason, String message, Instant now) {
        draft.conditions = Conditions.from(draft.conditions, draft.observedGeneration, now)
                .with(LoadTestRunStatus.TORN_DOWN, status, reason, Brief.of(message))
                .build();
    }

    static void teardownPending(StatusDraft draft, Instant now) {
        tornDown(draft, "Unknown", "Pending", "teardown() is called after the last runner has ended", now);
    }

    /** That the report is to be kept, or what came of it. */
    static void reportStored(StatusDraft draft, String status, String reason, String message, Instant now) {
        draft.conditions = Conditions.from(draft.conditions, draft.observedGeneration, now)
                .with(LoadTestRunStatus.REPORT_STORED, status, reason, Brief.of(message))
                .build();
    }

    static void reportPending(StatusDraft draft, Instant now) {
        reportStored(draft, "Unknown", "Pending", "the report is being made", now);
    }

    private static void plan(StatusDraft draft, Observed seen) {
        var start = Optional.ofNullable(draft.start).orElseGet(() -> Start.readyAt(null));
        if (start.plannedSeconds() == null && seen.plan().isPresent()) {
            draft.start = start.planned(
                    StatusNumbers.rounded(seen.plan().get().planned().toMillis() / 1000.0));
        }
    }

    private static void skew(StatusDraft draft, Observed seen) {
        var start = draft.start;
        if (start != null && start.resumedAt() != null) {
            seen.generators()
                    .skew()
                    .ifPresent(skew -> draft.start = start.skewed((int) Math.ceil(skew.toNanos() / 1e6)));
        }
    }

    private static void runners(StatusDraft draft, Observed seen) {
        var notable = new ArrayList<RunnerStatus>();
        for (var runner : seen.runners()) {
            var code = runner.exitCode();
            var normal = runner.loss().isEmpty()
                    && runner.state() != Runner.State.GONE
                    && (code.isEmpty() || asItShould(code.getAsInt(), seen));
            if (!normal && notable.size() < MOST_NOTABLE_RUNNERS) {
                notable.add(new RunnerStatus(
                        runner.index(),
                        runner.pod(),
                        runner.uid(),
                        runner.loss().map(Loss::reason).map(Reason::word).orElseGet(() -> exitReason(runner)
                                .word()),
                        code.isPresent() ? code.getAsInt() : null,
                        runner.loss()
                                .map(Loss::words)
                                .or(runner::errorLine)
                                .map(line -> Brief.of(line, LONGEST_NOTE))
                                .orElse(null)));
            }
        }
        draft.runners = new Runners(
                seen.asked().runners(),
                (int) seen.runners().stream().filter(RunStatuses::wasReady).count(),
                seen.alive().size(),
                (int) seen.runners().stream().filter(Runner::ended).count(),
                notable.isEmpty() ? null : notable);
    }

    private static boolean asItShould(int code, Observed seen) {
        return code == ExitCode.DONE.code()
                || code == ExitCode.STOPPED_FROM_REST_API.code()
                        && seen.recorded().stopped() != Stopped.NOT
                || code == ExitCode.THRESHOLDS_HAVE_FAILED.code()
                        && seen.asked().barrier(); // on its share alone
    }

    private static Reason exitReason(Runner runner) {
        return runner.exitCode().isPresent()
                ? ExitCode.reason(runner.exitCode().getAsInt(), runner.errorLine())
                        .orElse(Reason.RUNNER_LOST)
                : Reason.RUNNER_LOST;
    }

    /** Ready or beyond: the count does not fall when runners end as they should. */
    private static boolean wasReady(Runner runner) {
        return runner.state() == Runner.State.ENDED || runner.state() == Runner.State.UP && runner.answers();
    }
}
