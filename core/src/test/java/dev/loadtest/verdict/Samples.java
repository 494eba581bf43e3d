package dev.loadtest.verdict;

import dev.loadtest.k6.MetricResult.Knot;
import dev.loadtest.k6.MetricResult.Trend;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Raw samples, and what k6 and the harness would make of them. */
final class Samples {
    /** The percentiles that the harness asks k6 for. */
    static final double[] GRID = grid();

    private Samples() {}

    private static double[] grid() {
        return Stream.of(
                        steps(5, 900, 5, 10),
                        steps(1800, 1980, 1, 20),
                        steps(9900, 9990, 1, 100),
                        steps(19980, 20000, 1, 200),
                        DoubleStream.of(99.99))
                .flatMapToDouble(percents -> percents)
                .sorted()
                .distinct()
                .toArray();
    }

    private static DoubleStream steps(int from, int to, int step, double parts) {
        return IntStream.iterate(from, at -> at < to, at -> at + step).mapToDouble(at -> at / parts);
    }

    /** k6's own percentile (TrendSink.P): linear between the neighbours of rank p / 100 (n - 1). */
    static double percentile(double[] sorted, double percent) {
        var rank = percent / 100 * (sorted.length - 1.0);
        var below = sorted[(int) Math.floor(rank)];
        var above = sorted[(int) Math.ceil(rank)];
        return below + (above - below) * (rank - Math.floor(rank));
    }

    static Trend trend(double... samples) {
        return trend(samples, GRID, false);
    }

    /** @param collapse whether knots inside a run of equal values are left out, as the harness does */
    static Trend trend(double[] samples, double[] grid, boolean collapse) {
        if (samples.length == 0) {
            return new Trend(0, 0, 0, 0, List.of(), true);
        }
        var sorted = samples.clone();
        Arrays.sort(sorted);
        var knots = Arrays.stream(grid)
                .mapToObj(percent -> new Knot(percent, sevenDigits(percentile(sorted, percent))))
                .toList();
        return new Trend(
                sorted.length,
                Arrays.stream(samples).sum() / samples.length,
                sorted[0],
                sorted[sorted.length - 1],
                collapse ? collapsed(knots) : knots,
                true);
    }

    private static List<Knot> collapsed(List<Knot> knots) {
        var kept = new ArrayList<Knot>();
        for (int i = 0; i < knots.size(); i++) {
            var likeBefore = i > 0 && knots.get(i - 1).value() == knots.get(i).value();
            var likeAfter = i < knots.size() - 1
                    && knots.get(i + 1).value() == knots.get(i).value();
            if (!likeBefore || !likeAfter) {
                kept.add(knots.get(i));
            }
        }
        return kept;
    }

    /** Number.prototype.toPrecision(7). */
    static double sevenDigits(double value) {
        return BigDecimal.valueOf(value).round(new MathContext(7)).doubleValue();
    }

    static double[] pooled(Collection<double[]> runners) {
        return runners.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    }
}
