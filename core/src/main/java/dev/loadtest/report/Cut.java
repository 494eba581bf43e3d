package dev.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One thing to do without when a report is too large.
 *
 * @param words what is dropped, for people
 * @param without the report without it; the same report when it has nothing of it
 */
record Cut(String words, UnaryOperator<Report> without) {
    private static final int FEW_POINTS = 60;
    private static final int SOME_CHECKS = 100;
    private static final int SOME_THRESHOLDS = 50;
    private static final int FEW = 10;
    private static final int LONG_TEXT = 1_000;
    private static final int SHORT_TEXT = 100;

    /** In this order: first what is missed least. After the last one every report is small. */
    private static final List<Cut> LEAST_USEFUL_FIRST = List.of(
            new Cut("points over time: %d evenly chosen ones are left".formatted(FEW_POINTS), report -> Draft.of(report)
                    .series(report.series().map(series -> series.thinned(FEW_POINTS)))
                    .report()),
            new Cut("sub-metrics that no threshold is about", report -> Draft.of(report)
                    .metrics(name -> !name.contains("{") || hasThreshold(report, name))
                    .report()),
            new Cut(
                    "checks: %d are left, those that failed first".formatted(SOME_CHECKS),
                    report -> withChecks(report, SOME_CHECKS)),
            new Cut("the rows of single runners", report -> Draft.of(report)
                    .runners(report.runners().withoutRows())
                    .report()),
            new Cut(
                    "texts after %d characters".formatted(LONG_TEXT),
                    report -> Shortened.of(report, LONG_TEXT, Integer.MAX_VALUE)),
            new Cut("metrics that no threshold is about", report -> Draft.of(report)
                    .metrics(name -> hasThreshold(report, name))
                    .report()),
            new Cut(
                    "thresholds: %d are left, those that were broken first".formatted(SOME_THRESHOLDS),
                    report -> withThresholds(report, SOME_THRESHOLDS)),
            new Cut(
                    "the series over time",
                    report -> Draft.of(report).series(Optional.empty()).report()),
            new Cut(
                    "every metric but the key numbers",
                    report -> Draft.of(report).metrics(name -> false).report()),
            new Cut("scenarios", report -> Draft.of(report).scenarios(List.of()).report()),
            new Cut(
                    "the distribution",
                    report -> Draft.of(report).distribution(Optional.empty()).report()),
            new Cut(
                    "texts after %d characters, and what there are more than %d of".formatted(SHORT_TEXT, FEW),
                    report -> Shortened.of(withThresholds(withChecks(report, FEW), FEW), SHORT_TEXT, FEW)));

    /** What is dropped, in that order. */
    static List<String> inOrder() {
        return LEAST_USEFUL_FIRST.stream().map(Cut::words).toList();
    }

    /** The report with as little dropped as makes it fit; what was dropped is in its {@code leftOut}. */
    static Report until(Report report, Predicate<Report> fits) {
        var cut = report;
        for (var next = LEAST_USEFUL_FIRST.iterator(); next.hasNext() && !fits.test(cut); ) {
            cut = next.next().applied(cut);
        }
        return cut;
    }

    private Report applied(Report report) {
        var less = without.apply(report);
        if (less.equals(report)) {
            return report;
        }
        var leftOut = new ArrayList<>(less.leftOut());
        leftOut.add(words);
        return Draft.of(less).leftOut(leftOut).report();
    }

    private static boolean hasThreshold(Report report, String metric) {
        return report.thresholds().stream()
                .anyMatch(threshold -> threshold.metric().equals(metric));
    }

    private static Report withChecks(Report report, int most) {
        return Draft.of(report)
                .checks(first(report.checks(), check -> check.fails() > 0, most))
                .report();
    }

    private static Report withThresholds(Report report, int most) {
        return Draft.of(report)
                .thresholds(first(report.thresholds(), threshold -> !threshold.passed(), most))
                .report();
    }

    /** As many as that, those of interest before the others. */
    private static <T> List<T> first(List<T> all, Predicate<T> ofInterest, int most) {
        if (all.size() <= most) {
            return all;
        }
        var split = all.stream().collect(Collectors.partitioningBy(ofInterest));
        var kept = new ArrayList<>(
                split.get(true).subList(0, Math.min(most, split.get(true).size())));
        split.get(false).stream().limit(most - kept.size()).forEach(kept::add);
        return List.copyOf(kept);
    }
}
