package dev.loadtest.verdict;

import static dev.loadtest.verdict.Runners.runner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.k6.MetricResult;
import dev.loadtest.k6.MetricResult.Knot;
import dev.loadtest.k6.MetricResult.Trend;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A target that is down, a script that gets nowhere, a metric that nobody fed: none of them may pass. */
class ValidityTest {

    @Test
    void targetThatRefusesEveryConnectionDoesNotPassItsLatencyThreshold() {
        var down =
                runner(0).durations(new double[100]).failed(100, 0).threshold("http_req_duration", "p(95)<500", true);
        var judgement = judge(down.ended(0));

        assertThat(judgement.reason()).isEqualTo(Reason.TARGET_UNREACHABLE);
        assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.message()).contains("100 requests", "ready endpoints", "NetworkPolicy");
        assertThat(judgement.doubts()).extracting(Doubt::text).containsExactly(judgement.message());
        assertThat(judgement.numbers().orElseThrow().zeroDurationShare()).isEqualTo(1);
    }

    @Test
    void durationsAllZeroAreEnough() {
        assertThat(judge(runner(0).durations(0, 0, 0).without("http_req_failed").ended(0))
                        .reason())
                .isEqualTo(Reason.TARGET_UNREACHABLE);
    }

    @Test
    void oneRunnerThatIsAnsweredIsEnoughToReachTheTarget() {
        var judgement = judge(
                runner(0).durations(0, 0).failed(100, 0).ended(0),
                runner(1).failed(0, 101).ended(0));

        assertThat(judgement.reason()).isEqualTo(Reason.NO_THRESHOLDS);
    }

    @Test
    void brokenThresholdWeighsMoreThanADownTarget() {
        var down = runner(0).durations(0, 0).failed(100, 0).threshold("http_req_failed", "rate<0.01");
        var judgement = judge(down.ended(99));

        assertThat(judgement.reason()).isEqualTo(Reason.THRESHOLD_BROKEN);
        assertThat(judgement.doubts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        // failed of 100, threshold on, expression, reason
        "50, , , NO_THRESHOLDS",
        "51, , , TARGET_UNREACHABLE",
        "51, http_req_duration, p(95)<500, TARGET_UNREACHABLE",
        "51, http_req_failed, rate<0.9, THRESHOLDS_HELD",
        "51, 'http_req_failed{name:home}', rate<0.9, NO_SAMPLES",
        "51, checks, rate>=0, THRESHOLDS_HELD",
        "100, http_req_failed, rate<=1, TARGET_UNREACHABLE",
    })
    void failedShareAboveTheBelievableNeedsAThresholdThatCoversIt(
            int failed, String metric, String expression, Reason reason) {
        var runner = runner(0).failed(failed, 100 - failed).metric("checks", new MetricResult.Rate(1, 1));
        if (metric != null) {
            runner.threshold(metric, expression);
        }

        assertThat(judge(runner.ended(0)).reason()).isEqualTo(reason);
    }

    @Test
    void believableShareIsTheUsersToSet() {
        var ends = List.of(runner(0).failed(20, 80).ended(0));

        assertThat(Verdicts.judge(bearing(0.1), ends).message())
                .startsWith("20 % of 100 requests failed, and no threshold covers");
        assertThat(Verdicts.judge(bearing(1), ends).reason()).isEqualTo(Reason.NO_THRESHOLDS);
    }

    @Test
    void noIteration() {
        var without = runner(0).without("iterations").threshold("http_req_duration", "p(95)<500", true);

        assertThat(judge(without.ended(0)).reason()).isEqualTo(Reason.NO_ITERATIONS);
        assertThat(judge(without.ended(0), runner(1).ended(0)).reason()).isEqualTo(Reason.THRESHOLDS_HELD);
    }

    @ParameterizedTest
    @CsvSource({
        "'http_req_duration{name:hoem}', p(95)<500",
        "'http_req_duration{name:hoem}', avg<500",
        "'http_req_failed{name:hoem}', rate<0.5",
        "my_gauge, value<3",
        "my_trend, min>0",
    })
    void thresholdWithoutSamples(String metric, String expression) {
        var judgement = judge(runner(0).threshold(metric, expression, true).ended(0));

        assertThat(judgement.reason()).isEqualTo(Reason.NO_SAMPLES);
        assertThat(judgement.message()).startsWith(metric + " " + expression + ": no samples; check the spelling");
        assertThat(judgement.thresholds()).singleElement().satisfies(outcome -> {
            assertThat(outcome.observed()).isEmpty();
            assertThat(outcome.passed()).isFalse();
            assertThat(outcome.samples()).isZero();
        });
    }

    @Test
    void emptySubMetricAsK6PrintsItHasNoSamples() {
        var empty = runner(0)
                .metric("http_req_duration{name:hoem}", Samples.trend())
                .metric("http_req_failed{name:hoem}", new MetricResult.Rate(0, 0))
                .threshold("http_req_duration{name:hoem}", "p(95)<500", true)
                .threshold("http_req_failed{name:hoem}", "rate<0.1", true);

        assertThat(judge(empty.ended(0)).doubts()).hasSize(2);
    }

    /** Such as errors{...}: count<1, which is there to stay at 0. */
    @Test
    void counterThatNobodyAddedToIsZero() {
        assertThat(judge(runner(0).threshold("errors", "count<1").ended(0)).reason())
                .isEqualTo(Reason.THRESHOLDS_HELD);
        assertThat(judge(runner(0).threshold("logins", "count>0").ended(99)).message())
                .isEqualTo("logins count>0: observed 0");
    }

    @Test
    void k6CallingAnEmptyMetricBrokenIsBelieved() {
        assertThat(judge(runner(0).threshold("my_trend", "p(95)>1", false).ended(99))
                        .reason())
                .isEqualTo(Reason.THRESHOLD_BROKEN);
    }

    @Test
    void fewRefusedConnectionsAreNamed() {
        var samples = new double[100];
        Arrays.fill(samples, 2, 100, 250);
        var judgement = judge(runner(0)
                .durations(samples)
                .failed(2, 98)
                .threshold("http_req_duration", "p(95)<500", true)
                .ended(0));

        assertThat(judgement.reason()).isEqualTo(Reason.THRESHOLDS_HELD);
        assertThat(judgement.doubts()).isEmpty();
        assertThat(judgement.message())
                .isEqualTo(
                        "http_req_duration p(95)<500: observed 250 ms; at least 2 % of requests took 0 ms, as refused connections do, and pull percentiles down");
    }

    @Test
    void errorOfTheirSummaryIsNamed() {
        assertThat(judge(runner(0).summaryThrew("TypeError: x").ended(0)).message())
                .endsWith("; handleSummary() of runner 0 threw: TypeError: x");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, THRESHOLDS_HELD",
        "1, 1, THRESHOLDS_HELD", // 2 of 202 is not more than 1 %
        "1, 2, DROPPED_ITERATIONS",
    })
    void droppedIterationsOfAllRunners(double first, double second, Reason reason) {
        var judgement = judge(
                held(0).metric("dropped_iterations", new MetricResult.Counter(first, 1))
                        .ended(0),
                held(1).metric("dropped_iterations", new MetricResult.Counter(second, 1))
                        .ended(0));

        assertThat(judgement.reason()).isEqualTo(reason);
    }

    @Test
    void droppedIterationsAreTheOnlyOnes() {
        var judgement = judge(runner(0)
                .without("iterations")
                .metric("dropped_iterations", new MetricResult.Counter(7, 1))
                .ended(0));

        assertThat(judgement.doubts())
                .extracting(Doubt::reason)
                .containsExactly(Reason.NO_ITERATIONS, Reason.DROPPED_ITERATIONS);
        assertThat(judgement.doubts().get(1).text())
                .startsWith("100 % of 7 iterations were dropped (validity.maxDroppedShare: 1 %)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000 | 0.1   | 0.9   | THRESHOLDS_HELD     | http_reqs count>0: observed 200 over 2 runners",
                "1001 | 0.1   | 0.9   | START_SKEWED        | The runners started within 1001 ms of each other (validity.maxStartSkewMillis: 1000)",
                "1000 | 0.25  | 0.9   | VUS_EXHAUSTED       | A runner had all of its maxVUs busy for 25 % of the time (validity.maxAtMaxVUsShare: 10 %)",
                "1000 | 0.1   | 0.985 | GENERATOR_SATURATED | A runner used 98.5 % of its CPU limit over 10 s (validity.maxCpuShare: 90 %)",
                "9000 | 1     | 1     | GENERATOR_SATURATED | A runner used 100 % of its CPU limit",
            })
    void generatorsBeyondTheirLimits(long skew, double atMaxVUs, double cpu, Reason reason, String text) {
        var generators = new Generators(
                Optional.of(Duration.ofMillis(skew)), OptionalDouble.of(atMaxVUs), OptionalDouble.of(cpu), false);
        var judgement = Verdicts.judge(
                new Question(2, Stopped.NOT, 0, Validity.DEFAULT, generators),
                List.of(held(0).ended(0), held(1).ended(0)));

        assertThat(judgement.reason()).isEqualTo(reason);
        assertThat(judgement.message()).startsWith(text);
    }

    @Test
    void aTargetThatChangedIsNotBelievedAndExplainsTheRest() {
        var question = new Question(
                1, Stopped.NOT, 0, Validity.DEFAULT, Generators.UNSEEN, Optional.of("Deployment shop: revision 4 → 5"));

        assertThat(Verdicts.judge(question, List.of(held(0).ended(0))))
                .satisfies(judgement -> assertThat(judgement.reason()).isEqualTo(Reason.TARGET_CHANGED))
                .satisfies(judgement -> assertThat(judgement.message()).contains("Deployment shop: revision 4 → 5"));
        assertThat(Verdicts.judge(question, List.of(held(0).failed(100, 0).ended(0)))
                        .reason())
                .isEqualTo(Reason.TARGET_CHANGED);
    }

    @Test
    void whatTellsMostComesFirst() {
        var gap = new Trend(1000, 300, 100, 900, List.of(new Knot(90, 200.0), new Knot(99, 800.0)), true);
        var poor = runner(0)
                .failed(100, 0)
                .without("iterations")
                .metric("dropped_iterations", new MetricResult.Counter(7, 1))
                .metric("gap", gap)
                .threshold("gap", "p(95)<600")
                .threshold("queue", "value<1");
        var generators = new Generators(
                Optional.of(Duration.ofSeconds(2)), OptionalDouble.of(0.5), OptionalDouble.of(0.95), false);
        var question = new Question(3, Stopped.NOT, 3, withUncertain(true), generators);
        var judgement = Verdicts.judge(
                question,
                List.of(
                        poor.ended(0),
                        runner(1).failed(1, 0).without("iterations").ended(0)));

        assertThat(judgement.doubts())
                .extracting(Doubt::reason)
                .containsExactly(
                        Reason.TARGET_UNREACHABLE,
                        Reason.NO_ITERATIONS,
                        Reason.RUNNERS_MISSING,
                        Reason.NO_SAMPLES,
                        Reason.GENERATOR_SATURATED,
                        Reason.DROPPED_ITERATIONS,
                        Reason.VUS_EXHAUSTED,
                        Reason.START_SKEWED,
                        Reason.THRESHOLD_UNCERTAIN);
        assertThat(judgement.reason()).isEqualTo(Reason.TARGET_UNREACHABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "true, p(95)<600, THRESHOLD_UNCERTAIN, 1",
        "false, p(95)<600, THRESHOLDS_HELD, 0",
        "true, p(95)<400, THRESHOLD_BROKEN, 1"
    })
    void uncertainThresholdIsADoubtWhereAskedFor(boolean isDoubt, String expression, Reason reason, int doubts) {
        var gap = new Trend(1000, 300, 100, 900, List.of(new Knot(90, 200.0), new Knot(99, 800.0)), true);
        var judgement = Verdicts.judge(
                new Question(2, Stopped.NOT, 0, withUncertain(isDoubt), Generators.UNSEEN),
                List.of(
                        runner(0)
                                .metric("gap", gap)
                                .threshold("gap", expression)
                                .ended(0),
                        runner(1).metric("gap", gap).ended(0)));

        assertThat(judgement.reason()).isEqualTo(reason);
        assertThat(judgement.doubts()).hasSize(doubts).allSatisfy(doubt -> assertThat(doubt.text())
                .startsWith("gap " + expression)
                .contains("the true value is from 200 to 800 ms, and the limit lies between"));
    }

    /** The user asked for it: what is not believed is said, but decides nothing. */
    @Test
    void notEnforcedIsSaidAndPasses() {
        var down = held(0).failed(100, 0).durations(0, 0).threshold("queue", "value<3");
        var judgement = Verdicts.judge(
                new Question(1, Stopped.NOT, 0, notEnforced(), Generators.UNSEEN), List.of(down.ended(0)));

        assertThat(judgement.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(judgement.doubts())
                .extracting(Doubt::reason)
                .containsExactly(Reason.TARGET_UNREACHABLE, Reason.NO_SAMPLES);
        assertThat(judgement.message())
                .startsWith(
                        "1 of 2 thresholds held, the others have no samples; not believed, which validity.enforce: false lets pass (2 in the condition Valid): None of the 100 requests");
    }

    @Test
    void notEnforcedWithoutThresholdsDoesNotSayThatTheLoadWasAsMeant() {
        var judgement = Verdicts.judge(
                new Question(1, Stopped.NOT, 0, notEnforced(), Generators.UNSEEN),
                List.of(runner(0).failed(100, 0).ended(0)));

        assertThat(judgement.reason()).isEqualTo(Reason.NO_THRESHOLDS);
        assertThat(judgement.message()).startsWith("Nothing was to be judged");
    }

    private static Runners held(int index) {
        return runner(index).threshold("http_reqs", "count>0");
    }

    private static Validity notEnforced() {
        return new Validity(false, 0.5, 0.01, 0.1, 0.9, Duration.ofSeconds(1), false);
    }

    private static Validity withUncertain(boolean isDoubt) {
        return new Validity(true, 0.5, 0.01, 0.1, 0.9, Duration.ofSeconds(1), isDoubt);
    }

    private static Judgement judge(RunnerEnd... ends) {
        return Verdicts.judge(Question.of(ends.length, Stopped.NOT), List.of(ends));
    }

    private static Question bearing(double maxFailedShare) {
        var usual = Validity.DEFAULT;
        var validity = new Validity(
                true,
                maxFailedShare,
                usual.maxDroppedShare(),
                usual.maxAtMaxVUsShare(),
                usual.maxCpuShare(),
                usual.maxSkew(),
                false);
        return new Question(1, Stopped.NOT, 0, validity, Generators.UNSEEN);
    }
}
