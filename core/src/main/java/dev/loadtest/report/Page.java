package dev.loadtest.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the page's template shows of a report, in texts that are none of them markup.
 *
 * @param report the report
 * @param verdictStyle how its verdict looks
 * @param few the figures at the top
 * @param figures all of them
 * @param sameTest whether the previous run asked for the same with the same script; true without one
 * @param charts over time
 * @param series the same as a table; null without any
 * @param distribution how latencies are spread; null without any
 * @param checks all of them where they are few, else those that were sometimes false; null without any
 * @param groups all checks by group; empty where {@code checks} are all there are
 */
record Page(
        Report report,
        String verdictStyle,
        List<KeyFigure> few,
        Table figures,
        boolean sameTest,
        List<Chart> charts,
        Table series,
        Chart distribution,
        Table checks,
        List<Group> groups) {
    private static final int FEW_CHECKS = 12;

    /**
     * The checks of one group.
     *
     * @param name of the group
     * @param summary how many, and how many of them were sometimes false
     */
    record Group(String name, String summary, Table checks) {}

    static Page of(Report report) {
        return new Page(
                report,
                style(report.outcome().verdict()),
                KeyFigure.few(report),
                Tables.figures(report),
                report.previous().map(previous -> isSameTest(report, previous)).orElse(true),
                report.series().map(TimeCharts::of).orElse(List.of()),
                report.series().map(Tables::series).orElse(null),
                report.distribution()
                        .flatMap(known -> report.numbers().map(numbers -> DistributionChart.of(known, numbers)))
                        .orElse(null),
                checks(report),
                groups(report));
    }

    private static boolean isSameTest(Report report, Previous previous) {
        return previous.definition().equals(report.run().definition())
                && previous.scriptSha256().equals(report.environment().script().sha256());
    }

    private static Table checks(Report report) {
        if (report.checks().size() <= FEW_CHECKS) {
            return report.checks().isEmpty() ? null : Tables.checks("Checks", report.checks(), true);
        }
        var failed = report.checks().stream().filter(check -> check.fails() > 0).toList();
        return failed.isEmpty() ? null : Tables.checks("Checks that were sometimes false", failed, true);
    }

    private static List<Group> groups(Report report) {
        return report.checks().size() <= FEW_CHECKS
                ? List.of()
                : Tables.byGroup(report).entrySet().stream().map(Page::group).toList();
    }

    private static Group group(Map.Entry<String, List<Check>> group) {
        var name = group.getKey().isEmpty() ? "Outside of groups" : group.getKey();
        var failed =
                group.getValue().stream().filter(check -> check.fails() > 0).count();
        var summary = "%d %s, %s"
                .formatted(
                        group.getValue().size(),
                        group.getValue().size() == 1 ? "check" : "checks",
                        failed == 0 ? "always true" : failed + " sometimes false");
        return new Group(name, summary, Tables.checks("Checks: " + name, group.getValue(), false));
    }

    private static String style(String verdict) {
        return switch (verdict) {
            case "Passed" -> "passed";
            case "Failed" -> "failed";
            case "Error" -> "error";
            case "Aborted" -> "aborted";
            default -> "inconclusive";
        };
    }

    public String title() {
        return report.outcome().verdict() + ": " + report.run().run();
    }

    public String sign() {
        return switch (verdictStyle) {
            case "passed" -> "✓";
            case "failed" -> "✗";
            case "aborted" -> "■";
            case "error" -> "!";
            default -> "?";
        };
    }

    public String started() {
        return report.times().started().map(Figures::moment).orElse("never");
    }

    public String ended() {
        return Figures.moment(report.times().ended());
    }

    public String when() {
        if (report.times().started().isEmpty()) {
            return "No load was sent";
        }
        return report.times().loadSeconds().isPresent()
                ? "Load from %s, %s"
                        .formatted(started(), Figures.seconds(report.times().loadSeconds()))
                : "Load from " + started();
    }

    public Table thresholds() {
        return report.thresholds().isEmpty() ? null : Tables.thresholds(report);
    }

    public Table latency() {
        return Tables.latency(report).orElse(null);
    }

    public Table scenarios() {
        return report.scenarios().isEmpty() ? null : Tables.scenarios(report);
    }

    public Table runners() {
        return report.runners().rows().isEmpty() ? null : Tables.runners(report);
    }

    public Table runnerRanges() {
        return report.runners().isPart() && report.runners().withResult() > 0 ? Tables.runnerRanges(report) : null;
    }

    /** How many ended in which way, such as "498 ended, 2 lost". */
    public String runnerEnds() {
        return new TreeMap<>(report.runners().ends())
                .entrySet().stream()
                        .map(end -> end.getValue() + " " + Tables.end(end.getKey()))
                        .collect(Collectors.joining(", "));
    }

    public Table metrics() {
        return report.metrics().isEmpty() ? null : Tables.metrics(report);
    }

    public Table distributionTable() {
        return Tables.distribution(report);
    }

    /** The share of the requests that the distribution's last bar has; null where it is like the others. */
    public String slowest() {
        return report.distribution()
                .flatMap(DistributionChart::tail)
                .map(tail -> Figures.percent(tail.share()))
                .orElse(null);
    }

    public Previous previous() {
        return report.previous().orElse(null);
    }

    public String previousEnded() {
        return report.previous()
                .map(previous -> Figures.moment(previous.ended()))
                .orElse("");
    }

    public Series seen() {
        return report.series().orElse(null);
    }

    public String definition() {
        return Optional.of(report.run()).flatMap(RunIdentity::definition).orElse("");
    }
}
