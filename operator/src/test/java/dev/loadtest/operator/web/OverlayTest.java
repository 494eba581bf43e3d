package dev.loadtest.operator.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.report.Series;
import dev.loadtest.report.Series.P95;
import dev.loadtest.report.Series.Point;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OverlayTest {
    @Test
    void bothRunsAreDrawnToTheSameScale() {
        var slow = series(P95.INTERVAL, point(0, 100), point(20, 200));
        var fast = series(P95.INTERVAL, point(0, 50), point(10, 50));

        var overlay = Overlay.of(slow, fast).get(0);

        assertThat(overlay.a()).isEqualTo("80.0,75.0 636.0,4.0");
        assertThat(overlay.b()).isEqualTo("80.0,110.5 358.0,110.5");
        assertThat(overlay.most()).isEqualTo("200 ms");
        assertThat(overlay.end()).isEqualTo("20 s");
        assertThat(overlay.words())
                .isEqualTo("p95 of the interval over time: at most 200 ms in the one, 50 ms in the other");
    }

    @Test
    void aSingleLookIsADot() {
        var overlay = Overlay.of(
                        series(P95.INTERVAL, point(0, 100), point(10, 100)), series(P95.INTERVAL, point(5, 50)))
                .get(0);

        assertThat(overlay.b()).isEqualTo("358.0,75.0 358.0,75.0");
    }

    @Test
    void whatIsNotTheSameIsNotCompared() {
        var overlays =
                Overlay.of(series(P95.INTERVAL, point(0, 100)), series(P95.SLOWEST_RUNNER_SINCE_START, point(0, 100)));

        assertThat(overlays).extracting(Overlay::name).containsExactly("requests per second", "VUs");
    }

    @Test
    void aRunThatNobodyLookedAtIsNoLine() {
        assertThat(Overlay.of(series(P95.INTERVAL), series(P95.INTERVAL, point(0, 100))))
                .isEmpty();
    }

    private static Series series(P95 p95, Point... points) {
        return new Series(Instant.EPOCH, Series.Source.RUNNERS, p95, List.of(points));
    }

    private static Point point(double offset, double p95) {
        return new Point(
                offset,
                OptionalDouble.of(1),
                OptionalDouble.of(10),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(p95),
                new TreeMap<>());
    }
}
