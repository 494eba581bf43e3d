package dev.loadtest.report;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.loadtest.verdict.LiveNumbers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was seen while the load was sent.
 *
 * @param start the moment that offsets count from
 * @param source who was asked
 * @param p95 what the value called p95 is
 * @param points in the order of time
 */
public record Series(Instant start, Source source, P95 p95, List<Point> points) {
    private static final int MOST_POINTS = 240;

    public Series {
        points = Lists.copy(points);
    }

    /** Who was asked. */
    public enum Source {
        /** The runners themselves, every few seconds, through k6's REST API. */
        RUNNERS("Runners", "the runners, asked while they ran"),
        /** Prometheus, after the run. */
        PROMETHEUS("Prometheus", "Prometheus");

        private final String word;
        private final String text;

        Source(String word, String text) {
            this.word = word;
            this.text = text;
        }

        /** As in the JSON. */
        @JsonValue
        public String word() {
            return word;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }

    /** What a p95 over time is: k6 tells of itself only what holds since its start. */
    public enum P95 {
        /** The greatest of the runners' own, each over all its requests since the start. */
        SLOWEST_RUNNER_SINCE_START("SlowestRunnerSinceStart", "p95 of the slowest runner since the start"),
        /** Over the requests of all runners in the interval that ends at the point. */
        INTERVAL("Interval", "p95 of the interval");

        private final String word;
        private final String text;

        P95(String word, String text) {
            this.word = word;
            this.text = text;
        }

        /** As in the JSON. */
        @JsonValue
        public String word() {
            return word;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }

    /**
     * One look.
     *
     * @param offsetSeconds since {@link Series#start}
     * @param vus active VUs of all runners
     * @param requestsPerSecond in the interval that ends here
     * @param failedShare the share of the interval's requests that failed, 0 to 1
     * @param mean of {@code http_req_duration} in the interval, in milliseconds
     * @param p95 in milliseconds; {@link Series#p95} says what it is
     * @param percentiles further ones of the interval, in milliseconds, such as {@code p50}; only from Prometheus
     */
    public record Point(
            double offsetSeconds,
            OptionalDouble vus,
            OptionalDouble requestsPerSecond,
            OptionalDouble failedShare,
            OptionalDouble mean,
            OptionalDouble p95,
            SortedMap<String, Double> percentiles) {
        public Point {
            percentiles = Lists.copy(percentiles);
        }

        /** What the runners said at that moment; its p95 is {@link P95#SLOWEST_RUNNER_SINCE_START}. */
        public static Point of(double offsetSeconds, LiveNumbers numbers) {
            return new Point(
                    offsetSeconds,
                    OptionalDouble.of(numbers.vus()),
                    OptionalDouble.of(numbers.requestsPerSecond()),
                    numbers.recentFailedShare(),
                    numbers.recentMean(),
                    numbers.slowestP95(),
                    new TreeMap<>());
        }
    }

    /** As many points as a chart can show: of more, some evenly chosen ones, the first and the last among them. */
    Series thinned(int most) {
        if (points.size() <= most) {
            return this;
        }
        var kept = new ArrayList<Point>();
        for (int i = 0; i < most; i++) {
            kept.add(points.get((int) Math.round(i * (points.size() - 1.0) / (most - 1))));
        }
        return new Series(start, source, p95, kept);
    }

    Series thinned() {
        return thinned(MOST_POINTS);
    }
}
