package dev.loadtest.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * When the run was.
 *
 * @param created when the run was created; empty if not known
 * @param started when the load started; empty when it never did
 * @param ended when the verdict was given
 * @param loadSeconds how long the longest runner sent load, by k6's own clock; empty without any result
 */
public record Times(Optional<Instant> created, Optional<Instant> started, Instant ended, OptionalDouble loadSeconds) {

    /** Without what only results tell. */
    public Times(Optional<Instant> created, Optional<Instant> started, Instant ended) {
        this(created, started, ended, OptionalDouble.empty());
    }

    Times lasting(Optional<Duration> load) {
        return new Times(
                created,
                started,
                ended,
                load.map(length -> OptionalDouble.of(length.toNanos() / 1e9)).orElse(OptionalDouble.empty()));
    }
}
