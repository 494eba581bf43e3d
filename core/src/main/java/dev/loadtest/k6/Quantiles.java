package dev.loadtest.k6;

import dev.loadtest.k6.MetricResult.Knot;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * Knots of a quantile function, packed: 500 runners with 50 metrics have 15 million of them. One takes 4 bytes where its value has at
 * most seven digits, as k6's have in a result, and percents are shared between all metrics of a result.
 */
public final class Quantiles extends AbstractList<Knot> implements RandomAccess {
    private static final int MANTISSA_BITS = 24;
    private static final int SEVEN_DIGITS = 10_000_000;

    /** Powers of ten that doubles have exactly: only with these does unpacking give the very double that was read. */
    private static final double[] POWERS = powers(22);

    private static final int NOT_PACKED = Integer.MIN_VALUE;

    private final double[] grid;

    /** Where in the grid each knot is; nothing when it has them all. */
    private final char[] places;

    private final int[] packed;
    private final double[] plain;

    private Quantiles(double[] grid, char[] places, double[] values) {
        this.grid = grid;
        this.places = places;
        packed = packed(values);
        plain = packed == null ? values.clone() : null;
    }

    /** The same knots. */
    static Quantiles of(List<Knot> knots) {
        return knots instanceof Quantiles already
                ? already
                : new Quantiles(
                        knots.stream().mapToDouble(Knot::percent).toArray(),
                        null,
                        knots.stream().mapToDouble(Knot::value).toArray());
    }

    /**
     * One knot for each percent. Of equal neighbours the first and the last say all that the others could, so those are left out.
     *
     * @param grid ascending; kept, so nobody may change it
     * @param values as many
     */
    static Quantiles onGrid(double[] grid, double[] values) {
        var places = new char[values.length];
        var kept = new double[values.length];
        var size = 0;
        for (int i = 0; i < values.length; i++) {
            var isInside = i > 0
                    && i < values.length - 1
                    && values[i] == values[i - 1]
                    && values[i] == values[i + 1]
                    && i <= Character.MAX_VALUE;
            if (!isInside) {
                places[size] = (char) i;
                kept[size++] = values[i];
            }
        }
        return size == values.length
                ? new Quantiles(grid, null, values)
                : new Quantiles(grid, Arrays.copyOf(places, size), Arrays.copyOf(kept, size));
    }

    @Override
    public int size() {
        return packed == null ? plain.length : packed.length;
    }

    @Override
    public Knot get(int at) {
        return new Knot(percent(at), value(at));
    }

    /** The percentile of that knot, strictly between 0 and 100. */
    public double percent(int at) {
        return places == null ? grid[at] : grid[places[at]];
    }

    /** k6's value of that percentile. */
    public double value(int at) {
        return packed == null ? plain[at] : unpacked(packed[at]);
    }

    private static int[] packed(double[] values) {
        var packed = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            packed[i] = packed(values[i]);
            if (packed[i] == NOT_PACKED) {
                return null;
            }
        }
        return packed;
    }

    /** From the lowest: 24 bits of mantissa, 6 of the exponent of ten above -22, and the sign. */
    private static int packed(double value) {
        var size = Math.abs(value);
        var digits = size == 0 ? 0 : (int) Math.floor(Math.log10(size)) + 1;
        for (int exponent = digits - 7; exponent <= digits - 6; exponent++) {
            if (Math.abs(exponent) < POWERS.length) {
                var mantissa = Math.rint(exponent < 0 ? size * POWERS[-exponent] : size / POWERS[exponent]);
                if (mantissa < SEVEN_DIGITS) {
                    var magnitude = exponent + POWERS.length - 1 << MANTISSA_BITS | (int) mantissa;
                    var packed = value < 0 ? -magnitude : magnitude;
                    if (Double.compare(unpacked(packed), value) == 0) {
                        return packed;
                    }
                }
            }
        }
        return NOT_PACKED;
    }

    private static double unpacked(int packed) {
        var magnitude = Math.abs(packed);
        var mantissa = magnitude & (1 << MANTISSA_BITS) - 1;
        var exponent = (magnitude >> MANTISSA_BITS) - POWERS.length + 1;
        var size = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
        return packed < 0 ? -size : size;
    }

    private static double[] powers(int last) {
        var powers = new double[last + 1];
        for (int i = 0; i <= last; i++) {
            powers[i] = Double.parseDouble("1e" + i);
        }
        return powers;
    }
}
