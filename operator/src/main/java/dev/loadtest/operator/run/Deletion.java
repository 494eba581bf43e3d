package dev.loadtest.operator.run;

import java.time.Instant;

/**
 * That a run is being deleted.
 *
 * @param at since when
 * @param inForeground whether what the run owns goes before it
 */
record Deletion(Instant at, boolean inForeground) {}
