package dev.loadtest.report;

import dev.loadtest.verdict.RunnerEnd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The runners, each by itself as far as there are few enough.
 *
 * @param count how many the run has
 * @param withResult how many of them printed a result
 * @param ends how many ended in which way
 * @param requestsPerSecond how far they lie apart; empty without results, as are those below
 * @param failedShare how far they lie apart
 * @param p95 how far they lie apart, in milliseconds
 * @param rows all of them up to 20; of more those that did not end as they should, then those whose p95 is furthest from the median
 */
public record RunnerTable(
        int count,
        int withResult,
        SortedMap<String, Integer> ends,
        Optional<Range> requestsPerSecond,
        Optional<Range> failedShare,
        Optional<Range> p95,
        List<RunnerRow> rows) {
    static final int MOST_ROWS = 20;

    public RunnerTable {
        ends = Lists.copy(ends);
        rows = Lists.copy(rows);
    }

    /** How far values of runners lie apart. */
    public record Range(double least, double median, double greatest) {}

    static RunnerTable of(int count, List<RunnerEnd> runners) {
        var all = new ArrayList<RunnerRow>();
        var known = new HashSet<Integer>();
        runners.stream().sorted(Comparator.comparingInt(RunnerEnd::index)).forEach(runner -> {
            if (known.add(runner.index())) {
                all.add(RunnerRow.of(runner));
            }
        });
        for (int index = 0; index < count; index++) {
            if (known.add(index)) {
                all.add(RunnerRow.of(new RunnerEnd(index, OptionalInt.empty(), Optional.empty(), Optional.empty())));
            }
        }
        var ends = new TreeMap<String, Integer>();
        all.forEach(row -> ends.merge(row.end(), 1, Integer::sum));
        var p95 = range(all, RunnerRow::p95);
        return new RunnerTable(
                all.size(),
                (int) all.stream().filter(row -> row.requests().isPresent()).count(),
                ends,
                range(all, RunnerRow::requestsPerSecond),
                range(all, RunnerRow::failedShare),
                p95,
                mostTelling(all, p95));
    }

    /** Whether some runners have no row. */
    boolean isPart() {
        return rows.size() < count;
    }

    RunnerTable withoutRows() {
        return new RunnerTable(count, withResult, ends, requestsPerSecond, failedShare, p95, List.of());
    }

    private static List<RunnerRow> mostTelling(List<RunnerRow> all, Optional<Range> p95) {
        Comparator<RunnerRow> wellLast = Comparator.comparing(RunnerRow::isAsItShouldBe);
        return all.stream()
                .sorted(wellLast.thenComparing(row -> -distance(row, p95)).thenComparing(RunnerRow::index))
                .limit(MOST_ROWS)
                .sorted(Comparator.comparingInt(RunnerRow::index))
                .toList();
    }

    private static double distance(RunnerRow row, Optional<Range> p95) {
        return p95.isPresent() && row.p95().isPresent()
                ? Math.abs(row.p95().getAsDouble() - p95.get().median())
                : 0;
    }

    private static Optional<Range> range(List<RunnerRow> rows, Function<RunnerRow, OptionalDouble> value) {
        var values = rows.stream()
                .flatMapToDouble(row -> value.apply(row).stream())
                .sorted()
                .toArray();
        return values.length == 0
                ? Optional.empty()
                : Optional.of(new Range(
                        values[0],
                        values[(values.length - 1) / 2] / 2 + values[values.length / 2] / 2,
                        values[values.length - 1]));
    }
}
