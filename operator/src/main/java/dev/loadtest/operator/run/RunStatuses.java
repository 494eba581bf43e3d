package dev.loadtest.operator.run;

import dev.loadtest.api.Columns;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.Phase;
import dev.loadtest.api.QueueStatus;
import dev.loadtest.api.RunLive;
import dev.loadtest.api.RunNumbers;
import dev.loadtest.api.RunnerStatus;
import dev.loadtest.api.Runners;
import dev.loadtest.api.Start;
import dev.loadtest.api.ThresholdSpread;
import dev.loadtest.api.ThresholdStatus;
import dev.loadtest.k6.DeclaredThreshold;
import dev.loadtest.k6.ExitCode;
import dev.loadtest.operator.condition.Conditions;
import dev.loadtest.operator.delivery.DeliveryCondition;
import dev.loadtest.operator.queue.Place;
import dev.loadtest.operator.target.TargetSeen;
import dev.loadtest.verdict.Judgement;
import dev.loadtest.verdict.Loss;
import dev.loadtest.verdict.Numbers;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import dev.loadtest.verdict.ThresholdOutcome;
import dev.loadtest.verdict.Verdict;
import dev.loadtest.verdict.Verdicts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in a run's status what was seen and decided. The same picture gives the same bytes. */
final class RunStatuses {
    /** The condition about teardown(), where one pod calls it for all. */

    /** Numbers that change all the time are written at this pace, whoever looks. */
    private static final Duration LIVE_PACE = Duration.ofMillis(4_900);

    private static final int MOST_NOTABLE_RUNNERS = 20;
    private static final int MOST_THRESHOLDS = 50;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_MESSAGE = 1000;
    /** Of one runner; twenty of them, in any script, have to fit into a status that stays small. */
    private static final int LONGEST_NOTE = 300;

    private RunStatuses() {}

    /** The status of a run that is going. */
    static void going(StatusDraft draft, Observed seen, Decision decision, Instant now) {
        draft.phase = decision.phase().word();
        draft.reason = decision.waitingFor().map(Reason::word).orElse(null);
        draft.message = brief(decision.message());
        queue(draft, seen);
        runners(draft, seen);
        // Once, when the last result is in: a part of the numbers would mislead, and merging hundreds of results takes
        // a moment.
        if (draft.numbers == null && seen.everyResult()) {
            var merged = Verdicts.merge(seen.runners().stream()
                    .flatMap(runner -> runner.result().stream())
                    .toList());
            numbers(draft, merged.numbers());
            thresholds(draft, merged.thresholds());
        }
        if (draft.startTime == null && seen.loadStarted()) {
            draft.startTime = now.toString();
        }
        plan(draft, seen);
        skew(draft, seen);
        live(draft, seen);
        columns(draft, seen.asked().runners());
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
        draft.message = brief(judgement.message());
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
        numbers(draft, judgement.numbers());
        thresholds(draft, judgement.thresholds());
        columns(draft, seen.asked().runners());
        var reason = judgement.reason().word();
        draft.conditions = Conditions.from(draft.conditions, draft.observedGeneration, now)
                .with(LoadTestRunStatus.COMPLETED, "True", reason, draft.message)
                .with(LoadTestRunStatus.SUCCEEDED, succeeded(judgement.verdict()), reason, draft.message)
                .with(
                        LoadTestRunStatus.VALID,
                        judgement.valid() ? "True" : "False",
                        judgement.validReason(),
                        brief(validMessage(judgement, seen)))
                .build();
    }

    private static void queue(StatusDraft draft, Observed seen) {
        draft.queue = seen.place() instanceof Place.Waiting waiting
                ? new QueueStatus(waiting.position(), brief(waiting.waitsFor()))
                : null;
    }

    private static void target(StatusDraft draft, Observed seen) {
        if (draft.target != null && seen.target() instanceof TargetSeen.Afterwards now) {
            draft.target = TestedTargets.ended(
                    draft.target, now.workloads(), seen.targetChange().map(RunStatuses::brief));
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
                .with(condition, said.status(), said.reason(), brief(said.message()))
                .build();
    }

    /** That teardown() is to be called, or what came of it. */
    static void tornDown(StatusDraft draft, String status, String reason, String message, Instant now) {
        draft.conditions = Conditions.from(draft.conditions, draft.observedGeneration, now)
                .with(LoadTestRunStatus.TORN_DOWN, status, reason, brief(message))
                .build();
    }

    static void teardownPending(StatusDraft draft, Instant now) {
        tornDown(draft, "Unknown", "Pending", "teardown() is called after the last runner has ended", now);
    }

    /** That the report is to be kept, or what came of it. */
    static void reportStored(StatusDraft draft, String status, String reason, String message, Instant now) {
        draft.conditions = Conditions.from(draft.conditions, draft.observedGeneration, now)
                .with(LoadTestRunStatus.REPORT_STORED, status, reason, brief(message))
                .build();
    }

    static void reportPending(StatusDraft draft, Instant now) {
        reportStored(draft, "Unknown", "Pending", "the report is being made", now);
    }

    private static void plan(StatusDraft draft, Observed seen) {
        var start = Optional.ofNullable(draft.start).orElseGet(() -> Start.readyAt(null));
        if (start.plannedSeconds() == null && seen.plan().isPresent()) {
            draft.start = start.planned(rounded(seen.plan().get().planned().toMillis() / 1000.0));
        }
    }

    private static void live(StatusDraft draft, Observed seen) {
        if (draft.numbers != null) {
            draft.live = null;
            return;
        }
        seen.live()
                .filter(live -> draft.live == null
                        || !live.at().isBefore(Instant.parse(draft.live.at()).plus(LIVE_PACE)))
                .ifPresent(live -> draft.live = new RunLive(
                        live.at().truncatedTo(ChronoUnit.MILLIS).toString(),
                        live.numbers().vus(),
                        rounded(live.numbers().requestsPerSecond()),
                        rounded(live.numbers().failedShare()),
                        rounded(live.numbers().slowestP95()),
                        live.numbers().iterations(),
                        progress(draft, live.at())));
    }

    private static Integer progress(StatusDraft draft, Instant at) {
        if (draft.startTime == null || draft.start == null || draft.start.plannedSeconds() == null) {
            return null;
        }
        var passed = Duration.between(Instant.parse(draft.startTime), at).toMillis() / 1000.0;
        var share = draft.start.plannedSeconds() > 0 ? passed / draft.start.plannedSeconds() : 1;
        return (int) Math.round(100 * Math.max(0, Math.min(1, share)));
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
                    && runner.state() != SeenRunner.State.GONE
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
                                .map(line -> brief(line, LONGEST_NOTE))
                                .orElse(null)));
            }
        }
        draft.runners = new Runners(
                seen.asked().runners(),
                (int) seen.runners().stream().filter(RunStatuses::wasReady).count(),
                seen.alive().size(),
                (int) seen.runners().stream().filter(SeenRunner::ended).count(),
                notable.isEmpty() ? null : notable);
    }

    private static boolean asItShould(int code, Observed seen) {
        return code == ExitCode.DONE.code()
                || code == ExitCode.STOPPED_FROM_REST_API.code()
                        && seen.recorded().stopped() != Stopped.NOT
                || code == ExitCode.THRESHOLDS_HAVE_FAILED.code()
                        && seen.asked().barrier(); // on its share alone
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
                        rounded(merged.p99()),
                        rounded(merged.mean()),
                        rounded(merged.median()),
                        rounded(merged.min()),
                        rounded(merged.max()),
                        merged.iterations(),
                        merged.checksPassed(),
                        merged.checksFailed(),
                        rounded(merged.duration().toMillis() / 1000.0)))
                .orElse(null);
    }

    private static void thresholds(StatusDraft draft, List<ThresholdOutcome> outcomes) {
        var shown = mostTelling(outcomes);
        draft.thresholdsLeftOut = shown.size() == outcomes.size() ? null : outcomes.size() - shown.size();
        draft.thresholds = outcomes.isEmpty()
                ? null
                : shown.stream()
                        .map(outcome -> new ThresholdStatus(
                                brief(outcome.metric(), LONGEST_NAME),
                                brief(outcome.expression(), LONGEST_NAME),
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

    /** As declared; of more than a status has room for, those that broke, then those that are uncertain. */
    private static List<ThresholdOutcome> mostTelling(List<ThresholdOutcome> outcomes) {
        if (outcomes.size() <= MOST_THRESHOLDS) {
            return outcomes;
        }
        return outcomes.stream()
                .sorted(Comparator.comparing(ThresholdOutcome::passed).thenComparing(ThresholdOutcome::certain))
                .limit(MOST_THRESHOLDS)
                .toList();
    }

    private static void columns(StatusDraft draft, int desired) {
        var numbers = Optional.ofNullable(draft.numbers);
        var live = Optional.ofNullable(draft.live);
        draft.columns = new Columns(
                "%d/%d".formatted(draft.runners.ready(), desired),
                numbers.map(RunNumbers::requestsPerSecond)
                        .or(() -> live.map(RunLive::requestsPerSecond))
                        .map(rps -> rps < 10 ? decimal("%.1f", rps) : decimal("%.0f", rps))
                        .orElse(null),
                numbers.map(RunNumbers::p95Millis)
                        .map(RunStatuses::millis)
                        .or(() -> live.map(RunLive::slowestP95Millis)
                                .map(slowest -> (desired > 1 ? "≤" : "") + millis(slowest)))
                        .orElse(null),
                numbers.map(RunNumbers::failedShare)
                        .or(() -> live.map(RunLive::failedShare))
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

    /** In bytes, as etcd counts. */
    private static String brief(String message, int longest) {
        if (bytes(message) <= longest) {
            return message;
        }
        var kept = new StringBuilder();
        var left = longest - bytes("…");
        for (var point : message.codePoints().toArray()) {
            left -= bytes(Character.toString(point));
            if (left < 0) {
                break;
            }
            kept.appendCodePoint(point);
        }
        return kept + "…";
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
