package dev.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** The charts over time of a series: latency, throughput, errors, VUs. */
final class TimeCharts {
    private static final String[] STYLES = {"a", "b", "c", "d", "e"};

    private final List<Series.Point> points;
    private final Axis time;

    private TimeCharts(Series series) {
        points = series.points();
        time = Axis.ofSeconds(
                points.stream().mapToDouble(Series.Point::offsetSeconds).max().orElse(0), Chart.PLOT_WIDTH);
    }

    /** One value of every point, by name. */
    record Column(String name, Function<Series.Point, OptionalDouble> value) {}

    /** Those that have something to show. */
    static List<Chart> of(Series series) {
        var charts = new TimeCharts(series);
        var all = new ArrayList<Chart>();
        charts.add(
                all, "latency", "Latency in milliseconds", latencies(series), Figures::millis, Figures::count, false);
        charts.add(
                all,
                "throughput",
                "Requests per second",
                List.of(new Column("requests per second", Series.Point::requestsPerSecond)),
                Figures::perSecond,
                Figures::count,
                true);
        charts.add(
                all,
                "errors",
                "Failed requests",
                List.of(new Column("share of failed requests", Series.Point::failedShare)),
                Figures::percent,
                Figures::percent,
                true);
        charts.add(
                all,
                "vus",
                "Virtual users",
                List.of(new Column("active VUs", Series.Point::vus)),
                Figures::count,
                Figures::count,
                true);
        return all;
    }

    /** Every latency that some point has, the most looked at first; Prometheus tells no more than there are styles. */
    static List<Column> latencies(Series series) {
        var columns = new ArrayList<Column>();
        columns.add(new Column(series.p95().text(), Series.Point::p95));
        columns.add(new Column("mean of the interval", Series.Point::mean));
        var percentiles = new TreeSet<String>();
        series.points().forEach(point -> percentiles.addAll(point.percentiles().keySet()));
        percentiles.forEach(name -> columns.add(new Column(name + " of the interval", point -> of(point, name))));
        columns.removeIf(column -> series.points().stream()
                .noneMatch(point -> column.value().apply(point).isPresent()));
        return columns.subList(0, Math.min(STYLES.length, columns.size()));
    }

    private static OptionalDouble of(Series.Point point, String percentile) {
        var value = point.percentiles().get(percentile);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private void add(
            List<Chart> charts,
            String id,
            String title,
            List<Column> columns,
            DoubleFunction<String> text,
            DoubleFunction<String> tick,
            boolean filled) {
        if (columns.stream().flatMapToDouble(this::values).findAny().isEmpty()) {
            return;
        }
        var axis = Axis.upTo(columns.stream().flatMapToDouble(this::values), Chart.PLOT_HEIGHT);
        var lines = new ArrayList<Chart.Line>();
        for (Column column : columns) {
            lines.add(line(STYLES[lines.size()], column, axis, filled));
        }
        charts.add(new Chart(
                id, title, description(columns, text), across(axis, tick), below(), lines, List.of(), List.of()));
    }

    private DoubleStream values(Column column) {
        return points.stream().flatMapToDouble(point -> column.value.apply(point).stream());
    }

    private String description(List<Column> columns, DoubleFunction<String> text) {
        var sentences = new ArrayList<String>();
        for (Column column : columns) {
            var values = values(column).summaryStatistics();
            sentences.add("%s: from %s to %s, %s on the average of %d looks"
                    .formatted(
                            column.name,
                            text.apply(values.getMin()),
                            text.apply(values.getMax()),
                            text.apply(values.getAverage()),
                            values.getCount()));
        }
        return String.join(". ", sentences) + ".";
    }

    static List<Chart.Tick> across(Axis axis, DoubleFunction<String> text) {
        return axis.ticks().stream()
                .map(tick -> new Chart.Tick(
                        Chart.unit(Chart.TOP + Chart.PLOT_HEIGHT - axis.at(tick)), text.apply(tick), "end"))
                .toList();
    }

    private List<Chart.Tick> below() {
        return time.ticks().stream()
                .map(tick -> new Chart.Tick(Chart.unit(Chart.LEFT + time.at(tick)), clock(tick), "middle"))
                .toList();
    }

    static String clock(double seconds) {
        var whole = Math.round(seconds);
        return whole < 3600
                ? "%d:%02d".formatted(whole / 60, whole % 60)
                : "%d:%02d:%02d".formatted(whole / 3600, whole % 3600 / 60, whole % 60);
    }

    /** With a gap where nothing is known. */
    private Chart.Line line(String style, Column column, Axis axis, boolean filled) {
        var path = new StringBuilder();
        var area = new StringBuilder();
        var bottom = Chart.unit(Chart.TOP + Chart.PLOT_HEIGHT);
        var last = "";
        for (Series.Point point : points) {
            var value = column.value.apply(point);
            if (value.isEmpty()) {
                area.append(last.isEmpty() ? "" : "L%s %sZ".formatted(last, bottom));
                last = "";
                continue;
            }
            var x = Chart.unit(Chart.LEFT + time.at(point.offsetSeconds()));
            var place = x + " " + Chart.unit(Chart.TOP + Chart.PLOT_HEIGHT - axis.at(value.getAsDouble()));
            path.append(last.isEmpty() ? "M" : "L").append(place);
            area.append(last.isEmpty() ? "M" + x + " " + bottom + "L" : "L").append(place);
            last = x;
        }
        area.append(last.isEmpty() ? "" : "L%s %sZ".formatted(last, bottom));
        return new Chart.Line(style, column.name, path.toString(), filled ? area.toString() : "");
    }
}
