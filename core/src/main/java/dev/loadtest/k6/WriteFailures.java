package dev.loadtest.k6;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The writes to Prometheus that k6 says have failed.
 *
 * @param byCause how many for which cause, and one of them in k6's words
 */
public record WriteFailures(Map<WriteFailure, Some> byCause) {
    public static final WriteFailures NONE = new WriteFailures(Map.of());

    public WriteFailures {
        byCause = Map.copyOf(byCause);
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
        var all = new EnumMap<WriteFailure, Some>(WriteFailure.class);
        runners.forEach(runner -> runner.byCause.forEach((cause, some) -> all.merge(cause, some, Some::and)));
        return new WriteFailures(all);
    }

    /** One more. */
    WriteFailures and(WriteFailure cause, String words) {
        return of(List.of(this, new WriteFailures(Map.of(cause, new Some(1, words)))));
    }

    public int count() {
        return byCause.values().stream().mapToInt(Some::count).sum();
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
