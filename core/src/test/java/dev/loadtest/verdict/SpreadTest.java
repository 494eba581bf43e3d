package dev.loadtest.verdict;

import static dev.loadtest.verdict.Runners.runner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loadtest.k6.MetricResult.Counter;
import dev.loadtest.k6.MetricResult.Gauge;
import dev.loadtest.k6.MetricResult.Rate;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far the runners lie apart under one threshold. */
class SpreadTest {

    /** Runners 0 to 3 have 1, 2, 3 and 10 of everything; runner 4 has nothing of it. */
    @ParameterizedTest
    @CsvSource({
        "trend, avg<5, 10, 25, 100, 3", // least, median and greatest in tenths, worst
        "trend, avg>5, 10, 25, 100, 0",
        "trend, p(95)<5, 10, 25, 100, 3",
        "trend, min<5, 10, 25, 100, 3",
        "trend, max>=2, 10, 25, 100, 0",
        "trend, med==3, 10, 25, 100, 3",
        "counter, count>=2, 10, 25, 100, 0",
        "counter, rate<5, 1, 2.5, 10, 3",
        "rate, rate<0.05, 0.1, 0.25, 1, 3",
        "gauge, value<5, 10, 25, 100, 3",
        "vus, value<50, 10, 25, 100, 3",
    })
    void ofEveryAggregation(String metric, String expression, double least, double median, double greatest, int worst) {
        var ends = IntStream.range(0, 5)
                .mapToObj(index -> with(index, index == 3 ? 10 : index + 1))
                .map(runner -> runner.threshold(metric, expression).ended(0))
                .toList();
        var spread = only(Verdicts.judge(Question.of(5, Stopped.NOT), ends));

        assertThat(spread.least()).isCloseTo(least / 10, within(1e-9));
        assertThat(spread.median()).isCloseTo(median / 10, within(1e-9));
        assertThat(spread.greatest()).isCloseTo(greatest / 10, within(1e-9));
        assertThat(spread.worst()).isEqualTo(worst);
    }

    private static Runners with(int index, double value) {
        var runner = runner(index);
        return index == 4
                ? runner.metric("trend", Samples.trend()).metric("rate", new Rate(0, 0))
                : runner.metric("trend", Samples.trend(value, value, value))
                        .metric("counter", new Counter(value, value / 10))
                        .metric("rate", new Rate((long) value, 100 - (long) value))
                        .metric("gauge", new Gauge(value, 0, 99))
                        .metric("vus", new Gauge(value, 0, 99));
    }

    @Test
    void ownPercentileIsAsK6HasIt() {
        var random = new Random(1);
        for (int count : new int[] {1, 2, 3, 100, 3000}) {
            var samples = random.doubles(count).toArray();
            var sorted = Samples.pooled(List.of(samples));
            for (double percent : new double[] {0, 50, 95, 99.9, 100}) {
                assertThat(new Knots(Samples.trend(samples)).percentile(percent))
                        .isCloseTo(Samples.percentile(sorted, percent), within(1e-6));
            }
        }
    }

    @Test
    void oneRunnerIsNotApartFromItself() {
        var one = runner(0).threshold("http_reqs", "count>0");

        assertThat(Verdicts.judge(Question.of(1, Stopped.NOT), List.of(one.ended(0)))
                        .thresholds())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.spread()).isEmpty());
    }

    @Test
    void withoutSamplesThereIsNone() {
        var ends = List.of(
                runner(0).threshold("queue", "value>0").ended(0),
                runner(1).threshold("queue", "value>0").ended(0));

        assertThat(Verdicts.judge(Question.of(2, Stopped.NOT), ends).thresholds())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.spread()).isEmpty());
    }

    private static Spread only(Judgement judgement) {
        assertThat(judgement.thresholds()).hasSize(1);
        return judgement.thresholds().get(0).spread().orElseThrow();
    }
}
