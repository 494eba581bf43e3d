package dev.loadtest.k6;

import java.util.List;

/** What one k6 process knows of one metric at its end. Time values are in milliseconds, data in bytes, as k6 has them. */
public sealed interface MetricResult {

    /** A sum that only grows. {@code rate} is k6's own: count by the whole run's seconds. */
    record Counter(double count, double rate) implements MetricResult {}

    /** A value that goes up and down. {@code value} is the last one. */
    record Gauge(double value, double min, double max) implements MetricResult {}

    /** How often something was true. For {@code http_req_failed}, {@code passes} counts the failed requests. */
    record Rate(long passes, long fails) implements MetricResult {}

    /**
     * Samples of a quantity, as their quantile function.
     *
     * @param count how many samples; with 0 everything else is empty or 0
     * @param avg their mean
     * @param min the least, exact
     * @param max the greatest, exact
     * @param knots percentiles in ascending order strictly between 0 and 100, each with k6's value to 7 significant digits
     * @param time whether the values are milliseconds
     */
    record Trend(long count, double avg, double min, double max, Quantiles knots, boolean time)
            implements MetricResult {
        public Trend(long count, double avg, double min, double max, List<Knot> knots, boolean time) {
            this(count, avg, min, max, Quantiles.of(knots), time);
        }
    }

    /** k6's value of one percentile: the linear interpolation of the sorted samples at rank {@code percent / 100 * (n - 1)}. */
    record Knot(double percent, double value) {}
}
