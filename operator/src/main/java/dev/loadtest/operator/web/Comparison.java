package dev.loadtest.operator.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.loadtest.api.ThresholdStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two runs side by side.
 *
 * @param sameScript whether both used the same script; null when that is not known of one of them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Comparison(RunView a, RunView b, Boolean sameScript, List<Row> numbers, List<Thresholds> thresholds) {
    /** @param change of b against a, in words; null where one has no value or a is 0 */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Row(String name, String a, String b, String change) {}

    /** The same threshold in both; null where one does not have it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Thresholds(String metric, String expression, ThresholdStatus a, ThresholdStatus b) {}

    static Comparison of(RunView a, RunView b) {
        return new Comparison(
                a,
                b,
                script(a).flatMap(one -> script(b).map(one::equals)).orElse(null),
                numbers(a.run(), b.run()),
                thresholds(a, b));
    }

    private static Optional<String> script(RunView run) {
        return Optional.ofNullable(run.status())
                .flatMap(status -> Optional.ofNullable(status.script()))
                .map(script -> script.sha256());
    }

    private static List<Row> numbers(RunLine a, RunLine b) {
        var rows = new ArrayList<Row>();
        rows.add(row("p95", a, b, RunLine::p95Millis, Shown::millis));
        rows.add(row("mean", a, b, RunLine::meanMillis, Shown::millis));
        rows.add(row("requests per second", a, b, RunLine::requestsPerSecond, Shown::rate));
        rows.add(new Row("failed requests", Shown.share(a.failedShare()), Shown.share(b.failedShare()), null));
        rows.add(row(
                "requests",
                a,
                b,
                run -> run.requests() == null ? null : run.requests().doubleValue(),
                value -> Shown.count(value == null ? null : value.longValue())));
        rows.add(new Row("duration", Shown.seconds(a.durationSeconds()), Shown.seconds(b.durationSeconds()), null));
        return List.copyOf(rows);
    }

    private static Row row(
            String name, RunLine a, RunLine b, Function<RunLine, Double> value, Function<Double, String> shown) {
        var before = value.apply(a);
        var after = value.apply(b);
        var change = before == null || after == null || before == 0
                ? null
                : String.format(Locale.ROOT, "%+.1f %%", (after / before - 1) * 100);
        return new Row(name, shown.apply(before), shown.apply(after), change);
    }

    private static List<Thresholds> thresholds(RunView a, RunView b) {
        var ofA = byName(a);
        var ofB = byName(b);
        return Stream.concat(ofA.keySet().stream(), ofB.keySet().stream())
                .distinct()
                .map(name -> new Thresholds(name.get(0), name.get(1), ofA.get(name), ofB.get(name)))
                .toList();
    }

    private static LinkedHashMap<List<String>, ThresholdStatus> byName(RunView run) {
        return run.getThresholds().stream()
                .collect(Collectors.toMap(
                        threshold -> List.of(threshold.metric(), threshold.expression()),
                        Function.identity(),
                        (first, again) -> first,
                        LinkedHashMap::new));
    }
}
