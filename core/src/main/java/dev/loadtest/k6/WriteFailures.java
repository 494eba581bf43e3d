package dev.loadtest.k6;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The writes to Prometheus that k6 says have failed, as far as its log was read: of one that is long only the end.
 *
 * @param byCause how many for which cause, and one of them in k6's words
 * @param readings one for each runner of which a line was read
 */
public record WriteFailures(Map<WriteFailure, Some> byCause, List<Reading> readings) {
    public static final WriteFailures NONE = new WriteFailures(Map.of(), List.of());
    /** Failures of one second count as one. */
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

    public WriteFailures {
        byCause = Map.copyOf(byCause);
        readings = List.copyOf(readings);
    }

    /**
     * When writes of one runner failed.
     *
     * @param since of when the first line is that was read
     * @param first when the first one failed
     * @param last when the last one did
     * @param longestPause between two of them that follow each other
     */
    public record Reading(Instant since, Optional<Instant> first, Optional<Instant> last, Duration longestPause) {
        /** Before any failed. */
        static Reading since(Instant first) {
            return new Reading(first, Optional.empty(), Optional.empty(), Duration.ZERO);
        }

        Reading and(Instant at) {
            var pause = last.map(before -> Duration.between(before, at)).orElse(Duration.ZERO);
            return new Reading(
                    since,
                    first.or(() -> Optional.of(at)),
                    Optional.of(at),
                    pause.compareTo(longestPause) > 0 ? pause : longestPause);
        }

        private Instant from(Instant start) {
            return since.isBefore(start) ? start : since;
        }

        private boolean isThroughout(Instant start, Instant end, Duration pause) {
            return first.filter(at -> !at.isAfter(from(start).plus(pause))).isPresent()
                    && last.filter(at -> !at.isBefore(end.minus(pause))).isPresent()
                    && longestPause.compareTo(pause) <= 0;
        }
    }

    /**
     * Failures of one cause.
     *
     * @param count how many; those of one second count as one
     * @param words k6's own of one of them
     */
    public record Some(int count, String words) {
        private Some and(Some other) {
            return new Some(count + other.count, words);
        }
    }

    /** Of several runners together. */
    public static WriteFailures of(Collection<WriteFailures> runners) {
        return new WriteFailures(
                merged(runners.stream().map(WriteFailures::byCause).toList()),
                runners.stream().flatMap(runner -> runner.readings.stream()).toList());
    }

    /** Those of one runner's log, of which a line was read. */
    static WriteFailures readSince(Instant first) {
        return new WriteFailures(Map.of(), List.of(Reading.since(first)));
    }

    /** One more, of the one runner whose log is read. */
    WriteFailures and(WriteFailure cause, String words, Instant at) {
        return new WriteFailures(
                merged(List.of(byCause, Map.of(cause, new Some(1, words)))),
                readings.stream().map(reading -> reading.and(at)).toList());
    }

    /** When the last one was. */
    Optional<Instant> last() {
        return readings.stream().flatMap(reading -> reading.last.stream()).max(Comparator.naturalOrder());
    }

    private static Map<WriteFailure, Some> merged(List<Map<WriteFailure, Some>> several) {
        var all = new EnumMap<WriteFailure, Some>(WriteFailure.class);
        several.forEach(each -> each.forEach((cause, some) -> all.merge(cause, some, Some::and)));
        return all;
    }

    public int count() {
        return byCause.values().stream().mapToInt(Some::count).sum();
    }

    /**
     * About how many writes there were in the time of which the logs were read, each runner making at least the one at the end.
     *
     * @param start when the load began
     * @param end when it was over
     * @param interval between two writes
     */
    public long due(Instant start, Instant end, Duration interval) {
        var each = interval.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : interval;
        return readings.stream()
                .map(reading -> Duration.between(reading.from(start), end))
                .mapToLong(read -> Math.max(1, read.dividedBy(each)))
                .sum();
    }

    /**
     * Whether writes of every runner failed for all of the time of which the logs were read. Their number does not tell: the next write waits for one that takes long.
     *
     * @param pause how long nothing may fail before the writes there count as accepted
     */
    public boolean areThroughout(Instant start, Instant end, Duration pause) {
        return readings.stream().allMatch(reading -> reading.isThroughout(start, end, pause));
    }

    /** The most frequent one. */
    public Optional<WriteFailure> cause() {
        return byCause.entrySet().stream()
                .max(Comparator.<Map.Entry<WriteFailure, Some>>comparingInt(
                                entry -> entry.getValue().count())
                        .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
                .map(Map.Entry::getKey);
    }
}
