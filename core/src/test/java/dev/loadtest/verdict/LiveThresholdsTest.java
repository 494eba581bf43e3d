package dev.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.k6.AbortThreshold;
import dev.loadtest.k6.LiveMetric;
import dev.loadtest.k6.LiveMetric.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the REST APIs of all runners say of thresholds with abortOnFail, after 10 s. */
class LiveThresholdsTest {
    private static final Duration SINCE_START = Duration.ofSeconds(10);

    @ParameterizedTest
    @CsvSource({
        "rate<0.1, 0.43, 0.61, observed 0.43 to 0.61 on 2 runners",
        "rate<0.1, 0.09, 0.9, ",
        "rate<=0.5, 0.5, 0.5, ",
        "rate<0.5, 0.5, 0.5, observed 0.5 on 2 runners",
        "rate>0.9, 0.5, 0.8, observed 0.5 to 0.8 on 2 runners",
        "rate==1, 0.9, 0.99, observed 0.9 to 0.99 on 2 runners",
        "rate==0.5, 0.4, 0.6, ",
        "rate!=0.5, 0.5, 0.5, observed 0.5 on 2 runners",
        "rate!=0.5, 0.4, 0.6, ",
    })
    void rateIsBrokenWhereEveryRunnerBreaksIt(String expression, double first, double second, String seen) {
        assertSeen("checks", expression, seen, rate(first), rate(second));
    }

    @ParameterizedTest
    @CsvSource({
        "count<100, 40, 60, observed 100 over 2 runners",
        "count<100.5, 40, 60, ",
        "count>100, 40, 60, observed 100 over 2 runners",
        "rate<10, 40, 60, observed 10/s over 2 runners",
        "rate<10.1, 40, 60, ",
        "rate>20, 40, 60, observed 10/s over 2 runners",
        "count<1, 0, 1, observed 1 over 2 runners",
        "count>5, 0, 0, ", // k6 looks at no metric that is empty
    })
    void countersAreSummed(String expression, double first, double second, String seen) {
        assertSeen("errors", expression, seen, counter(first), counter(second));
    }

    @Test
    void counterThatOneRunnerHasIsAtLeastThatMuch() {
        assertThat(broken("errors", "count<5", runner(0, "errors", counter(7)), new LiveRunner(1, 1, Map.of())))
                .contains("errors count<5: observed 7 over 2 runners");
        assertThat(broken("errors", "count>50", runner(0, "errors", counter(7)), new LiveRunner(1, 1, Map.of())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "queue, value<8, 5, 9, observed 9 on one of 2 runners",
        "queue, value<10, 5, 9, ",
        "vus, value<10, 5, 9, observed 14 over 2 runners",
        "vus, value>13, 5, 9, ",
        "'vus_max{scenario:a}', value<10, 5, 9, observed 14 over 2 runners",
    })
    void gaugeHasToHoldOnEveryRunnerAndVUsAddUp(
            String metric, String expression, double first, double second, String seen) {
        assertSeen(metric, expression, seen, gauge(first), gauge(second));
    }

    /** Runner 0: avg 100, min 10, med 90, max 1000, p(90) 400, p(95) 500; runner 1: twice that. */
    @ParameterizedTest
    @CsvSource({
        "avg<99, observed 100 to 200 on 2 runners",
        "avg<150, ",
        "med<90, ", // equal but for what floating point may lose
        "med<89, observed 90 to 180 on 2 runners",
        "med>181, observed 90 to 180 on 2 runners",
        "p(50)>181, observed 90 to 180 on 2 runners",
        "p(90)<300, observed 400 to 800 on 2 runners",
        "p(95)<499, observed 500 to 1000 on 2 runners",
        "p(95)<700, ",
        "p(95)>1001, ", // k6's interpolation may give more for all together
        "p(95)>2001, observed 500 to 1000 on 2 runners",
        "min>10, observed 10 over 2 runners",
        "min<10, observed 10 over 2 runners",
        "p(0)>15, observed 10 over 2 runners",
        "max<2000, observed 2000 over 2 runners",
        "p(100)<1500, observed 2000 over 2 runners",
        "max<2001, ",
        "p(99)<5, ",
        "avg==150, ",
        "avg==99, observed 100 to 200 on 2 runners",
        "avg!=100, ",
        "p(95)<500ms, ",
    })
    void trendsAreBrokenWhereThePooledValueCannotHold(String expression, String seen) {
        assertSeen("http_req_duration", expression, seen, trend(1, false), trend(2, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p(99)<500", "p(99.9)<=500", "p(99.99)<5", "p(75)<5", "p(97.5)<5", "p(10)>5", "p(25)>=5"})
    void whatTheApiDoesNotGiveIsBrokenWhereK6FoundItSoOnEveryRunner(String expression) {
        assertSeen("t", expression, "broken on each of 2 runners", trend(1, true), trend(2, true));
        assertSeen("t", expression, null, trend(1, true), trend(2, false));
    }

    /** With few samples all runners may break these, and all together hold them. */
    @ParameterizedTest
    @ValueSource(strings = {"p(99)>500", "p(97)<5", "p(85)<5", "p(10)<5", "p(99)==5", "p(99)!=5"})
    void whereInterpolationMayTellOtherwiseNothingIsTold(String expression) {
        assertSeen("t", expression, null, trend(1, true), trend(2, true));
    }

    @Test
    void taintMayBeAnotherThresholdsOfTheSameMetric() {
        var aborts = List.of(abort("t", "p(99)<500", 0), abort("t", "max<5000", 0));
        var runners = List.of(runner(0, "t", trend(1, true)), runner(1, "t", trend(1, true)));

        assertThat(LiveThresholds.broken(aborts, runners, SINCE_START)).isEmpty();
    }

    @Test
    void firstOfSeveralIsTold() {
        var aborts = List.of(abort("t", "max<5000", 0), abort("t", "avg<10", 0), abort("t", "avg<20", 0));
        var runners = List.of(runner(0, "t", trend(1, false)));

        assertThat(LiveThresholds.broken(aborts, runners, SINCE_START)).contains("t avg<10: observed 100 on 1 runner");
    }

    @Test
    void runnerWithoutSamplesMayStillTurnIt() {
        var without = new LiveRunner(1, 1, Map.of());

        assertThat(broken("t", "avg<10", runner(0, "t", trend(1, true)), without))
                .isEmpty();
        assertThat(broken("t", "max<10", runner(0, "t", trend(1, true)), without))
                .isEmpty();
        assertThat(broken("t", "p(99)<10", runner(0, "t", trend(1, true)), without))
                .isEmpty();
        assertThat(broken("checks", "rate>0.9", runner(0, "checks", rate(0.5)), without))
                .isEmpty();
    }

    /** Of a sub-metric that nobody has fed yet, k6 says 0. */
    @Test
    void emptyMetricsAreNotBroken() {
        var empty = new LiveMetric(Type.RATE, Map.of("rate", 0.0), false);
        var none = new LiveMetric(Type.RATE, Map.of("rate", 0.0), true);

        assertSeen("checks", "rate>0.9", null, empty, empty);
        assertSeen("checks", "rate>0.9", null, none, empty);
        assertSeen("checks", "rate>0.9", "observed 0 on 2 runners", none, none);
        assertThat(LiveThresholds.broken(List.of(abort("t", "avg<1", 0)), List.of(), SINCE_START))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "9, true", "10, false", "60, false"})
    void nothingIsLookedAtBeforeItsDelayHasPassed(int delay, boolean broken) {
        var aborts = List.of(abort("checks", "rate>0.9", delay));

        assertThat(LiveThresholds.broken(aborts, List.of(runner(0, "checks", rate(0.1))), SINCE_START)
                        .isPresent())
                .isEqualTo(broken);
    }

    private static void assertSeen(String metric, String expression, String seen, LiveMetric first, LiveMetric second) {
        assertThat(broken(metric, expression, runner(0, metric, first), runner(1, metric, second)))
                .isEqualTo(Optional.ofNullable(seen).map(text -> metric + " " + expression + ": " + text));
    }

    private static Optional<String> broken(String metric, String expression, LiveRunner... runners) {
        return LiveThresholds.broken(
                List.of(abort(metric, expression, 0)), new ArrayList<>(List.of(runners)), SINCE_START);
    }

    private static AbortThreshold abort(String metric, String expression, int delay) {
        return new AbortThreshold(metric, expression, Duration.ofSeconds(delay));
    }

    private static LiveRunner runner(int index, String metric, LiveMetric live) {
        return new LiveRunner(index, 1, Map.of(metric, live));
    }

    private static LiveMetric counter(double count) {
        return new LiveMetric(Type.COUNTER, Map.of("count", count, "rate", count / 9), false);
    }

    private static LiveMetric rate(double rate) {
        return new LiveMetric(Type.RATE, Map.of("rate", rate), false);
    }

    private static LiveMetric gauge(double value) {
        return new LiveMetric(Type.GAUGE, Map.of("value", value), false);
    }

    private static LiveMetric trend(double times, boolean tainted) {
        return new LiveMetric(
                Type.TREND,
                Map.of(
                        "avg", 100 * times,
                        "min", 10 * times,
                        "med", 90 * times,
                        "max", 1000 * times,
                        "p(90)", 400 * times,
                        "p(95)", 500 * times),
                tainted);
    }
}
