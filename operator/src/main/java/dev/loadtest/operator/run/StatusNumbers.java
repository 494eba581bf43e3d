package dev.loadtest.operator.run;

import dev.loadtest.api.Columns;
import dev.loadtest.api.RunLive;
import dev.loadtest.api.RunNumbers;
import dev.loadtest.api.ThresholdSpread;
import dev.loadtest.api.ThresholdStatus;
import dev.loadtest.k6.DeclaredThreshold;
import dev.loadtest.verdict.Numbers;
import dev.loadtest.verdict.ThresholdOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The numbers in the status of a run: while it goes, what was measured, and what the thresholds say of it. */
final class StatusNumbers {
    /** Numbers that change all the time are written at this pace, whoever looks. */
    private static final Duration LIVE_PACE = Duration.ofMillis(4_900);

    private static final int MOST_THRESHOLDS = 50;
    private static final int LONGEST_NAME = 256;

    private StatusNumbers() {}

    static void live(StatusDraft draft, Observed seen) {
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

    static void numbers(StatusDraft draft, Optional<Numbers> numbers) {
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

    static void thresholds(StatusDraft draft, List<ThresholdOutcome> outcomes) {
        var shown = mostTelling(outcomes);
        draft.thresholdsLeftOut = shown.size() == outcomes.size() ? null : outcomes.size() - shown.size();
        draft.thresholds = outcomes.isEmpty()
                ? null
                : shown.stream()
                        .map(outcome -> new ThresholdStatus(
                                Brief.of(outcome.metric(), LONGEST_NAME),
                                Brief.of(outcome.expression(), LONGEST_NAME),
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

    static void columns(StatusDraft draft, int desired) {
        var numbers = Optional.ofNullable(draft.numbers);
        var live = Optional.ofNullable(draft.live);
        draft.columns = new Columns(
                "%d/%d".formatted(draft.runners.ready(), desired),
                numbers.map(RunNumbers::requestsPerSecond)
                        .or(() -> live.map(RunLive::requestsPerSecond))
                        .map(rps -> rps < 10 ? decimal("%.1f", rps) : decimal("%.0f", rps))
                        .orElse(null),
                numbers.map(RunNumbers::p95Millis)
                        .map(StatusNumbers::millis)
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
    static Double rounded(double value) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return value == 0 ? Double.valueOf(0) : null;
        }
        return new java.math.BigDecimal(value)
                .round(new java.math.MathContext(6))
                .doubleValue();
    }
}
