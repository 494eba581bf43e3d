package dev.loadtest.verdict;

import java.util.stream.DoubleStream;

/** Sums that do not depend on the order in which runners reported. */
final class Sums {
    private Sums() {}

    static double of(DoubleStream values) {
        return values.sorted().sum();
    }
}
