package dev.loadtest.operator.run;

import dev.loadtest.operator.control.LivePoint;
import dev.loadtest.report.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What was seen of a run while it sent load, as its report shows it. */
final class LoadOverTime {
    private static final double LATE_SECONDS = 10;

    private LoadOverTime() {}

    /** Empty when nobody looked in time. */
    static Optional<Series> of(Observed seen) {
        if (seen.series().isEmpty()) {
            return Optional.empty();
        }
        var start = seen.recorded()
                .started()
                .or(() -> seen.recorded().resumed())
                .orElse(seen.series().get(0).at());
        return Optional.of(new Series(
                start,
                Series.Source.RUNNERS,
                Series.P95.SLOWEST_RUNNER_SINCE_START,
                seen.series().stream().map(point -> point(start, point)).toList()));
    }

    /** Whether somebody looked from the beginning; an operator that was restarted did not. */
    static boolean fromTheStart(Series series) {
        return series.points().get(0).offsetSeconds() < LATE_SECONDS;
    }

    private static Series.Point point(Instant start, LivePoint point) {
        return Series.Point.of(Math.max(0, Duration.between(start, point.at()).toMillis() / 1000.0), point.numbers());
    }
}
