package dev.loadtest.operator.web;

import dev.loadtest.report.Series;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A value of two runs over the time since their load began, in the coordinates of an SVG picture. The value axis begins at 0.
 *
 * @param words what is to be seen, for those who do not see it
 * @param a the points of one run's polyline
 * @param b those of the other's
 * @param most the greatest value
 * @param end the end of the longer run
 */
public record Overlay(String name, String words, String a, String b, String most, String end) {
    private static final int WIDTH = 640;
    private static final int LEFT = 80;
    private static final int TOP = 4;
    private static final int BOTTOM = 146;

    /** Those of which both runs know something; a p95 only if both mean the same by it. */
    static List<Overlay> of(Series a, Series b) {
        return Stream.of(
                        a.p95() == b.p95()
                                ? of(a, b, a.p95().text(), Series.Point::p95, Shown::millis)
                                : Optional.<Overlay>empty(),
                        of(a, b, "requests per second", Series.Point::requestsPerSecond, Shown::rate),
                        of(a, b, "failed requests", Series.Point::failedShare, Shown::share),
                        of(a, b, "VUs", Series.Point::vus, value -> Shown.count(Math.round(value))))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Overlay> of(
            Series a,
            Series b,
            String name,
            Function<Series.Point, OptionalDouble> value,
            Function<Double, String> shown) {
        var most = Stream.of(a, b)
                .flatMap(series -> series.points().stream())
                .flatMapToDouble(point -> value.apply(point).stream())
                .max();
        var end = Stream.of(a, b)
                .flatMap(series -> series.points().stream())
                .mapToDouble(Series.Point::offsetSeconds)
                .max();
        if (most.isEmpty()
                || line(a, value, 1, 1).isEmpty()
                || line(b, value, 1, 1).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Overlay(
                name,
                "%s over time: at most %s in the one, %s in the other"
                        .formatted(name, shown.apply(greatest(a, value)), shown.apply(greatest(b, value))),
                line(a, value, end.getAsDouble(), most.getAsDouble()),
                line(b, value, end.getAsDouble(), most.getAsDouble()),
                shown.apply(most.getAsDouble()),
                Shown.seconds(end.getAsDouble())));
    }

    private static double greatest(Series series, Function<Series.Point, OptionalDouble> value) {
        return series.points().stream()
                .flatMapToDouble(point -> value.apply(point).stream())
                .max()
                .orElseThrow();
    }

    private static String line(Series series, Function<Series.Point, OptionalDouble> value, double end, double most) {
        var points = series.points().stream()
                .filter(point -> value.apply(point).isPresent())
                .map(point -> String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        LEFT + (WIDTH - LEFT - TOP) * (end == 0 ? 0 : point.offsetSeconds() / end),
                        BOTTOM
                                - (BOTTOM - TOP)
                                        * (most == 0 ? 0 : value.apply(point).getAsDouble() / most)))
                .toList();
        // A line to itself is drawn as a dot.
        return String.join(" ", points.size() == 1 ? List.of(points.get(0), points.get(0)) : points);
    }
}
