package dev.loadtest.operator.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A line over runs, oldest at the left, in the coordinates of an SVG picture. The value axis begins at 0.
 *
 * @param words what is to be seen, for those who do not see it
 * @param line the points of a polyline; a run without the value is left out
 */
public record Chart(
        String name,
        int width,
        int height,
        int left,
        int bottom,
        String words,
        String line,
        String most,
        List<Dot> dots) {
    /** One run. */
    public record Dot(RunLine run, String x, String y, String value) {}

    private static final int EDGE = 4;

    /** Without axes, for a line of a table. */
    static Chart sparkline(List<RunLine> newestFirst) {
        return of(
                newestFirst,
                "p95 of the HTTP request duration",
                RunLine::p95Millis,
                Shown::millis,
                new Frame(110, 26, 0, 0));
    }

    /** With room for an axis at the left and for run numbers below. */
    static Chart trend(
            List<RunLine> newestFirst, String name, Function<RunLine, Double> value, Function<Double, String> shown) {
        return of(newestFirst, name, value, shown, new Frame(640, 170, 80, 24));
    }

    private record Frame(int width, int height, int left, int bottom) {}

    private static Chart of(
            List<RunLine> newestFirst,
            String name,
            Function<RunLine, Double> value,
            Function<Double, String> shown,
            Frame frame) {
        var runs = new ArrayList<>(
                newestFirst.stream().filter(run -> value.apply(run) != null).toList());
        Collections.reverse(runs);
        var values = runs.stream().map(value).toList();
        var most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        var dots = new ArrayList<Dot>();
        for (var i = 0; i < runs.size(); i++) {
            var room = frame.width() - frame.left() - 2.0 * EDGE;
            var x = frame.left() + EDGE + (runs.size() == 1 ? room / 2 : room * i / (runs.size() - 1));
            var height = frame.height() - frame.bottom() - 2.0 * EDGE;
            var y = EDGE + height * (most == 0 ? 1 : 1 - values.get(i) / most);
            dots.add(new Dot(runs.get(i), coordinate(x), coordinate(y), shown.apply(values.get(i))));
        }
        return new Chart(
                name,
                frame.width(),
                frame.height(),
                frame.left(),
                frame.height() - frame.bottom(),
                words(name, values, shown),
                String.join(
                        " ", dots.stream().map(dot -> dot.x() + "," + dot.y()).toList()),
                shown.apply(most),
                List.copyOf(dots));
    }

    /** Whether there is nothing to draw. */
    public boolean isEmpty() {
        return dots.isEmpty();
    }

    public boolean isSingle() {
        return dots.size() == 1;
    }

    public Dot getFirst() {
        return dots.get(0);
    }

    public Dot getLast() {
        return dots.get(dots.size() - 1);
    }

    private static String words(String name, List<Double> values, Function<Double, String> shown) {
        if (values.isEmpty()) {
            return name + ": no run has it";
        }
        var last = shown.apply(values.get(values.size() - 1));
        if (values.size() == 1) {
            return "%s: %s in the one run that has it".formatted(name, last);
        }
        var sorted = values.stream().sorted().toList();
        return "%s over %d runs: %s at last, at least %s, at most %s"
                .formatted(
                        name,
                        values.size(),
                        last,
                        shown.apply(sorted.get(0)),
                        shown.apply(sorted.get(sorted.size() - 1)));
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
