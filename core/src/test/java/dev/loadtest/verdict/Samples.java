package dev.loadtest.verdict;

import dev.loadtest.k6.MetricResult.Knot;
import dev.loadtest.k6.MetricResult.Trend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Raw samples, and what k6 and the harness would make of them. */
final class Samples {
    /** The percentiles that harness.js asks k6 for. */
    static final double[] GRID = Stream.of(
                    steps(3, 900, 3, 10),
                    steps(1800, 1980, 1, 20),
                    steps(9900, 9990, 1, 100),
                    steps(19980, 20000, 1, 200),
                    DoubleStream.of(1, 5, 10, 20, 25, 40, 50, 70, 80, 85, 97.5, 99.99))
            .flatMapToDouble(percents -> percents)
            .sorted()
            .distinct()
            .toArray();

    /** Up to here harness.js gives the samples themselves. */
    static final int EXACT_UP_TO = 150;

    private Samples() {}

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

    /** As harness.js and ResultReader make it. */
    static Trend trend(double... samples) {
        return trend(samples, samples.length <= EXACT_UP_TO ? ownRanks(samples.length) : GRID, true);
    }

    /** The percentiles of the samples between the least and the greatest, some of them off by their last bit. */
    private static double[] ownRanks(int count) {
        return IntStream.rangeClosed(1, count - 2)
                .mapToDouble(rank -> 100.0 * rank / (count - 1))
                .toArray();
    }

    /** @param collapse whether knots inside a run of equal values are left out, as the reader does */
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

    /** Number.prototype.toPrecision(7), but for the rounding of halves. */
    static double sevenDigits(double value) {
        if (value == 0) {
            return 0;
        }
        var scale = Math.pow(10, 6 - Math.floor(Math.log10(Math.abs(value))));
        return Math.rint(value * scale) / scale;
    }

    static double[] pooled(Collection<double[]> runners) {
        return runners.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    }
}
