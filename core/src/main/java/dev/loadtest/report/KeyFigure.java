package dev.loadtest.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One of the {@link KeyNumbers} with its name, beside that of the previous run.
 *
 * @param name for people
 * @param value with all its digits
 * @param text as people read it
 * @param before as people read it; empty without a previous run
 * @param change against it, in percent; empty without a previous run
 */
record KeyFigure(String name, OptionalDouble value, String text, String before, String change) {
    private static final List<Kind> KINDS = List.of(
            new Kind("Requests", numbers -> known(numbers.requests()), Figures::count),
            new Kind("Requests per second", numbers -> known(numbers.requestsPerSecond()), Figures::perSecond),
            new Kind("Failed requests", KeyNumbers::failedShare, Figures::percent),
            new Kind("Latency, mean", KeyNumbers::mean, Figures::millis),
            new Kind("Latency, least", KeyNumbers::min, Figures::millis),
            new Kind("Latency, median", KeyNumbers::med, Figures::millis),
            new Kind("Latency, p90", KeyNumbers::p90, Figures::millis),
            new Kind("Latency, p95", KeyNumbers::p95, Figures::millis),
            new Kind("Latency, p99", KeyNumbers::p99, Figures::millis),
            new Kind("Latency, greatest", KeyNumbers::max, Figures::millis),
            new Kind("Iterations", numbers -> known(numbers.iterations()), Figures::count),
            new Kind("Checks passed", numbers -> known(numbers.checksPassed()), Figures::count),
            new Kind("Checks failed", numbers -> known(numbers.checksFailed()), Figures::count),
            new Kind("Data sent", numbers -> known(numbers.dataSent()), Figures::bytes),
            new Kind("Data received", numbers -> known(numbers.dataReceived()), Figures::bytes),
            new Kind("Most VUs", KeyNumbers::vusMax, Figures::count));

    private record Kind(String name, Function<KeyNumbers, OptionalDouble> value, DoubleFunction<String> text) {
        String text(OptionalDouble value) {
            return value.isPresent() ? text.apply(value.getAsDouble()) : Figures.UNKNOWN;
        }
    }

    /** All of them, in the order in which they are read; none without any result. */
    static List<KeyFigure> of(Report report) {
        var before = report.previous().map(Previous::numbers);
        return report.numbers().stream()
                .flatMap(numbers -> KINDS.stream().map(kind -> of(kind, numbers, before)))
                .toList();
    }

    /** Those that a summary has room for. */
    static List<KeyFigure> few(Report report) {
        var few = List.of("Requests", "Requests per second", "Failed requests", "Latency, mean", "Latency, p95");
        return of(report).stream().filter(figure -> few.contains(figure.name)).toList();
    }

    private static KeyFigure of(Kind kind, KeyNumbers numbers, Optional<KeyNumbers> before) {
        var now = kind.value.apply(numbers);
        var then = before.map(kind.value).orElse(OptionalDouble.empty());
        var change = Stream.of(now, then).allMatch(OptionalDouble::isPresent)
                ? Figures.change(then.getAsDouble(), now.getAsDouble())
                : "";
        return new KeyFigure(kind.name, now, kind.text(now), before.isPresent() ? kind.text(then) : "", change);
    }

    private static OptionalDouble known(double value) {
        return OptionalDouble.of(value);
    }
}
