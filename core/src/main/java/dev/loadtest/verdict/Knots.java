package dev.loadtest.verdict;

import dev.loadtest.k6.MetricResult.Trend;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The quantile function of one runner's samples as arrays: its knots with the least sample at 0 and the greatest at 100. Knots that
 * contradict the least and the greatest sample are left out.
 */
final class Knots {
    /** k6's seven significant digits cut at most 5e-7 of a value; the rest is for the arithmetic. */
    private static final double WIDENING = 6e-7;

    final long count;
    final double min;
    final double max;
    final int size;

    private final double[] percents;
    private final double[] values;
    private final double noise;

    Knots(Trend trend) {
        count = trend.count();
        min = trend.min();
        max = Math.max(min, trend.max());
        // With negative samples k6's own interpolation may cancel, and then its error is relative to the samples, not
        // to the result.
        noise = min < 0 ? 0x1p-50 * -min : 0;
        var knots = trend.knots();
        var percents = new double[knots.size() + 2];
        var values = new double[percents.length];
        values[0] = min;
        var used = 1;
        for (int knot = 0; knot < knots.size(); knot++) {
            var percent = knots.percent(knot);
            var value = knots.value(knot);
            if (percent > percents[used - 1]
                    && percent < 100
                    && value >= min - slack(min)
                    && value <= max + slack(max)) {
                percents[used] = percent;
                values[used] = Math.min(max, Math.max(values[used - 1], value));
                used++;
            }
        }
        percents[used] = 100;
        values[used] = max;
        size = used + 1;
        this.percents = percents;
        this.values = values;
    }

    /** The rank of a percentile among that many sorted samples, in k6's own order of operations: the last bit decides between two samples. */
    static double rank(double percent, long count) {
        return percent / 100 * (count - 1);
    }

    double rank(int knot) {
        return rank(percents[knot], count);
    }

    double value(int knot) {
        return values[knot];
    }

    /** The least that k6's value, before it was cut to seven digits, can have been. */
    double low(int knot) {
        return isExact(knot) ? values[knot] : Math.max(min, values[knot] - slack(values[knot]));
    }

    /** The greatest that k6's value, before it was cut to seven digits, can have been. */
    double high(int knot) {
        return isExact(knot) ? values[knot] : Math.min(max, values[knot] + slack(values[knot]));
    }

    /** The knot of exactly that percentile. */
    OptionalInt at(double percent) {
        var found = Arrays.binarySearch(percents, 0, size, percent);
        return found < 0 ? OptionalInt.empty() : OptionalInt.of(found);
    }

    /** The last knot at or below that percentile. */
    int floor(double percent) {
        var found = Arrays.binarySearch(percents, 0, size, percent);
        return found < 0 ? Math.max(0, -found - 2) : found;
    }

    /** k6's own value of that percentile where it is a knot, and else the one between its neighbours. */
    double percentile(double percent) {
        var from = floor(percent);
        if (percents[from] == percent || from == size - 1) {
            return values[from];
        }
        var share = (percent - percents[from]) / (percents[from + 1] - percents[from]);
        return values[from] + share * (values[from + 1] - values[from]);
    }

    /** How many samples lie below x, each sample spread evenly around its rank. */
    double samplesBelow(double x) {
        if (x < min) {
            return 0;
        }
        if (x >= values[size - 1]) {
            return count;
        }
        var from = 0;
        var to = size - 1;
        while (to - from > 1) {
            var middle = (from + to) >>> 1;
            if (values[middle] <= x) {
                from = middle;
            } else {
                to = middle;
            }
        }
        var share = (x - values[from]) / (values[to] - values[from]);
        return rank(from) + share * (rank(to) - rank(from)) + 0.5;
    }

    private boolean isExact(int knot) {
        // Where nothing is less than 0, a percentile of 0 leaves its samples no choice.
        return knot == 0 || knot == size - 1 || min == 0 && values[knot] == 0;
    }

    private double slack(double value) {
        return WIDENING * Math.abs(value) + noise;
    }
}
