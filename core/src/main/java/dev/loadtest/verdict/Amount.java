package dev.loadtest.verdict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.DoublePredicate;

/** Numbers for people: four significant digits, whole numbers whole, never in powers of ten. */
public final class Amount {
    private static final int DIGITS = 4;
    private static final int ALL_DIGITS = 17;
    private static final double LAST_WHOLE = 1e15;

    private Amount() {}

    /** Rounded to four digits. */
    public static String of(double value) {
        return of(value, any -> true);
    }

    /** As many digits more as it takes to stay on the same side of a limit: 500.0003 is not less than 500, so it is not shown as 500. */
    public static String of(double value, DoublePredicate holds) {
        if (Math.rint(value) == value && Math.abs(value) < LAST_WHOLE) {
            return Long.toString((long) value);
        }
        var digits = DIGITS;
        while (digits < ALL_DIGITS && holds.test(rounded(value, digits).doubleValue()) != holds.test(value)) {
            digits++;
        }
        return rounded(value, digits).stripTrailingZeros().toPlainString();
    }

    /** A share as percent. */
    public static String percent(double share) {
        return of(share * 100) + " %";
    }

    /** A share as percent, with the digits that it takes to see on which side of a limit it is. */
    static String percent(double share, double limit) {
        return of(share * 100, shown -> shown > limit * 100) + " %";
    }

    private static BigDecimal rounded(double value, int digits) {
        return BigDecimal.valueOf(value).round(new MathContext(digits));
    }
}
