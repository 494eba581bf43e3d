package dev.loadtest.k6;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.verdict.ThresholdOutcome;
import dev.loadtest.verdict.Verdicts;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What the largest run takes to read, to hold and to merge: 500 results of 50 sub-metrics of 25,000 samples, full grids, no two alike.
 * A tenth of it unless {@code -Dresults=500} asks for all.
 */
class LargestRunTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int RESULTS = Integer.getInteger("results", 50);
    private static final int METRICS = 50;
    private static final int KNOTS = 600;

    @Test
    void everyKnotTakesFourBytesAndLittleMore() {
        readAndMerge(2); // what is loaded and compiled once belongs to no run
        var before = usedHeap();
        var began = THREADS.getCurrentThreadCpuTime();
        var results = results(RESULTS);
        var read = THREADS.getCurrentThreadCpuTime();
        var held = usedHeap() - before;
        var merging = THREADS.getCurrentThreadCpuTime();
        var merged = Verdicts.merge(results);
        var end = THREADS.getCurrentThreadCpuTime();

        System.out.printf(
                "%d results of %d metrics of %d knots: made and read in %d ms of CPU, held in %.1f MiB, merged in %d ms of CPU%n",
                RESULTS, METRICS, KNOTS, (read - began) / 1_000_000, held / 0x1p20, (end - merging) / 1_000_000);
        assertThat(merged.thresholds()).hasSize(METRICS).allMatch(ThresholdOutcome::passed);
        assertThat(results).hasSize(RESULTS);
        assertThat(held / (double) (RESULTS * METRICS * KNOTS)).isLessThan(6);
    }

    private static void readAndMerge(int results) {
        assertThat(Verdicts.merge(results(results)).thresholds()).hasSize(METRICS);
    }

    private static List<RunnerResult> results(int count) {
        var results = new ArrayList<RunnerResult>();
        for (int runner = 0; runner < count; runner++) {
            var coded = Base64.getEncoder().encodeToString(payload(runner).getBytes(StandardCharsets.UTF_8));
            results.add(ResultPayload.parse(coded).orElseThrow());
        }
        return results;
    }

    private static String payload(int runner) {
        var random = new Random(runner);
        var declared = new StringBuilder();
        var metrics = new StringBuilder();
        for (int metric = 0; metric < METRICS; metric++) {
            var name = "\"http_req_duration{name:n" + metric + "}\":";
            declared.append(metric == 0 ? "" : ",").append(name).append("[[\"p(95)<5000\",\"s\",0]]");
            metrics.append(metric == 0 ? "" : ",").append(name).append(trend(random));
        }
        return "{\"version\":1,\"runner\":%d,\"durationMs\":60000,\"grid\":%s,\"coarse\":[50],\"declared\":{%s},\"metrics\":{%s},\"held\":{},\"checks\":[],\"setup\":false,\"teardown\":false}"
                .formatted(runner, Arrays.toString(GRID), declared, metrics);
    }

    private static final double[] GRID = grid();

    private static double[] grid() {
        var grid = new double[KNOTS];
        for (int i = 0; i < KNOTS; i++) {
            grid[i] = i < 400 ? (i + 1) * 0.2 : 80 + (i - 399) * 0.0995;
        }
        return grid;
    }

    /** Near log-normal. */
    private static String trend(Random random) {
        var median = 50 + 400 * random.nextDouble();
        var values = new double[KNOTS];
        for (int i = 0; i < KNOTS; i++) {
            var odds = GRID[i] / (100 - GRID[i]);
            values[i] = median * Math.pow(odds, 0.3) * (1 + 1e-5 * random.nextDouble());
        }
        Arrays.sort(values);
        var fine = new StringBuilder();
        for (double value : values) {
            fine.append(fine.length() == 0 ? "" : ",").append(sevenDigits(value));
        }
        return String.format(
                Locale.ROOT,
                "{\"trend\":[25000,%s,%s,%s],\"fine\":[%s],\"time\":true}",
                sevenDigits(median * 1.1),
                sevenDigits(values[0] / 2),
                sevenDigits(values[KNOTS - 1] * 2),
                fine);
    }

    private static double sevenDigits(double value) {
        var parts = Math.pow(10, 6 - Math.floor(Math.log10(value)));
        return Math.rint(value * parts) / parts;
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
