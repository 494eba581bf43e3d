package dev.loadtest.report;

import dev.loadtest.verdict.Distribution;
import dev.loadtest.verdict.MergedMetric;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A report of which parts are exchanged. */
final class Draft {
    private final Report whole;
    private List<Threshold> thresholds;
    private List<Scenario> scenarios;
    private SortedMap<String, MergedMetric> metrics;
    private Optional<Distribution> distribution;
    private RunnerTable runners;
    private List<Check> checks;
    private Optional<Series> series;
    private List<String> leftOut;

    private Draft(Report whole) {
        this.whole = whole;
        thresholds = whole.thresholds();
        scenarios = whole.scenarios();
        metrics = whole.metrics();
        distribution = whole.distribution();
        runners = whole.runners();
        checks = whole.checks();
        series = whole.series();
        leftOut = whole.leftOut();
    }

    static Draft of(Report report) {
        return new Draft(report);
    }

    Draft thresholds(List<Threshold> thresholds) {
        this.thresholds = thresholds;
        return this;
    }

    Draft scenarios(List<Scenario> scenarios) {
        this.scenarios = scenarios;
        return this;
    }

    /** Only those of such names. */
    Draft metrics(Predicate<String> kept) {
        metrics = new TreeMap<>(metrics);
        metrics.keySet().removeIf(kept.negate());
        return this;
    }

    Draft distribution(Optional<Distribution> distribution) {
        this.distribution = distribution;
        return this;
    }

    Draft runners(RunnerTable runners) {
        this.runners = runners;
        return this;
    }

    Draft checks(List<Check> checks) {
        this.checks = checks;
        return this;
    }

    Draft series(Optional<Series> series) {
        this.series = series;
        return this;
    }

    Draft leftOut(List<String> leftOut) {
        this.leftOut = leftOut;
        return this;
    }

    Report report() {
        return new Report(
                whole.version(),
                whole.run(),
                whole.outcome(),
                whole.times(),
                whole.environment(),
                whole.numbers(),
                thresholds,
                whole.validity(),
                scenarios,
                metrics,
                distribution,
                runners,
                checks,
                series,
                whole.previous(),
                leftOut);
    }
}
