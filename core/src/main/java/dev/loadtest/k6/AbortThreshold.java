package dev.loadtest.k6;

import java.time.Duration;

/**
 * A threshold that ends the test when it breaks.
 *
 * @param metric the normalised name of its metric
 * @param expression the expression as written
 * @param delay of {@code delayAbortEval}: how long after the start of the load it is not looked at
 */
public record AbortThreshold(String metric, String expression, Duration delay) {}
