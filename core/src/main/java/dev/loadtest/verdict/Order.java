package dev.loadtest.verdict;

/** Searching among values in ascending order. */
final class Order {
    private Order() {}

    /** The first place in [from, to) whose value is greater than x, or {@code to}. */
    static int firstAbove(double[] values, int from, int to, double x) {
        var low = from;
        var high = to;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (values[middle] > x) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** A number that orders as the value does, so that the space between two values can be halved down to neighbours. */
    static long key(double value) {
        var bits = Double.doubleToLongBits(value);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** The value of such a number. */
    static double value(long key) {
        return Double.longBitsToDouble(key ^ ((key >> 63) & Long.MAX_VALUE));
    }
}
