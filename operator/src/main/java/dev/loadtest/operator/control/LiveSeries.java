package dev.loadtest.operator.control;

import dev.loadtest.verdict.LiveNumbers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How the load went so far, in points that stay few however long it goes: when they are too many, every other one goes. */
final class LiveSeries {
    /** More than a chart has pixels to tell apart, and less than a report has room for. */
    static final int MOST = 240;

    private final List<LivePoint> points = new ArrayList<>();
    private Duration apart = Duration.ZERO;

    synchronized void add(Instant at, LiveNumbers numbers) {
        if (!points.isEmpty() && Duration.between(last(), at).compareTo(apart) < 0) {
            return;
        }
        points.add(new LivePoint(at, numbers));
        if (points.size() > MOST) {
            var first = points.get(0).at();
            apart = Duration.between(first, at).dividedBy(MOST / 2);
            for (int i = points.size() - 1; i > 0; i -= 2) {
                points.remove(i);
            }
        }
    }

    private Instant last() {
        return points.get(points.size() - 1).at();
    }

    synchronized List<LivePoint> points() {
        return List.copyOf(points);
    }
}
