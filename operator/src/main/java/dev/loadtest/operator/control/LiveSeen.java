package dev.loadtest.operator.control;

import dev.loadtest.verdict.LiveNumbers;
import dev.loadtest.verdict.LiveRunner;
import java.time.Instant;
import java.util.List;

/**
 * What the runners say while they send load.
 *
 * @param at when they were asked
 * @param numbers over all of them together
 * @param runners what each of them said, by index
 */
public record LiveSeen(Instant at, LiveNumbers numbers, List<LiveRunner> runners) {}
