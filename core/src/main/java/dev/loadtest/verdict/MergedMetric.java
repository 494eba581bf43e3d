package dev.loadtest.verdict;

import java.util.OptionalDouble;

/** One metric over all runners together. Times are in milliseconds, data in bytes, as k6 has them. */
public sealed interface MergedMetric {

    /**
     * A sum that only grows; exact.
     *
     * @param count the total
     * @param perSecond the total by the longest runner's duration; of one runner alone k6's own
     */
    record Counter(double count, double perSecond) implements MergedMetric {}

    /**
     * A value that goes up and down.
     *
     * @param last the last value; VUs of several runners are added up. Empty for any other gauge of several runners, which have one each
     * @param min the least of any runner; of VUs the sum of each runner's least, so the truth is not less
     * @param max the greatest of any runner; of VUs the sum of each runner's greatest, so the truth is not more
     */
    record Gauge(OptionalDouble last, double min, double max) implements MergedMetric {}

    /**
     * How often something was true; exact.
     *
     * @param share the share of trues, 0 to 1
     * @param trues how often it was true; of {@code http_req_failed} the failed requests
     * @param falses how often it was false
     */
    record Rate(double share, long trues, long falses) implements MergedMetric {}

    /**
     * Samples of a quantity. Count, mean, least and greatest are exact; percentiles have the bound that the truth cannot leave.
     *
     * @param samples how many, at least 1
     * @param time whether the values are milliseconds
     */
    record Trend(
            long samples,
            boolean time,
            double mean,
            double min,
            double max,
            Estimate med,
            Estimate p90,
            Estimate p95,
            Estimate p99)
            implements MergedMetric {}
}
