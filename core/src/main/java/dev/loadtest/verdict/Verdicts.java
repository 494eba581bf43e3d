package dev.loadtest.verdict;

import dev.loadtest.k6.CheckResult;
import dev.loadtest.k6.RunnerResult;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** From what the runners measured and how they ended to one verdict. Pure: the same in any order of runners and at any time. */
public final class Verdicts {
    private Verdicts() {}

    /**
     * The numbers over all runners whose results are in, while how they ended is not known yet.
     *
     * @param results one per runner, in any order; with one alone, k6's own answers decide its thresholds
     */
    public static Merged merge(List<RunnerResult> results) {
        var measured = new Measured(results);
        var thresholds = JudgedThreshold.of(measured, results.size() == 1);
        return new Merged(outcomes(thresholds), measured.numbers());
    }

    /**
     * What the run comes to. A threshold that was broken stands in the judgement's thresholds whatever the reason is.
     *
     * @param ends how the runners ended, in any order; a runner that is not among them was lost
     */
    public static Judgement judge(Question question, List<RunnerEnd> ends) {
        var run = Run.of(question, ends);
        var answer = Rules.first(run);
        return new Judgement(
                answer.reason(),
                answer.message(),
                outcomes(run.thresholds()),
                run.measured().numbers(),
                run.doubts());
    }

    /**
     * Every metric over all runners, not only those that thresholds are about.
     *
     * @param results one per runner, in any order
     */
    public static MergedMetrics metrics(List<RunnerResult> results) {
        return MergedMetrics.of(new Measured(results));
    }

    /** The numbers of one runner alone. */
    public static Numbers numbers(RunnerResult result) {
        return new Measured(List.of(result)).numbers().orElseThrow();
    }

    /** Every check over all runners, in the order of the script. */
    public static List<CheckResult> checks(List<RunnerResult> results) {
        var merged = new LinkedHashMap<String, CheckResult>();
        results.stream()
                .sorted(Comparator.comparingInt(RunnerResult::runner))
                .flatMap(result -> result.checks().stream())
                .forEach(check -> merged.merge(
                        check.path(),
                        check,
                        (one, other) -> new CheckResult(
                                one.path(), one.passes() + other.passes(), one.fails() + other.fails())));
        return List.copyOf(merged.values());
    }

    private static List<ThresholdOutcome> outcomes(List<JudgedThreshold> thresholds) {
        return thresholds.stream().map(JudgedThreshold::outcome).toList();
    }
}
