package dev.loadtest.verdict;

import dev.loadtest.k6.MetricResult.Trend;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The samples of one metric from all runners as if one k6 had taken them. What it says is a function of the multiset of runners: whole
 * numbers are summed, or values in ascending order, so that no order of arrival shows in the last digit.
 */
final class PooledTrend {
    /** Ranks are summed in whole parts of this size. */
    private static final double RANK_PARTS = 0x1p16;

    private static final double SEVEN_DIGITS = 5e-6;
    private static final MathContext NINE_DIGITS = new MathContext(9);

    private final List<Knots> runners = new ArrayList<>();
    private final List<SampleRanks> places = new ArrayList<>();
    private final long count;
    private final double mean;
    private final double min;
    private final double max;

    /** @param trends what each runner measured; those without samples say nothing */
    PooledTrend(Collection<Trend> trends) {
        var sampled = trends.stream().filter(trend -> trend.count() > 0).toList();
        for (Trend trend : sampled) {
            var knots = new Knots(trend);
            runners.add(knots);
            places.add(new SampleRanks(knots));
        }
        count = sampled.stream().mapToLong(Trend::count).sum();
        mean = sampled.size() == 1
                ? sampled.get(0).avg()
                : Sums.of(sampled.stream().mapToDouble(trend -> trend.avg() * trend.count())) / count;
        min = runners.stream().mapToDouble(runner -> runner.min).min().orElse(Double.NaN);
        max = runners.stream().mapToDouble(runner -> runner.max).max().orElse(Double.NaN);
    }

    /** How many samples there are; with 0 nothing else can be asked. */
    long count() {
        return count;
    }

    double mean() {
        return mean;
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    /** At least this many samples are not greater than x. */
    long leastUpTo(double x) {
        return places.stream().mapToLong(place -> place.leastUpTo(x)).sum();
    }

    /** About how many samples lie below x, each sample spread evenly around its rank. */
    double samplesBelow(double x) {
        return partsBelow(x) / RANK_PARTS;
    }

    /**
     * The percentile that k6 would have printed for all samples together, and where it surely lies.
     *
     * @param percent 0 to 100
     */
    Estimate percentile(double percent) {
        var target = Knots.rank(percent, count);
        var fraction = target - Math.floor(target);
        var below = (long) Math.floor(target);
        var above = (long) Math.ceil(target);
        var leastBelow = least(below);
        var leastAbove = above == below ? leastBelow : least(above);
        var greatestBelow = greatest(below);
        var greatestAbove = above == below ? greatestBelow : greatest(above);
        var lower = between(leastBelow, leastAbove, fraction);
        var upper = between(greatestBelow, greatestAbove, fraction);
        if (leastBelow != greatestBelow || leastAbove != greatestAbove) {
            // k6 interpolates in floating point as well.
            lower -= 0x1p-50 * Math.max(Math.abs(leastBelow), Math.abs(leastAbove));
            upper += 0x1p-50 * Math.max(Math.abs(greatestBelow), Math.abs(greatestAbove));
        }
        return runners.size() == 1 ? ofOneRunner(percent, target, lower, upper) : estimate(target, lower, upper);
    }

    /** A runner's own percentiles are known at the knots, and ascend between them. */
    private Estimate ofOneRunner(double percent, double target, double lower, double upper) {
        var only = runners.get(0);
        var floor = only.floor(percent);
        var ceiling = only.at(percent).orElse(Math.min(floor + 1, only.size - 1));
        var least = Math.max(lower, only.low(floor));
        var greatest = Math.min(upper, only.high(ceiling));
        var estimate = least <= greatest ? estimate(target, least, greatest) : estimate(target, lower, upper);
        if (floor < ceiling) {
            return estimate;
        }
        var known = Math.min(Math.max(only.value(floor), estimate.lower()), estimate.upper());
        return new Estimate(known, estimate.lower(), estimate.upper());
    }

    /** The value at which the runners' quantile functions together reach the rank, kept inside the bound. */
    private Estimate estimate(double target, double lower, double upper) {
        var parts = Math.round((target + 0.5) * RANK_PARTS);
        var from = lower;
        var to = Math.max(lower, upper);
        if (to - from <= SEVEN_DIGITS * Math.max(Math.abs(from), Math.abs(to))) {
            // Known but for k6's digits, whose error is as likely up as down.
            var known = BigDecimal.valueOf(from + (to - from) / 2)
                    .round(NINE_DIGITS)
                    .doubleValue();
            return new Estimate(Math.min(Math.max(known, from), to), from, to);
        }
        if (partsBelow(from) >= parts) {
            return new Estimate(from, from, to);
        }
        var low = from;
        var high = to;
        for (int step = 0; step < 60 && high - low > 1e-9 * Math.abs(high); step++) {
            var middle = low + (high - low) / 2;
            if (partsBelow(middle) >= parts) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return new Estimate(high, from, to);
    }

    private long partsBelow(double x) {
        var sum = 0L;
        for (Knots runner : runners) {
            sum += Math.round(runner.samplesBelow(x) * RANK_PARTS);
        }
        return sum;
    }

    private static double between(double a, double b, double fraction) {
        return fraction == 0 ? a : a + (b - a) * fraction;
    }

    /** The least that the pooled sample of that rank can be: at smaller values, too few samples can lie. */
    private double least(long rank) {
        return smallest(rank, true);
    }

    /** The greatest that the pooled sample of that rank can be: up to there, enough samples surely lie. */
    private double greatest(long rank) {
        return smallest(rank, false);
    }

    /** The smallest value up to which more than {@code rank} samples can lie, or surely lie. */
    private double smallest(long rank, boolean possibly) {
        var from = new int[places.size()];
        var to = new int[places.size()];
        for (int i = 0; i < to.length; i++) {
            to[i] = places.get(i).size();
        }
        var found = new int[places.size()];
        var low = Order.key(min);
        var high = Order.key(max);
        while (low < high) {
            var middle = low + ((high - low) >>> 1);
            if (upTo(Order.value(middle), possibly, from, to, found) > rank) {
                high = middle;
                System.arraycopy(found, 0, to, 0, to.length);
            } else {
                low = middle + 1;
                System.arraycopy(found, 0, from, 0, from.length);
            }
        }
        return Order.value(high) + 0.0;
    }

    private long upTo(double x, boolean possibly, int[] from, int[] to, int[] found) {
        var sum = 0L;
        for (int i = 0; i < found.length; i++) {
            var place = places.get(i);
            found[i] = place.firstAbove(x, possibly, from[i], to[i]);
            sum += possibly ? place.mostBefore(found[i]) : place.leastBefore(found[i]);
        }
        return sum;
    }
}
