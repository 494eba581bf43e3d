package dev.loadtest.report;

import dev.loadtest.k6.RunnerResult;
import dev.loadtest.verdict.Distribution;
import dev.loadtest.verdict.Judgement;
import dev.loadtest.verdict.MergedMetric;
import dev.loadtest.verdict.Numbers;
import dev.loadtest.verdict.RunnerEnd;
import dev.loadtest.verdict.Verdicts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Everything there is to say of one run: the content of {@code summary.json}, from which every other form is made. Its names are documented
 * in docs/reports.md and do not change within a version.
 *
 * @param version of this shape; see {@link #VERSION}
 * @param run which run
 * @param outcome what it came to
 * @param times when it was
 * @param environment what it was made with
 * @param numbers the numbers to look at first; empty without any result
 * @param thresholds every threshold over all runners, in the order of metric and declaration
 * @param validity whether the measurement can be believed
 * @param scenarios what is known of single scenarios
 * @param metrics every metric over all runners by normalised name, sub-metrics included
 * @param distribution how the samples of {@code http_req_duration} are spread; empty without any
 * @param runners the runners
 * @param checks every check over all runners, in the order of the script
 * @param series what was seen while the load was sent; empty if nobody looked
 * @param previous the last run before this one that can be believed; empty if there is none
 * @param leftOut what was dropped to keep the report small, in words
 */
public record Report(
        int version,
        RunIdentity run,
        Outcome outcome,
        Times times,
        Environment environment,
        Optional<KeyNumbers> numbers,
        List<Threshold> thresholds,
        Credibility validity,
        List<Scenario> scenarios,
        SortedMap<String, MergedMetric> metrics,
        Optional<Distribution> distribution,
        RunnerTable runners,
        List<Check> checks,
        Optional<Series> series,
        Optional<Previous> previous,
        List<String> leftOut) {
    /** Fields may be added within a version; whoever reads must pass over those it does not know. */
    public static final int VERSION = 1;

    /** @throws NullPointerException without what every report has */
    public Report {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(times, "times");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(validity, "validity");
        Objects.requireNonNull(runners, "runners");
        thresholds = Lists.copy(thresholds);
        scenarios = Lists.copy(scenarios);
        metrics = Lists.copy(metrics);
        checks = Lists.copy(checks);
        leftOut = Lists.copy(leftOut);
    }

    /**
     * The report of a run that is over. Merges every metric of every runner, which takes seconds of CPU with hundreds of runners: not for
     * a reconcile thread.
     *
     * @param facts what the cluster knows
     * @param judgement what the run came to
     * @param ends how the runners ended and what they measured, in any order
     * @param series what was seen while it ran
     * @param previous the run to show beside it
     */
    public static Report of(
            RunFacts facts,
            Judgement judgement,
            List<RunnerEnd> ends,
            Optional<Series> series,
            Optional<Previous> previous) {
        var results = ends.stream().flatMap(end -> end.result().stream()).toList();
        var metrics = Verdicts.metrics(results);
        var runners = RunnerTable.of(facts.environment().parallelism(), ends);
        var shown = series.map(Series::thinned);
        return new Report(
                VERSION,
                facts.run(),
                Outcome.of(judgement),
                facts.times().lasting(judgement.numbers().map(Numbers::duration)),
                facts.environment().repeatedBy(Repeat.commands(facts.run(), facts.environment())),
                judgement.numbers().map(numbers -> KeyNumbers.of(numbers, metrics)),
                judgement.thresholds().stream()
                        .map(outcome -> Threshold.of(outcome, metrics.all()))
                        .toList(),
                Credibility.of(judgement),
                Scenario.of(metrics.all()),
                metrics.all(),
                metrics.durations(),
                runners,
                checks(results),
                shown,
                previous,
                leftOut(runners, series, shown));
    }

    private static List<Check> checks(List<RunnerResult> results) {
        return Verdicts.checks(results).stream().map(Check::of).toList();
    }

    private static List<String> leftOut(RunnerTable runners, Optional<Series> series, Optional<Series> shown) {
        var words = new ArrayList<String>();
        if (runners.isPart()) {
            words.add("rows of %d of %d runners: those that ended as they should and are nearest to the median"
                    .formatted(runners.count() - runners.rows().size(), runners.count()));
        }
        if (!series.equals(shown)) {
            words.add("every point over time but %d of %d, evenly chosen"
                    .formatted(
                            shown.orElseThrow().points().size(),
                            series.orElseThrow().points().size()));
        }
        return words;
    }
}
