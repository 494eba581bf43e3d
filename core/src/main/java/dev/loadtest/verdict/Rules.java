package dev.loadtest.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The order in which reasons are asked for: the first that answers is the run's. */
final class Rules {
    private static final List<Function<Run, Optional<Answer>>> RULES = List.of(
            Rules::aRunnerInError, // nothing was measured by it, so the others' numbers are not the test's
            Rules::stoppedOnRequest, // a partial run passes nothing and fails nothing
            Rules::thresholdBroken,
            Rules::notBelieved, // after the thresholds: a target that is down does not turn a breach into a maybe
            Rules::held);

    private static final int NAMED_THRESHOLDS = 3;
    private static final double NAMED_ZERO_SHARE = 0.001;

    private Rules() {}

    /** Why a run has its verdict. */
    record Answer(Reason reason, String message) {}

    static Answer first(Run run) {
        return RULES.stream()
                .flatMap(rule -> rule.apply(run).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the last rule always answers"));
    }

    private static Optional<Answer> aRunnerInError(Run run) {
        return first(run.findings(Verdict.ERROR));
    }

    private static Optional<Answer> stoppedOnRequest(Run run) {
        return first(run.findings(Verdict.ABORTED));
    }

    private static Optional<Answer> thresholdBroken(Run run) {
        var marked = first(run.findings(Verdict.FAILED));
        var stopped = run.question().stopped() == Stopped.BY_THRESHOLD;
        var broken = run.broken();
        if (broken.isEmpty()) {
            return stopped
                    ? Optional.of(
                            new Answer(
                                    Reason.THRESHOLD_BROKEN,
                                    "A threshold with abortOnFail was broken and stopped the run; over the whole of it every threshold holds again"))
                    : marked;
        }
        var aborting = broken.stream().anyMatch(JudgedThreshold::abortOnFail)
                || run.thresholds().stream().noneMatch(JudgedThreshold::abortOnFail);
        var stop = !stopped
                ? ""
                : aborting
                        ? "; abortOnFail stopped the run"
                        : "; the threshold whose abortOnFail stopped the run holds again over the whole of it";
        var text = broken.stream()
                .sorted(Comparator.comparing(threshold -> stopped && !threshold.abortOnFail()))
                .limit(NAMED_THRESHOLDS)
                .map(JudgedThreshold::text)
                .collect(Collectors.joining("; "));
        var more = broken.size() > NAMED_THRESHOLDS
                ? "; and %d more, see status.thresholds".formatted(broken.size() - NAMED_THRESHOLDS)
                : "";
        return Optional.of(marked.filter(answer -> answer.reason() == Reason.MARKED_AS_FAILED)
                .map(answer -> new Answer(answer.reason(), answer.message() + " Broken as well: " + text + more + stop))
                .orElse(new Answer(Reason.THRESHOLD_BROKEN, text + more + stop)));
    }

    private static Optional<Answer> notBelieved(Run run) {
        return run.question().validity().enforce()
                ? run.doubts().stream().findFirst().map(doubt -> new Answer(doubt.reason(), doubt.text()))
                : Optional.empty();
    }

    private static Optional<Answer> held(Run run) {
        var thresholds = run.thresholds();
        if (thresholds.isEmpty()) {
            return Optional.of(new Answer(
                    Reason.NO_THRESHOLDS,
                    (run.doubts().isEmpty() ? "The load was sent as meant, and nothing" : "Nothing")
                            + " was to be judged: declare thresholds in the script or in spec.thresholds"
                            + notes(run)));
        }
        return Optional.of(new Answer(
                Reason.THRESHOLDS_HELD,
                (thresholds.size() == 1 ? thresholds.get(0).text() : counted(run)) + notes(run)));
    }

    private static String counted(Run run) {
        var over =
                run.measured().runners() == 1 ? "" : " over " + run.measured().runners() + " runners";
        var held = run.thresholds().stream().filter(JudgedThreshold::sampled).count();
        return held == run.thresholds().size()
                ? "All %d thresholds held%s".formatted(held, over)
                : "%d of %d thresholds held%s, the others have no samples"
                        .formatted(held, run.thresholds().size(), over);
    }

    private static Optional<Answer> first(List<Finding> findings) {
        return findings.stream().findFirst().map(first -> {
            // Of those with the same reason one that has words: a log may have gone with its pod.
            var finding = findings.stream()
                    .filter(other ->
                            other.reason() == first.reason() && !other.error().isEmpty())
                    .findFirst()
                    .orElse(first);
            var like = findings.stream()
                            .filter(other -> other.reason() == finding.reason())
                            .count()
                    - 1;
            var likewise = like == 0 ? "" : " (and %d more)".formatted(like);
            var error = finding.error().isEmpty() ? "" : ": " + finding.error();
            var what = "Runner %d %s%s%s".formatted(finding.runner(), finding.text(), likewise, error);
            var end = what.endsWith(".") ? " " : ". ";
            return new Answer(finding.reason(), (what + end + NextStep.after(finding.reason())).strip());
        });
    }

    /** What does not change the verdict, but should not be overlooked beside it. */
    private static String notes(Run run) {
        var notes = new ArrayList<String>();
        run.doubts().stream()
                .limit(1) // only where nobody asked for it to matter does a run with doubts come here
                .map(doubt -> "not believed, which validity.enforce: false lets pass (%d in the condition Valid): %s"
                        .formatted(run.doubts().size(), doubt.text()))
                .forEach(notes::add);
        run.losses().note().ifPresent(notes::add);
        run.thresholds().stream()
                .filter(threshold -> threshold.sampled() && !threshold.outcome().certain())
                .limit(NAMED_THRESHOLDS)
                .filter(threshold -> run.thresholds().size() > 1)
                .map(JudgedThreshold::text)
                .forEach(notes::add);
        var zeroShare = run.measured().numbers().map(Numbers::zeroDurationShare).orElse(0.0);
        if (zeroShare > NAMED_ZERO_SHARE) {
            notes.add("at least %s of requests took 0 ms, as refused connections do, and pull percentiles down"
                    .formatted(Amount.percent(zeroShare)));
        }
        run.measured().results().stream()
                .flatMap(result -> result
                        .userSummaryError()
                        .map(error -> "handleSummary() of runner %d threw: %s".formatted(result.runner(), error))
                        .stream())
                .findFirst()
                .ifPresent(notes::add);
        return notes.stream().map(note -> "; " + note).collect(Collectors.joining());
    }
}
