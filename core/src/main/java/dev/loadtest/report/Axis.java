package dev.loadtest.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * A scale from 0 upwards with a few round ticks.
 *
 * @param greatest the value at its end
 * @param length in units of the picture
 * @param ticks ascending, the first one 0
 */
record Axis(double greatest, double length, List<Double> ticks) {
    private static final double[] ROUND = {1, 2, 2.5, 5, 10};
    /** Of a minute, an hour, a day. */
    private static final double[] ROUND_SECONDS = {
        1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800
    };

    private static final int MOST_TICKS = 5;

    /** Its end is the first tick above the greatest value. */
    static Axis upTo(DoubleStream values, double length) {
        var greatest = values.filter(Double::isFinite).max().orElse(0);
        if (!(greatest > 0)) {
            return new Axis(1, length, List.of(0.0));
        }
        var step = step(greatest / (MOST_TICKS - 1));
        var count = (long) Math.ceil(greatest / step.doubleValue() - 1e-9);
        var ticks = LongStream.rangeClosed(0, Math.max(1, count))
                .mapToObj(at -> step.multiply(BigDecimal.valueOf(at)).doubleValue())
                .toList();
        return new Axis(ticks.get(ticks.size() - 1), length, ticks);
    }

    /** Its end is the last moment, with round times before. */
    static Axis ofSeconds(double last, double length) {
        var greatest = last > 0 ? last : 1;
        var step = ROUND_SECONDS[ROUND_SECONDS.length - 1];
        for (int i = ROUND_SECONDS.length - 1; i >= 0 && greatest / ROUND_SECONDS[i] < MOST_TICKS; i--) {
            step = ROUND_SECONDS[i];
        }
        var width = step;
        return new Axis(
                greatest,
                length,
                LongStream.rangeClosed(0, (long) (greatest / step))
                        .mapToObj(at -> at * width)
                        .toList());
    }

    /** Where a value is, from the beginning of the axis. */
    double at(double value) {
        return Math.max(0, Math.min(1, value / greatest)) * length;
    }

    /** The least round number that is not less. */
    private static BigDecimal step(double atLeast) {
        var power = (int) Math.floor(Math.log10(atLeast));
        for (double round : ROUND) {
            var step = BigDecimal.valueOf(round).scaleByPowerOfTen(power);
            if (step.doubleValue() >= atLeast * (1 - 1e-9)) {
                return step;
            }
        }
        return BigDecimal.TEN.scaleByPowerOfTen(power);
    }
}
