package dev.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loadtest.k6.LiveMetric;
import dev.loadtest.k6.LiveMetric.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The numbers while a test goes. */
class LiveNumbersTest {
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

    @Test
    void firstLookIsSinceTheStart() {
        var numbers = LiveNumbers.of(List.of(), List.of(runner(0, 100), runner(1, 300)), FIVE_SECONDS);

        assertThat(numbers.vus()).isEqualTo(6);
        assertThat(numbers.iterations()).isEqualTo(200);
        assertThat(numbers.requestsPerSecond()).isEqualTo(80);
    }

    @Test
    void laterOnesAreSinceTheLookBefore() {
        var numbers = LiveNumbers.of(
                List.of(runner(1, 300), runner(0, 100)), List.of(runner(0, 150), runner(1, 400)), FIVE_SECONDS);

        assertThat(numbers.requestsPerSecond()).isEqualTo(30);
    }

    @Test
    void runnerThatEndedOrCameLaterTakesNothingWithIt() {
        var numbers = LiveNumbers.of(
                List.of(runner(0, 100), runner(1, 5000)), List.of(runner(0, 150), runner(2, 700)), FIVE_SECONDS);

        assertThat(numbers.requestsPerSecond()).isEqualTo(10);
        assertThat(LiveNumbers.of(List.of(runner(0, 100)), List.of(runner(0, 90)), FIVE_SECONDS)
                        .requestsPerSecond())
                .isZero();
        assertThat(LiveNumbers.of(List.of(), List.of(runner(0, 90)), Duration.ZERO)
                        .requestsPerSecond())
                .isZero();
    }

    @Test
    void failedShareWeighsRunnersByTheirRequests() {
        var numbers =
                LiveNumbers.of(List.of(), List.of(failing(0, 100, 0.5), failing(1, 300, 0.1), idle(2)), FIVE_SECONDS);

        assertThat(numbers.failedShare().orElseThrow()).isCloseTo(0.2, within(1e-12));
        assertThat(numbers.slowestP95()).hasValue(300);
    }

    @Test
    void whatIsRecentIsSinceTheLookBefore() {
        var before = List.of(failing(0, 100, 0.5, 20), failing(1, 300, 0, 10), failing(3, 1000, 1, 900));
        var now = List.of(failing(0, 200, 0.25, 30), failing(1, 600, 0.1, 10), failing(2, 50, 1, 700));

        var numbers = LiveNumbers.of(before, now, FIVE_SECONDS);

        // of runners 0 and 1: 60 failed of 400; 3,000 ms more + 3,000 ms more beyond 1,000 and 3,000
        assertThat(numbers.recentFailedShare().orElseThrow()).isCloseTo(60 / 400.0, within(1e-12));
        assertThat(numbers.recentMean().orElseThrow()).isCloseTo((4000 + 3000) / 400.0, within(1e-12));
        assertThat(LiveNumbers.of(now, now, FIVE_SECONDS).recentMean()).isEmpty();
        assertThat(LiveNumbers.of(List.of(), now, FIVE_SECONDS).recentMean().orElseThrow())
                .isCloseTo((200 * 30 + 600 * 10 + 50 * 700) / 850.0, within(1e-9));
    }

    @Test
    void runnerThatDoesNotTellIsLeftOut() {
        var numbers = LiveNumbers.of(
                List.of(),
                List.of(
                        failing(0, 100, 0.5, 20),
                        new LiveRunner(
                                1,
                                1,
                                Map.of("http_reqs", new LiveMetric(Type.COUNTER, Map.of("count", 900.0), false)))),
                FIVE_SECONDS);

        assertThat(numbers.failedShare()).hasValue(0.5);
        assertThat(numbers.recentMean()).hasValue(20);
    }

    @Test
    void withoutRequestsThereIsNoShareAndNoDuration() {
        var numbers = LiveNumbers.of(List.of(), List.of(idle(0), new LiveRunner(1, 2, Map.of())), FIVE_SECONDS);

        assertThat(numbers.failedShare()).isEmpty();
        assertThat(numbers.slowestP95()).isEmpty();
        assertThat(numbers.requestsPerSecond()).isZero();
        assertThat(LiveNumbers.of(List.of(), List.of(), FIVE_SECONDS).vus()).isZero();
    }

    private static LiveRunner runner(int index, double requests) {
        return failing(index, requests, 0);
    }

    private static LiveRunner idle(int index) {
        return failing(index, 0, 0);
    }

    /** Its p(95) is as many milliseconds as it made requests; half as many iterations. */
    private static LiveRunner failing(int index, double requests, double share) {
        return failing(index, requests, share, requests / 2);
    }

    private static LiveRunner failing(int index, double requests, double share, double mean) {
        return new LiveRunner(
                index,
                3,
                Map.of(
                        "http_reqs", new LiveMetric(Type.COUNTER, Map.of("count", requests, "rate", 1.0), false),
                        "iterations", new LiveMetric(Type.COUNTER, Map.of("count", requests / 2, "rate", 1.0), false),
                        "http_req_failed", new LiveMetric(Type.RATE, Map.of("rate", share), false),
                        "http_req_duration",
                                new LiveMetric(Type.TREND, Map.of("p(95)", requests, "avg", mean), false)));
    }
}
