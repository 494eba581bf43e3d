package dev.loadtest.verdict;

import static dev.loadtest.verdict.Runners.runner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loadtest.k6.MetricResult.Counter;
import dev.loadtest.k6.MetricResult.Gauge;
import dev.loadtest.k6.MetricResult.Knot;
import dev.loadtest.k6.MetricResult.Rate;
import dev.loadtest.k6.MetricResult.Trend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thresholds over all runners together, and what is said about them. */
class ThresholdVerdictTest {

    /** Runner 0: 100, 200, 300, 400 ms in 10 s; runner 1: 1000 ms twice in 20 s. */
    @ParameterizedTest
    @CsvSource({
        "http_req_duration, avg<500.1, 500, true",
        "http_req_duration, avg<500, 500, false",
        "http_req_duration, min>=100, 100, true",
        "http_req_duration, max<1000, 1000, false",
        "http_req_duration, med<351, 350, true",
        "http_req_duration, p(50)<350, 350, false",
        "http_req_duration, p(100)<=1000, 1000, true",
        "http_req_duration, p<101, 100, true",
        "http_req_duration, p(70)<700.1, 700, true",
        "http_reqs, count>=300, 300, true",
        "http_reqs, rate>14.9, 15, true",
        "http_reqs, rate>15, 15, false",
        "http_req_failed, rate<0.1, 0.1, false",
        "http_req_failed, rate<=0.1, 0.1, true",
        "vus, value<=12, 12, true",
        "vus_max, value<12, 12, false",
        "'vus{scenario:a}', value==12, 12, true",
        "queue, value<8, 7, true",
        "queue, value<7, 7, false",
        "queue, value>5, 5, false",
        "queue, value==7, 5, false",
        "queue, value!=6, 5, true",
    })
    void everyAggregation(String metric, String expression, double observed, boolean passed) {
        var judgement = judge(
                first().threshold(metric, expression).ended(0),
                second().threshold(metric, expression).ended(0));

        assertThat(judgement.thresholds()).singleElement().satisfies(outcome -> {
            assertThat(outcome.metric()).isEqualTo(metric);
            assertThat(outcome.expression()).isEqualTo(expression);
            assertThat(outcome.observed().orElseThrow()).isCloseTo(observed, within(0.001));
            assertThat(outcome.passed()).isEqualTo(passed);
        });
        assertThat(judgement.reason()).isEqualTo(passed ? Reason.THRESHOLDS_HELD : Reason.THRESHOLD_BROKEN);
    }

    @Test
    void whatIsCountedIsExactAndCertain() {
        var judgement = judge(
                first().threshold("http_req_duration", "avg<500").ended(0),
                second().threshold("http_req_duration", "avg<500").ended(0));

        var outcome = judgement.thresholds().get(0);
        assertThat(outcome.lower()).isEqualTo(outcome.observed()).isEqualTo(outcome.upper());
        assertThat(outcome.certain()).isTrue();
        assertThat(outcome.samples()).isEqualTo(6);
    }

    @Test
    void rateOfACounterOfOneRunnerIsK6sOwn() {
        var judgement = judge(runner(0)
                .metric("http_reqs", new Counter(100, 12.5))
                .threshold("http_reqs", "rate>12")
                .ended(0));

        assertThat(judgement.message()).isEqualTo("http_reqs rate>12: observed 12.5/s");
    }

    @Test
    void brokenThresholdIsNamedWithWhatWasObserved() {
        var ends = IntStream.range(0, 4)
                .mapToObj(index -> runner(index)
                        .durations(812, 812)
                        .threshold("http_req_duration", "p(95)<500")
                        .ended(0))
                .toArray(RunnerEnd[]::new);

        assertThat(judge(ends).message()).isEqualTo("http_req_duration p(95)<500: observed 812 ms over 4 runners");
    }

    @Test
    void threeBrokenThresholdsAreNamedAndTheRestCounted() {
        var runner = runner(0);
        for (int limit = 1; limit <= 5; limit++) {
            runner.threshold("http_req_duration", "max<" + limit);
        }

        assertThat(judge(runner.ended(99)).message())
                .startsWith("http_req_duration max<1: observed 400 ms; http_req_duration max<2")
                .endsWith("max<3: observed 400 ms; and 2 more, see status.thresholds");
    }

    @Test
    void heldThresholdsAreCounted() {
        var judgement = judge(
                first().threshold("http_req_duration", "max<2000")
                        .threshold("http_reqs", "count>1")
                        .ended(0),
                second().threshold("http_req_duration", "max<2000")
                        .threshold("http_reqs", "count>1")
                        .ended(0));

        assertThat(judgement.message()).isEqualTo("All 2 thresholds held over 2 runners");
        assertThat(judgement.thresholds())
                .extracting(ThresholdOutcome::metric)
                .containsExactly("http_req_duration", "http_reqs");
    }

    @Test
    void breachBehindAnotherCodeIsStillListed() {
        var judgement = Verdicts.judge(
                Question.of(1, Stopped.ON_REQUEST),
                List.of(runner(0)
                        .threshold("http_req_duration", "max<300", false)
                        .ended(103)));

        assertThat(judgement.reason()).isEqualTo(Reason.STOP_REQUESTED);
        assertThat(judgement.thresholds()).singleElement().returns(false, ThresholdOutcome::passed);
    }

    @Test
    void markedAsFailedNamesTheBreachAsWell() {
        var judgement =
                judge(runner(0).threshold("http_req_duration", "max<300", false).ended(110));

        assertThat(judgement.reason()).isEqualTo(Reason.MARKED_AS_FAILED);
        assertThat(judgement.message()).endsWith("Broken as well: http_req_duration max<300: observed 400 ms");
    }

    /** Its knots have seven digits, k6 has them all. */
    @Test
    void k6sOwnAnswerDecidesForOneRunner() {
        var close = new Trend(1000, 400, 100, 600, List.of(new Knot(95, 500.0)), true);
        for (boolean held : new boolean[] {true, false}) {
            var judgement = judge(runner(0)
                    .metric("http_req_duration", close)
                    .threshold("http_req_duration", "p(95)<500", held)
                    .ended(held ? 0 : 99));

            assertThat(judgement.thresholds()).singleElement().satisfies(outcome -> {
                assertThat(outcome.passed()).isEqualTo(held);
                assertThat(outcome.certain()).isTrue();
                assertThat(outcome.observed()).hasValue(500);
            });
        }
    }

    @Test
    void ownAnswersOfManyRunnersDecideNothing() {
        var judgement = judge(
                runner(0).threshold("http_req_duration", "max<500", false).ended(99),
                runner(1).threshold("http_req_duration", "max<500", false).ended(99));

        assertThat(judgement.reason()).isEqualTo(Reason.THRESHOLDS_HELD);
    }

    @Test
    void limitInsideTheBoundIsDecidedByTheEstimateAndSaidSo() {
        var gap = new Trend(1000, 300, 100, 900, List.of(new Knot(90, 200.0), new Knot(99, 800.0)), true);
        var judgement = judge(
                runner(0)
                        .metric("http_req_duration", gap)
                        .threshold("http_req_duration", "p(95)<600")
                        .ended(0),
                runner(1)
                        .metric("http_req_duration", gap)
                        .threshold("http_req_duration", "p(95)<600")
                        .ended(0));

        assertThat(judgement.thresholds()).singleElement().satisfies(outcome -> {
            assertThat(outcome.certain()).isFalse();
            assertThat(outcome.observed().orElseThrow()).isBetween(500.0, 600.0);
            assertThat(outcome.lower().orElseThrow()).isCloseTo(200, within(0.001));
            assertThat(outcome.upper().orElseThrow()).isCloseTo(800, within(0.001));
        });
        assertThat(judgement.message()).contains("ms over 2 runners, estimated; the true value is from 200 to 800 ms");
    }

    /** Stopped on what was measured until then; the last samples may turn it back, as in k6 itself. */
    @Test
    void abortOnFailStaysABreach() {
        var judgement = Verdicts.judge(
                Question.of(2, Stopped.BY_THRESHOLD),
                List.of(
                        runner(0).threshold("http_req_duration", "max<500").ended(103),
                        runner(1).threshold("http_req_duration", "max<500").ended(99)));

        assertThat(judgement.reason()).isEqualTo(Reason.THRESHOLD_BROKEN);
        assertThat(judgement.message()).contains("abortOnFail");
    }

    @Test
    void whatAbortOnFailStoppedIsNamed() {
        var runner = runner(0).threshold("http_req_duration", "max<300").abortOnFail("http_reqs", "count<100");
        var judgement = Verdicts.judge(
                Question.of(2, Stopped.BY_THRESHOLD),
                List.of(runner.ended(103), runner(1).ended(103)));

        assertThat(judgement.message())
                .isEqualTo(
                        "http_reqs count<100: observed 200 over 2 runners; http_req_duration max<300: observed 400 ms over 2 runners; abortOnFail stopped the run");
    }

    @Test
    void anotherThresholdIsNotTakenForTheOneThatStoppedTheRun() {
        var runner = runner(0).threshold("http_req_duration", "max<300").abortOnFail("http_reqs", "count<1000");
        var judgement = Verdicts.judge(
                Question.of(2, Stopped.BY_THRESHOLD),
                List.of(runner.ended(103), runner(1).ended(103)));

        assertThat(judgement.reason()).isEqualTo(Reason.THRESHOLD_BROKEN);
        assertThat(judgement.message())
                .endsWith("; the threshold whose abortOnFail stopped the run holds again over the whole of it");
    }

    @Test
    void earlyEndThatLeftNoIterationDoesNotHideTheBreach() {
        var judgement = Verdicts.judge(
                Question.of(2, Stopped.BY_THRESHOLD),
                List.of(
                        runner(0)
                                .abortOnFail("http_req_failed", "rate<0.1")
                                .failed(100, 0)
                                .without("iterations")
                                .ended(103),
                        runner(1).failed(100, 0).without("iterations").ended(103)));

        assertThat(judgement.reason()).isEqualTo(Reason.THRESHOLD_BROKEN);
        assertThat(judgement.doubts()).hasSize(2);
    }

    @Test
    void expressionThatK6DoesNotKnowIsNeverHeld() {
        assertThat(judge(runner(0).threshold("http_req_duration", "p(95)<500ms").ended(0))
                        .reason())
                .isEqualTo(Reason.NO_SAMPLES);
    }

    @Test
    void numbersWhileTheEndsAreNotKnown() {
        var merged = Verdicts.merge(List.of(first().result(), second().result()));

        var numbers = merged.numbers().orElseThrow();
        assertThat(numbers.requests()).isEqualTo(300);
        assertThat(numbers.requestsPerSecond()).isEqualTo(15);
        assertThat(numbers.failedShare()).hasValue(0.1);
        assertThat(numbers.mean()).hasValue(500);
        assertThat(numbers.p95().orElseThrow()).isCloseTo(1000, within(0.001));
        assertThat(numbers.iterations()).isEqualTo(200);
        assertThat(numbers.checksPassed()).isEqualTo(7);
        assertThat(numbers.checksFailed()).isEqualTo(3);
        assertThat(numbers.zeroDurationShare()).isZero();
        assertThat(numbers.duration()).isEqualTo(Duration.ofSeconds(20));
        assertThat(Verdicts.merge(List.of())).isEqualTo(new Merged(List.of(), Optional.empty()));
    }

    @Test
    void orderOfArrivalChangesNothing() {
        var ends = new ArrayList<RunnerEnd>();
        for (int index = 0; index < 9; index++) {
            ends.add(runner(index)
                    .durations(0.1 * index, 1.0 / 3, 1e6 / (index + 1))
                    .metric("bytes", new Counter(0.1 * index, 0.01))
                    .threshold("http_req_duration", "p(95)<500")
                    .threshold("http_req_duration", "avg<500")
                    .threshold("bytes", "count<3")
                    .ended(0));
        }
        var judgement = Verdicts.judge(Question.of(9, Stopped.NOT), ends);
        for (int turn = 0; turn < 20; turn++) {
            Collections.shuffle(ends, new Random(turn));

            assertThat(Verdicts.judge(Question.of(9, Stopped.NOT), ends)).isEqualTo(judgement);
        }
    }

    private static Runners first() {
        return runner(0)
                .metric("vus", new Gauge(4, 0, 4))
                .metric("vus{scenario:a}", new Gauge(4, 0, 4))
                .metric("vus_max", new Gauge(4, 0, 4))
                .metric("queue", new Gauge(5, 0, 9))
                .metric("checks", new Rate(5, 0));
    }

    private static Runners second() {
        return runner(1)
                .metric("http_reqs", new Counter(200, 10))
                .durations(1000, 1000)
                .failed(30, 170)
                .metric("vus", new Gauge(8, 0, 8))
                .metric("vus{scenario:a}", new Gauge(8, 0, 8))
                .metric("vus_max", new Gauge(8, 0, 8))
                .metric("queue", new Gauge(7, 0, 9))
                .metric("checks", new Rate(2, 3))
                .lasting(Duration.ofSeconds(20));
    }

    private static Judgement judge(RunnerEnd... ends) {
        return Verdicts.judge(Question.of(ends.length, Stopped.NOT), List.of(ends));
    }
}
