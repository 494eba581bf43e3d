package dev.loadtest.verdict;

/**
 * How far the runners' own values of a threshold lie apart.
 *
 * @param least of the runners that have samples
 * @param median of them
 * @param greatest of them
 * @param worst the index of the runner that is furthest on the wrong side of the limit, or nearest to it
 */
public record Spread(double least, double median, double greatest, int worst) {}
