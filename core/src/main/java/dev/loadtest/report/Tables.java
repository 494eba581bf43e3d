package dev.loadtest.report;

import dev.loadtest.report.Table.Cell;
import dev.loadtest.report.Table.Row;
import dev.loadtest.verdict.Estimate;
import dev.loadtest.verdict.MergedMetric;
import dev.loadtest.verdict.MergedMetric.Counter;
import dev.loadtest.verdict.MergedMetric.Gauge;
import dev.loadtest.verdict.MergedMetric.Rate;
import dev.loadtest.verdict.MergedMetric.Trend;
import dev.loadtest.verdict.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report's tables. */
final class Tables {
    private Tables() {}

    static Table figures(Report report) {
        var previous = report.previous();
        var columns = new ArrayList<>(List.of("-", "this run"));
        previous.ifPresent(known -> columns.addAll(List.of(known.run(), "change")));
        return Table.of("Key numbers", columns, KeyFigure.of(report).stream().map(figure -> {
            var cells = new ArrayList<>(List.of(Cell.text(figure.name()), Cell.number(figure.text(), figure.value())));
            if (previous.isPresent()) {
                cells.addAll(List.of(Cell.number(figure.before()), Cell.number(figure.change())));
            }
            return Table.row(cells.toArray(Cell[]::new));
        }));
    }

    static Table thresholds(Report report) {
        return Table.of(
                "Thresholds, the broken ones first",
                List.of(
                        "-Metric",
                        "-Must hold",
                        "-Result",
                        "Observed",
                        "Surely between",
                        "-Runners (the worst)",
                        "Samples",
                        "-From"),
                report.thresholds().stream()
                        .sorted(Comparator.comparing(ThresholdState::of))
                        .map(threshold -> Table.row(
                                Cell.name(threshold.metric()),
                                Cell.name(threshold.expression()),
                                result(threshold),
                                Cell.number(threshold.observedText(), threshold.observed()),
                                Cell.number(threshold.boundText()),
                                Cell.text(runners(threshold)),
                                Cell.number(Figures.count(threshold.samples())),
                                Cell.text(threshold.source().toLowerCase(Locale.ROOT)))));
    }

    private static Cell result(Threshold threshold) {
        var state = ThresholdState.of(threshold);
        var style =
                switch (state) {
                    case HELD -> threshold.certain() ? "good" : "odd";
                    case BROKEN -> threshold.certain() ? "bad" : "odd";
                    case NO_SAMPLES -> "odd";
                };
        return Cell.styled(
                state == ThresholdState.NO_SAMPLES || threshold.certain() ? state.text() : state.text() + ", uncertain",
                style);
    }

    private static String runners(Threshold threshold) {
        return threshold.runners().map(spread -> runners(threshold, spread)).orElse("");
    }

    private static String runners(Threshold threshold, Spread spread) {
        return spread.least() == spread.greatest()
                ? threshold.text(spread.least()) + " each"
                : "%s to %s (%d)"
                        .formatted(Figures.number(spread.least()), threshold.text(spread.greatest()), spread.worst());
    }

    /** The latency over all runners, each value with where the truth lies; empty where that is not known. */
    static Optional<Table> latency(Report report) {
        return Optional.ofNullable(report.metrics().get("http_req_duration"))
                .filter(Trend.class::isInstance)
                .map(Trend.class::cast)
                .map(trend -> Table.of(
                        "Latency of all requests",
                        List.of("-", "Value", "Surely between"),
                        Stream.of(
                                latency("least", Estimate.exact(trend.min())),
                                latency("median", trend.med()),
                                latency("mean", Estimate.exact(trend.mean())),
                                latency("p90", trend.p90()),
                                latency("p95", trend.p95()),
                                latency("p99", trend.p99()),
                                latency("greatest", Estimate.exact(trend.max())))));
    }

    private static Row latency(String name, Estimate estimate) {
        return Table.row(
                Cell.text(name),
                exact(estimate.value(), Figures::millis),
                Cell.number(
                        estimate.lower() == estimate.upper()
                                ? "exact"
                                : Figures.number(estimate.lower()) + " to " + Figures.millis(estimate.upper())));
    }

    static Table scenarios(Report report) {
        return Table.of(
                "Scenarios",
                List.of("-Scenario", "Requests", "Per second", "Failed", "Mean", "p95", "Iterations", "Checks true"),
                report.scenarios().stream()
                        .map(scenario -> Table.row(
                                Cell.name(scenario.name()),
                                Cell.number(Figures.count(scenario.requests())),
                                Cell.number(Figures.perSecond(scenario.requestsPerSecond())),
                                Cell.number(Figures.percent(scenario.failedShare())),
                                Cell.number(Figures.millis(scenario.mean())),
                                Cell.number(Figures.millis(scenario.p95())),
                                Cell.number(Figures.count(scenario.iterations())),
                                Cell.number(Figures.percent(scenario.checksShare())))));
    }

    static Table runners(Report report) {
        return Table.of(
                "Runners",
                List.of("-Runner", "-End", "Duration", "Requests", "Per second", "Failed", "p95", "-Note"),
                report.runners().rows().stream()
                        .map(row -> Table.row(
                                Cell.text(Integer.toString(row.index())),
                                Cell.styled(end(row), row.isAsItShouldBe() ? "text" : "bad"),
                                Cell.number(Figures.seconds(row.durationSeconds())),
                                Cell.number(Figures.count(row.requests())),
                                Cell.number(Figures.perSecond(row.requestsPerSecond())),
                                Cell.number(Figures.percent(row.failedShare())),
                                Cell.number(Figures.millis(row.p95())),
                                Cell.text(row.note()))));
    }

    private static String end(RunnerRow row) {
        var word = end(row.end());
        return row.exitCode().isPresent() && row.exitCode().getAsInt() != 0
                ? word + ", exit code " + row.exitCode().getAsInt()
                : word;
    }

    /** How a runner ended, for people. */
    static String end(String word) {
        return switch (word) {
            case "Ended" -> "ended";
            case "Lost" -> "lost";
            case "Stopped" -> "stopped";
            case "NoResult" -> "no result";
            default -> "unknown";
        };
    }

    /** How far the runners lie apart, where there are too many to list. */
    static Table runnerRanges(Report report) {
        var runners = report.runners();
        return Table.of(
                "How far the runners lie apart",
                List.of("-Of each runner", "least", "median", "greatest"),
                Stream.of(
                                runners.requestsPerSecond().stream()
                                        .map(range -> range("Requests per second", range, Figures::perSecond)),
                                runners.failedShare().stream()
                                        .map(range -> range("Failed requests", range, Figures::percent)),
                                runners.p95().stream().map(range -> range("p95", range, Figures::millis)))
                        .flatMap(rows -> rows));
    }

    private static Row range(String name, RunnerTable.Range range, DoubleFunction<String> text) {
        return Table.row(
                Cell.text(name),
                Cell.number(text.apply(range.least())),
                Cell.number(text.apply(range.median())),
                Cell.number(text.apply(range.greatest())));
    }

    static Table checks(String caption, List<Check> checks, boolean withGroup) {
        var columns = new ArrayList<>(List.of("-Check"));
        columns.addAll(
                withGroup ? List.of("-Group", "True", "False", "Share true") : List.of("True", "False", "Share true"));
        return Table.of(caption, columns, checks.stream().map(check -> {
            var cells = new ArrayList<>(List.of(Cell.name(check.name())));
            if (withGroup) {
                cells.add(Cell.name(check.group()));
            }
            var all = (double) check.passes() + check.fails();
            cells.add(Cell.number(Figures.count(check.passes())));
            cells.add(Cell.styled(Figures.count(check.fails()), check.fails() > 0 ? "bad number" : ""));
            cells.add(Cell.number(all > 0 ? Figures.percent(check.passes() / all) : Figures.UNKNOWN));
            return Table.row(cells.toArray(Cell[]::new));
        }));
    }

    /** The checks of each group, in the order of the script. */
    static Map<String, List<Check>> byGroup(Report report) {
        return report.checks().stream()
                .collect(Collectors.groupingBy(Check::group, LinkedHashMap::new, Collectors.toList()));
    }

    static Table metrics(Report report) {
        return Table.of(
                "Every metric over all runners",
                List.of(
                        "-Metric",
                        "-Kind",
                        "Samples",
                        "Mean or share",
                        "Least",
                        "Median",
                        "p90",
                        "p95",
                        "p99",
                        "Greatest"),
                report.metrics().entrySet().stream().map(entry -> metric(entry.getKey(), entry.getValue())));
    }

    private static Row metric(String name, MergedMetric metric) {
        if (metric instanceof Trend trend) {
            DoubleFunction<String> text = trend.time() ? Figures::millis : Figures::number;
            return Table.row(
                    Cell.name(name),
                    Cell.text("trend"),
                    Cell.number(Figures.count(trend.samples())),
                    exact(trend.mean(), text),
                    exact(trend.min(), text),
                    exact(trend.med().value(), text),
                    exact(trend.p90().value(), text),
                    exact(trend.p95().value(), text),
                    exact(trend.p99().value(), text),
                    exact(trend.max(), text));
        }
        if (metric instanceof Rate rate) {
            return few(
                    name, "rate", rate.trues() + rate.falses(), exact(rate.share(), Figures::percent), none(), none());
        }
        if (metric instanceof Counter counter) {
            DoubleFunction<String> text = name.startsWith("data_") ? Figures::bytes : Figures::count;
            return few(
                    name,
                    "counter",
                    0,
                    Cell.number(
                            text.apply(counter.count()) + ", " + rate(name, counter.perSecond()),
                            OptionalDouble.of(counter.count())),
                    none(),
                    none());
        }
        var gauge = (Gauge) metric;
        return few(
                name,
                "gauge",
                0,
                gauge.last().isPresent() ? exact(gauge.last().getAsDouble(), Figures::number) : none(),
                exact(gauge.min(), Figures::number),
                exact(gauge.max(), Figures::number));
    }

    private static String rate(String name, double perSecond) {
        return name.startsWith("data_") ? Figures.bytes(perSecond) + "/s" : Figures.perSecond(perSecond);
    }

    private static Row few(String name, String kind, double samples, Cell value, Cell least, Cell greatest) {
        return Table.row(
                Cell.name(name),
                Cell.text(kind),
                samples > 0 ? Cell.number(Figures.count(samples)) : none(),
                value,
                least,
                none(),
                none(),
                none(),
                none(),
                greatest);
    }

    private static Cell exact(double value, DoubleFunction<String> text) {
        return Cell.number(text.apply(value), OptionalDouble.of(value));
    }

    private static Cell none() {
        return Cell.number("");
    }

    static Table series(Series series) {
        var latencies = TimeCharts.latencies(series);
        var columns = new ArrayList<>(List.of("-After"));
        latencies.forEach(column -> columns.add(column.name()));
        columns.addAll(List.of("requests per second", "failed", "VUs"));
        return Table.of("The load over time", columns, series.points().stream().map(point -> {
            var cells = new ArrayList<>(List.of(Cell.text(TimeCharts.clock(point.offsetSeconds()))));
            latencies.forEach(column ->
                    cells.add(Cell.number(Figures.millis(column.value().apply(point)))));
            cells.add(Cell.number(Figures.perSecond(point.requestsPerSecond())));
            cells.add(Cell.number(Figures.percent(point.failedShare())));
            cells.add(Cell.number(Figures.count(point.vus())));
            return Table.row(cells.toArray(Cell[]::new));
        }));
    }

    static Table distribution(Report report) {
        return Table.of(
                "How latencies are spread",
                List.of("-From", "to", "share of requests"),
                report.distribution().stream()
                        .flatMap(distribution -> distribution.bins().stream())
                        .map(bin -> Table.row(
                                Cell.number(Figures.millis(bin.from())),
                                Cell.number(Figures.millis(bin.to())),
                                Cell.number(Figures.percent(bin.share())))));
    }
}
