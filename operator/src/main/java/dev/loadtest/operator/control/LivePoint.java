package dev.loadtest.operator.control;

import dev.loadtest.verdict.LiveNumbers;
import java.time.Instant;

/**
 * How the load went at one moment.
 *
 * @param at when the runners were asked
 * @param numbers over all of them together
 */
public record LivePoint(Instant at, LiveNumbers numbers) {}
