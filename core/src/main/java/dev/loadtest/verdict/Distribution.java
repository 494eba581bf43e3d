package dev.loadtest.verdict;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * How the samples of a trend are spread, estimated from the merged quantile functions.
 *
 * @param bins ascending, each beginning where the one before ends; together they have all samples. Where samples lie
 *     beyond about the 99th percentile, the last one reaches from there to the greatest, so that a few slow ones do not flatten all others
 */
public record Distribution(List<Bin> bins) {
    private static final int ABOUT = 30;

    public Distribution {
        bins = List.copyOf(bins);
    }

    /**
     * @param from its lower end, in the unit of the metric
     * @param to its upper end
     * @param share the share of all samples, 0 to 1
     */
    public record Bin(double from, double to, double share) {}

    static Distribution of(PooledTrend trend) {
        var upTo = trend.percentile(99).value();
        var width = upTo - trend.min();
        if (!(width > 0) || Double.isInfinite(width)) {
            return new Distribution(List.of(new Bin(trend.min(), trend.max(), 1)));
        }
        var step = step(width);
        var bins = new ArrayList<Bin>();
        var below = 0.0;
        var edge = trend.min();
        for (var at = edge(step, trend.min()); edge < upTo && bins.size() < 2 * ABOUT; at = at.add(step)) {
            var next = at.add(step).doubleValue();
            var belowNext = Math.max(below, trend.samplesBelow(next));
            bins.add(new Bin(at.doubleValue(), next, (belowNext - below) / trend.count()));
            below = belowNext;
            edge = next;
        }
        if (below < trend.count()) {
            bins.add(new Bin(edge, Math.max(edge, trend.max()), (trend.count() - below) / trend.count()));
        }
        return new Distribution(bins);
    }

    /** The multiple of the step at or below a value. In decimals, so that an edge is 0.3 and not 0.30000000000000004. */
    private static BigDecimal edge(BigDecimal step, double value) {
        return BigDecimal.valueOf(value).divide(step, 0, RoundingMode.FLOOR).multiply(step);
    }

    /** 1, 2 or 5 times a power of ten. */
    private static BigDecimal step(double width) {
        var power = (int) Math.floor(Math.log10(width / ABOUT));
        var parts = width / ABOUT / Math.pow(10, power);
        return BigDecimal.valueOf(parts <= 1 ? 1 : parts <= 2 ? 2 : parts <= 5 ? 5 : 10)
                .scaleByPowerOfTen(power);
    }
}
