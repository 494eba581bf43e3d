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
 * @param readSince for each runner of which a line was read, of when the first of them is
 * @param last when the last one was
 */
public record WriteFailures(Map<WriteFailure, Some> byCause, List<Instant> readSince, Optional<Instant> last) {
    public static final WriteFailures NONE = new WriteFailures(Map.of(), List.of(), Optional.empty());
    /** Failures of one second count as one. */
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

    public WriteFailures {
        byCause = Map.copyOf(byCause);
        readSince = List.copyOf(readSince);
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
                runners.stream().flatMap(runner -> runner.readSince.stream()).toList(),
                runners.stream().flatMap(runner -> runner.last.stream()).max(Comparator.naturalOrder()));
    }

    /** Those of a log of which a line was read. */
    static WriteFailures readSince(Instant first) {
        return new WriteFailures(Map.of(), List.of(first), Optional.empty());
    }

    /** One more. */
    WriteFailures and(WriteFailure cause, String words, Instant at) {
        var one = Map.of(cause, new Some(1, words));
        return new WriteFailures(merged(List.of(byCause, one)), readSince, Optional.of(at));
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
        return readSince.stream()
                .map(first -> Duration.between(first.isBefore(start) ? start : first, end))
                .mapToLong(read -> Math.max(1, read.dividedBy(each)))
                .sum();
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
