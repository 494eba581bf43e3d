package dev.loadtest.verdict;

import static dev.loadtest.verdict.Runners.runner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loadtest.k6.CheckResult;
import dev.loadtest.k6.MetricResult;
import dev.loadtest.k6.RunnerResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every metric of all runners, as one k6 would have it. */
class MergedMetricsTest {

    @Test
    void eachKindIsMergedAsItShouldBe() {
        var merged = metrics(
                runner(0)
                        .metric("http_reqs", new MetricResult.Counter(100, 10))
                        .metric("vus", new MetricResult.Gauge(3, 1, 5))
                        .metric("temperature", new MetricResult.Gauge(20, 18, 21))
                        .metric("checks", new MetricResult.Rate(9, 1)),
                runner(1)
                        .metric("http_reqs", new MetricResult.Counter(50, 10))
                        .metric("vus", new MetricResult.Gauge(2, 1, 4))
                        .metric("temperature", new MetricResult.Gauge(30, 25, 35))
                        .metric("checks", new MetricResult.Rate(10, 20)));

        assertThat(merged.all())
                .containsEntry("http_reqs", new MergedMetric.Counter(150, 15))
                .containsEntry("vus", new MergedMetric.Gauge(OptionalDouble.of(5), 2, 9))
                .containsEntry("temperature", new MergedMetric.Gauge(OptionalDouble.empty(), 18, 35))
                .containsEntry("checks", new MergedMetric.Rate(19 / 40.0, 19, 21));
    }

    @Test
    void trendsArePooled() {
        var merged = metrics(runner(0).durations(10, 20, 30), runner(1).durations(40, 50));

        var trend = (MergedMetric.Trend) merged.all().get("http_req_duration");
        assertThat(trend.samples()).isEqualTo(5);
        assertThat(trend.time()).isTrue();
        assertThat(trend.mean()).isEqualTo(30);
        assertThat(trend.min()).isEqualTo(10);
        assertThat(trend.max()).isEqualTo(50);
        assertThat(trend.med().value()).isCloseTo(30, within(1e-4));
        assertThat(trend.med().lower()).isLessThanOrEqualTo(30);
        assertThat(trend.med().upper()).isGreaterThanOrEqualTo(30);
    }

    @Test
    void aMetricOfOneRunnerAloneIsThere_oneWithoutSamplesIsNot() {
        var merged = metrics(
                runner(0).metric("only_here", new MetricResult.Counter(1, 0.1)),
                runner(1).metric("never", new MetricResult.Rate(0, 0)).metric("waited", Samples.trend()));

        assertThat(merged.all()).containsKey("only_here").doesNotContainKeys("never", "waited");
    }

    @Test
    void theSameP95AsInTheNumbers() {
        var results = List.of(runner(0).result(), runner(1).durations(7, 8, 900).result());

        var trend = (MergedMetric.Trend) Verdicts.metrics(results).all().get("http_req_duration");
        assertThat(Verdicts.merge(results).numbers().orElseThrow().p95())
                .hasValue(trend.p95().value());
    }

    @Test
    void binsHaveEverySampleAndHangTogether() {
        for (double[] samples :
                List.of(new double[] {5}, new double[] {0, 0, 0}, new double[] {1, 2, 3, 4, 1000}, new double[] {
                    0.001, 0.0011, 3e7
                })) {
            var bins = metrics(runner(0).durations(samples))
                    .durations()
                    .orElseThrow()
                    .bins();

            assertThat(bins.stream().mapToDouble(Distribution.Bin::share).sum()).isCloseTo(1, within(1e-9));
            assertThat(bins.get(0).from()).isLessThanOrEqualTo(samples[0]);
            assertThat(bins.get(bins.size() - 1).to()).isGreaterThanOrEqualTo(samples[samples.length - 1]);
            for (int i = 1; i < bins.size(); i++) {
                assertThat(bins.get(i).from()).isEqualTo(bins.get(i - 1).to());
                assertThat(bins.get(i).share()).isNotNegative();
            }
        }
    }

    @Test
    void mostSamplesLieWhereTheyAre() {
        var samples = new double[100];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i < 90 ? 100 + i / 100.0 : 200 + i;
        }
        var bins =
                metrics(runner(0).durations(samples)).durations().orElseThrow().bins();

        var fast = bins.stream()
                .filter(bin -> bin.to() <= 110)
                .mapToDouble(Distribution.Bin::share)
                .sum();
        assertThat(fast).isCloseTo(0.9, within(0.02));
    }

    @Test
    void checksAreAddedUpInTheOrderOfTheScript() {
        var results = List.of(
                withChecks(1, new CheckResult("::b", 1, 2), new CheckResult("::late", 1, 0)),
                withChecks(0, new CheckResult("::b", 10, 20), new CheckResult("::a", 3, 4)));

        assertThat(Verdicts.checks(results))
                .containsExactly(
                        new CheckResult("::b", 11, 22), new CheckResult("::a", 3, 4), new CheckResult("::late", 1, 0));
    }

    @Test
    void withoutResultsThereIsNothing() {
        assertThat(Verdicts.metrics(List.of()).all()).isEmpty();
        assertThat(Verdicts.metrics(List.of()).durations()).isEmpty();
    }

    private static MergedMetrics metrics(Runners... runners) {
        return Verdicts.metrics(Stream.of(runners).map(Runners::result).toList());
    }

    private static RunnerResult withChecks(int runner, CheckResult... checks) {
        return new RunnerResult(
                runner,
                Duration.ofSeconds(1),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(checks),
                Optional.empty(),
                false,
                false);
    }
}
