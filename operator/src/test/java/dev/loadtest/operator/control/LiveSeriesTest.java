package dev.loadtest.operator.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.verdict.LiveNumbers;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveSeriesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final LiveSeries series = new LiveSeries();

    @Test
    void keepsAllWhileTheyAreFew() {
        IntStream.range(0, LiveSeries.MOST).forEach(this::point);

        assertThat(series.points()).hasSize(LiveSeries.MOST);
    }

    @ParameterizedTest
    @ValueSource(ints = {241, 500, 1_000, 20_000})
    void staysFewEvenlyFromTheFirstToTheLatest(int looks) {
        IntStream.range(0, looks).forEach(this::point);

        var points = series.points();
        assertThat(points).hasSizeBetween(LiveSeries.MOST / 2, LiveSeries.MOST);
        assertThat(points.get(0).at()).isEqualTo(START);
        var longest = IntStream.range(1, points.size())
                .mapToObj(i ->
                        Duration.between(points.get(i - 1).at(), points.get(i).at()))
                .max(Duration::compareTo)
                .orElseThrow();
        assertThat(longest).isLessThanOrEqualTo(Duration.ofSeconds(2L * (1 + looks * 2L / LiveSeries.MOST)));
        assertThat(Duration.between(points.get(points.size() - 1).at(), at(looks - 1)))
                .isLessThanOrEqualTo(longest);
    }

    private void point(int second) {
        series.add(
                at(second),
                new LiveNumbers(
                        second,
                        0,
                        0,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty()));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
