package dev.loadtest.operator.run;

import dev.loadtest.api.Columns;
import dev.loadtest.api.RunNumbers;
import dev.loadtest.api.RunnerStatus;
import dev.loadtest.api.Runners;
import dev.loadtest.api.Start;
import dev.loadtest.api.ThresholdSpread;
import dev.loadtest.api.ThresholdStatus;
import dev.loadtest.k6.DeclaredThreshold;
import dev.loadtest.k6.ExitCode;
import dev.loadtest.operator.condition.Conditions;
import dev.loadtest.verdict.Doubt;
import dev.loadtest.verdict.Judgement;
import dev.loadtest.verdict.Numbers;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.ThresholdOutcome;
import dev.loadtest.verdict.Verdict;
import dev.loadtest.verdict.Verdicts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Says in a run's status what was seen and decided. The same picture gives the same bytes. */
final class RunStatuses {
    private static final int MOST_NOTABLE_RUNNERS = 20;
    private static final int LONGEST_MESSAGE = 1000;
    /** Of one runner; twenty of them, in any script, have to fit into a status that stays small. */
    private static final int LONGEST_NOTE = 300;

    private RunStatuses() {}

    /** The status of a run that is going. */
    static void going(StatusDraft draft, Observed seen, Decision decision, Instant now) {
        draft.phase = decision.phase().word();
        draft.reason = decision.waitingFor().map(Reason::word).orElse(null);
        draft.message = brief(decision.message());
        runners(draft, seen);
        // Once, when the last result is in: a part of the numbers would mislead, and merging hundreds of results takes
        // a moment.
        if (draft.numbers == null && seen.everyResult()) {
            var merged = Verdicts.merge(seen.runners().stream()
                    .flatMap(runner -> runner.result().stream())
                    .toList());
            numbers(draft, merged.numbers());
            draft.thresholds = thresholds(merged.thresholds());
        }
        if (draft.startTime == null && RunDecisions.loadStarted(seen)) {
            draft.startTime = now.toString();
        }
        columns(draft, seen.asked().runners());
        var reason =
                decision.waitingFor().map(Reason::word).orElse(decision.phase().word());
        draft.conditions = Conditions.from(draft.conditions, draft.observedGeneration, now)
                .with("Completed", "False", reason, draft.message)
                .with("Succeeded", "Unknown", reason, draft.message)
                .build();
    }

    /** The status of a run that is over. It is never changed again. */
    static void completed(StatusDraft draft, Observed seen, Judgement judgement, Instant now) {
        draft.phase = Phase.COMPLETED.word();
        draft.verdict = judgement.verdict().word();
        draft.reason = judgement.reason().word();
        draft.message = brief(judgement.message());
        draft.completionTime = now.toString();
        if (draft.startTime == null && RunDecisions.loadStarted(seen)) {
            draft.startTime = now.toString();
        }
        runners(draft, seen);
        numbers(draft, judgement.numbers());
        draft.thresholds = thresholds(judgement.thresholds());
        columns(draft, seen.asked().runners());
        var reason = judgement.reason().word();
        draft.conditions = Conditions.from(draft.conditions, draft.observedGeneration, now)
                .with("Completed", "True", reason, draft.message)
                .with("Succeeded", succeeded(judgement.verdict()), reason, draft.message)
                .with(
                        "Valid",
                        valid(judgement),
                        validReason(judgement),
                        brief(judgement.doubts().stream().map(Doubt::text).collect(Collectors.joining("; "))))
                .build();
    }

    private static String succeeded(Verdict verdict) {
        return switch (verdict) { // no default: a new verdict does not compile until it has its place here
            case PASSED -> "True";
            case FAILED, ERROR, INCONCLUSIVE, ABORTED ->
                "False"; // which of them: reason and verdict; whoever waits comes back
        };
    }

    private static String valid(Judgement judgement) {
        return judgement.numbers().isPresent() && judgement.doubts().isEmpty() && measured(judgement.verdict())
                ? "True"
                : "False";
    }

    private static String validReason(Judgement judgement) {
        if (judgement.numbers().isEmpty()) {
            return "NothingMeasured";
        }
        if (!measured(judgement.verdict())) {
            return "EndedEarly";
        }
        return judgement.doubts().isEmpty() ? "Measured" : "Doubtful";
    }

    private static boolean measured(Verdict verdict) {
        return verdict == Verdict.PASSED || verdict == Verdict.FAILED || verdict == Verdict.INCONCLUSIVE;
    }

    static void skew(StatusDraft draft, Duration skew) {
        var start = draft.start;
        draft.start = new Start(
                start.readyAt(),
                start.setupMillis(),
                start.resumedAt(),
                (int) Math.ceil(skew.toNanos() / 1e6),
                start.plannedSeconds(),
                start.podUids());
    }

    private static void runners(StatusDraft draft, Observed seen) {
        var notable = new ArrayList<RunnerStatus>();
        for (var runner : seen.runners()) {
            var code = runner.exitCode();
            var normal = runner.killed().isEmpty()
                    && runner.state() != SeenRunner.State.GONE
                    && (code.isEmpty() || code.getAsInt() == 0);
            if (!normal && notable.size() < MOST_NOTABLE_RUNNERS) {
                notable.add(new RunnerStatus(
                        runner.index(),
                        runner.pod(),
                        runner.uid(),
                        runner.killed().map(Reason::word).orElseGet(() -> exitReason(runner)
                                .word()),
                        code.isPresent() ? code.getAsInt() : null,
                        runner.errorLine()
                                .map(line -> brief(line, LONGEST_NOTE))
                                .orElse(null)));
            }
        }
        draft.runners = new Runners(
                seen.asked().runners(),
                (int) seen.runners().stream().filter(RunStatuses::wasReady).count(),
                seen.live().size(),
                (int) seen.runners().stream().filter(SeenRunner::ended).count(),
                notable.isEmpty() ? null : notable);
    }

    private static Reason exitReason(SeenRunner runner) {
        return runner.exitCode().isPresent()
                ? ExitCode.reason(runner.exitCode().getAsInt(), runner.errorLine())
                        .orElse(Reason.RUNNER_LOST)
                : Reason.RUNNER_LOST;
    }

    /** Ready or beyond: the count does not fall when runners end as they should. */
    private static boolean wasReady(SeenRunner runner) {
        return runner.state() == SeenRunner.State.ENDED || runner.state() == SeenRunner.State.UP && runner.answers();
    }

    private static void numbers(StatusDraft draft, Optional<Numbers> numbers) {
        draft.numbers = numbers.map(merged -> new RunNumbers(
                        merged.requests(),
                        rounded(merged.requestsPerSecond()),
                        rounded(merged.failedShare()),
                        rounded(merged.p95()),
                        rounded(merged.mean()),
                        merged.iterations(),
                        merged.checksPassed(),
                        merged.checksFailed(),
                        rounded(merged.duration().toMillis() / 1000.0)))
                .orElse(null);
    }

    private static List<ThresholdStatus> thresholds(List<ThresholdOutcome> outcomes) {
        return outcomes.isEmpty()
                ? null
                : outcomes.stream()
                        .map(outcome -> new ThresholdStatus(
                                outcome.metric(),
                                outcome.expression(),
                                outcome.source() == DeclaredThreshold.Source.SCRIPT ? "Script" : "Resource",
                                rounded(outcome.observed()),
                                rounded(outcome.lower()),
                                rounded(outcome.upper()),
                                outcome.samples(),
                                outcome.passed(),
                                outcome.certain(),
                                outcome.spread()
                                        .map(spread -> new ThresholdSpread(
                                                rounded(spread.least()),
                                                rounded(spread.median()),
                                                rounded(spread.greatest()),
                                                spread.worst()))
                                        .orElse(null)))
                        .toList();
    }

    private static void columns(StatusDraft draft, int desired) {
        var numbers = Optional.ofNullable(draft.numbers);
        draft.columns = new Columns(
                "%d/%d".formatted(draft.runners.ready(), desired),
                numbers.map(RunNumbers::requestsPerSecond)
                        .map(rps -> rps < 10 ? decimal("%.1f", rps) : decimal("%.0f", rps))
                        .orElse(null),
                numbers.map(RunNumbers::p95Millis).map(RunStatuses::millis).orElse(null),
                numbers.map(RunNumbers::failedShare)
                        .map(share -> decimal("%.2f%%", share * 100))
                        .orElse(null));
    }

    private static String millis(double value) {
        return value < 10 ? decimal("%.1fms", value) : decimal("%.0fms", value);
    }

    private static String decimal(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static Double rounded(OptionalDouble value) {
        return value.isPresent() ? rounded(value.getAsDouble()) : null;
    }

    /** Six digits: more than k6 knows, and short enough for people. Whole numbers stay whole. */
    private static Double rounded(double value) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return value == 0 ? Double.valueOf(0) : null;
        }
        return new java.math.BigDecimal(value)
                .round(new java.math.MathContext(6))
                .doubleValue();
    }

    private static String brief(String message) {
        return brief(message, LONGEST_MESSAGE);
    }

    private static String brief(String message, int longest) {
        return message.length() <= longest ? message : message.substring(0, longest - 1) + "…";
    }
}
