package dev.loadtest.report;

import dev.loadtest.k6.PlainText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A report in short as Markdown. What scripts and resources say stands in code spans or is escaped, so none of it is markup. */
final class MarkdownReport {
    private static final int MOST_ROWS = 30;
    private static final String PUNCTUATION = "[!-/:-@\\[-`{-~]";

    private final Report report;
    private final List<String> lines = new ArrayList<>();

    private MarkdownReport(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        return new MarkdownReport(report).text();
    }

    private String text() {
        lines.add("### %s: load test %s"
                .formatted(
                        escaped(report.outcome().verdict()), code(report.run().run())));
        lines.add("");
        lines.add(escaped(report.outcome().reason() + ": " + report.outcome().message()));
        numbers();
        thresholds();
        doubts();
        lines.add("");
        var runners = report.environment().parallelism();
        lines.add("%d %s of %s, script %s, %s"
                .formatted(
                        runners,
                        runners == 1 ? "runner" : "runners",
                        code(report.environment().image()),
                        code(report.environment().script().sha256()),
                        Figures.moment(report.times().ended())));
        leftOut();
        return String.join("\n", lines) + "\n";
    }

    private void numbers() {
        var figures = KeyFigure.few(report);
        if (figures.isEmpty()) {
            return;
        }
        var previous = report.previous();
        lines.add("");
        lines.add(
                previous.isPresent()
                        ? "| | this run | %s | change |"
                                .formatted(code(previous.get().run()))
                        : "| | this run |");
        lines.add(previous.isPresent() ? "|---|---:|---:|---:|" : "|---|---:|");
        figures.forEach(figure -> lines.add(
                previous.isPresent()
                        ? "| %s | %s | %s | %s |"
                                .formatted(figure.name(), figure.text(), figure.before(), figure.change())
                        : "| %s | %s |".formatted(figure.name(), figure.text())));
    }

    private void thresholds() {
        if (report.thresholds().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("| threshold | | observed | surely |");
        lines.add("|---|---|---:|---:|");
        var sorted = report.thresholds().stream()
                .sorted(Comparator.comparing(ThresholdState::of))
                .toList();
        sorted.stream()
                .limit(MOST_ROWS)
                .forEach(threshold -> lines.add("| %s %s | %s | %s | %s |"
                        .formatted(
                                code(threshold.metric()),
                                code(threshold.expression()),
                                state(threshold),
                                threshold.observedText(),
                                threshold.boundText())));
        if (sorted.size() > MOST_ROWS) {
            lines.add("");
            lines.add(more(sorted.subList(MOST_ROWS, sorted.size())));
        }
    }

    private void doubts() {
        var doubts = report.validity().doubts();
        if (!doubts.isEmpty()) {
            lines.add("");
            lines.add("Not to be believed as it is:");
            lines.add("");
            lines.add(doubts.stream()
                    .map(doubt -> "- " + escaped(doubt.reason() + ": " + doubt.text()))
                    .collect(Collectors.joining("\n")));
        }
    }

    private void leftOut() {
        if (!report.leftOut().isEmpty()) {
            lines.add("");
            lines.add("Left out of the report: " + escaped(String.join("; ", report.leftOut())));
        }
    }

    /** Such as "and 22 more: 3 broken, 19 held". */
    private static String more(List<Threshold> thresholds) {
        var counts = new TreeMap<ThresholdState, Integer>();
        thresholds.forEach(threshold -> counts.merge(ThresholdState.of(threshold), 1, Integer::sum));
        return "and %d more: %s"
                .formatted(
                        thresholds.size(),
                        counts.entrySet().stream()
                                .map(count ->
                                        count.getValue() + " " + count.getKey().text())
                                .collect(Collectors.joining(", ")));
    }

    private static String state(Threshold threshold) {
        return ThresholdState.of(threshold).text();
    }

    /** In a code span nothing is markup, a link, or somebody's name. In a table a bar must be escaped even there. */
    private static String code(String text) {
        var plain = PlainText.of(text);
        if (plain.isEmpty()) {
            return "";
        }
        var fence = "`";
        while (plain.contains(fence)) {
            fence += "`";
        }
        var space = plain.startsWith("`") || plain.endsWith("`") ? " " : "";
        return fence + space + plain.replace("|", "\\|") + space + fence;
    }

    /** Every character that can mean something is escaped; an address of people also by what cannot be seen. */
    private static String escaped(String text) {
        return PlainText.of(text).replaceAll(PUNCTUATION, "\\\\$0").replace("\\@", "\\@\u2060");
    }
}
