package dev.loadtest.verdict;

import dev.loadtest.k6.DeclaredThreshold;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One threshold, judged over all runners.
 *
 * @param metric the metric as k6 names it, normalised
 * @param expression the expression as written
 * @param source where it was declared
 * @param observed the value that was compared with the limit; empty without samples
 * @param lower the least that the true value can be; equal to {@code observed} where that is exact
 * @param upper the greatest that the true value can be
 * @param samples how many samples went in
 * @param passed whether it holds
 * @param certain false when the limit lies between {@code lower} and {@code upper}, so that the estimate decided
 * @param spread how far the runners lie apart; empty with one runner, and without samples
 */
public record ThresholdOutcome(
        String metric,
        String expression,
        DeclaredThreshold.Source source,
        OptionalDouble observed,
        OptionalDouble lower,
        OptionalDouble upper,
        long samples,
        boolean passed,
        boolean certain,
        Optional<Spread> spread) {}
