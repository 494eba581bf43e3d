package dev.loadtest.verdict;

import static dev.loadtest.verdict.Runners.runner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.k6.MetricResult.Trend;
import dev.loadtest.k6.RunnerResult;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How near the estimate comes for smooth shapes, and what the largest run costs. */
class PoolingFiguresTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Log-normal, the second of two runners twice as slow, 25,000 samples each. */
    @ParameterizedTest
    @CsvSource({"50, 0.002", "90, 0.002", "95, 0.002", "99, 0.01", "99.9, 0.02"})
    void estimateIsNearTheTruth(double percent, double error) {
        for (long seed = 0; seed < 5; seed++) {
            var runners = List.of(logNormal(25_000, 4, seed), logNormal(25_000, 4.7, seed + 100));
            var truth = Samples.percentile(Samples.pooled(runners), percent);
            var estimate = new PooledTrend(runners.stream().map(Samples::trend).toList()).percentile(percent);

            System.out.printf(
                    "p%s seed %d: off by %.4f %%, bound %.3f %% wide%n",
                    percent,
                    seed,
                    100 * Math.abs(estimate.value() - truth) / truth,
                    100 * (estimate.upper() - estimate.lower()) / truth);
            assertThat(Math.abs(estimate.value() - truth) / truth).isLessThan(error);
            assertThat(truth).isBetween(estimate.lower(), estimate.upper());
        }
    }

    /** 500 runners with 50 sub-metrics, the full grid each: printed, as what else a machine does shows in its CPU time, too. */
    @Test
    void largestRunIsMerged() {
        var results = largestRun();

        var began = System.nanoTime();
        var cpuBegan = THREADS.getCurrentThreadCpuTime();
        var merged = Verdicts.merge(results);
        var cpu = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - cpuBegan);
        var took = Duration.ofNanos(System.nanoTime() - began);

        System.out.printf("500 runners, 50 sub-metrics: %d ms of CPU, %d ms%n", cpu.toMillis(), took.toMillis());
        assertThat(merged.thresholds()).hasSize(50).allMatch(ThresholdOutcome::passed);
    }

    /** One metric is pooled at a time, so that what one takes is what all take. */
    @Test
    void onePooledMetricOf500RunnersIsSmall() {
        var trends = largestRun().stream()
                .map(result -> (Trend) result.metrics().get("http_req_duration{name:n0}"))
                .toList();
        var before = usedHeap();
        var pool = new PooledTrend(trends);
        var mebibytes = (usedHeap() - before) >> 20;

        System.out.printf("one metric of 500 runners, pooled: %d MiB%n", mebibytes);
        assertThat(pool.count()).isEqualTo(500 * 25_000);
        assertThat(mebibytes).isLessThan(32);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static List<RunnerResult> largestRun() {
        // 40 different ones: to make 25,000 takes longer than to merge them.
        var trends = new ArrayList<Trend>();
        for (int i = 0; i < 40; i++) {
            trends.add(Samples.trend(logNormal(25_000, 4 + i / 40.0, i)));
        }
        var results = new ArrayList<RunnerResult>();
        for (int index = 0; index < 500; index++) {
            var runner = runner(index);
            for (int sub = 0; sub < 50; sub++) {
                var name = "http_req_duration{name:n" + sub + "}";
                runner.metric(name, trends.get((index + sub) % trends.size())).threshold(name, "p(95)<5000");
            }
            results.add(runner.result());
        }
        return results;
    }

    private static double[] logNormal(int count, double mean, long seed) {
        var random = new Random(seed);
        return random.doubles(count)
                .map(ignored -> Math.exp(mean + 0.6 * random.nextGaussian()))
                .toArray();
    }
}
