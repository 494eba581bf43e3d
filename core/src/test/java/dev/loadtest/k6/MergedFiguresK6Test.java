package dev.loadtest.k6;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loadtest.k6.MetricResult.Trend;
import dev.loadtest.verdict.ThresholdOutcome;
import dev.loadtest.verdict.Verdicts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How near merged percentiles come to the truth when real k6 took the samples. Script and test draw the same numbers, bit for bit, so
 * that the test knows every sample.
 */
class MergedFiguresK6Test {
    private static final int RUNNERS = 2;
    private static final List<Double> PERCENTS = List.of(50.0, 90.0, 95.0, 99.0, 99.9);
    private static final int SEED = 2_654_435;

    private static final String SCRIPT = """
            import { Trend } from 'k6/metrics';
            const trends = SHAPES.map(([name]) => new Trend(name));
            export const options = { vus: RUNNERS, iterations: RUNNERS };

            let state;
            function uniform() {
                state ^= state << 13;
                state ^= state >>> 17;
                state ^= state << 5;
                return ((state >>> 0) + 0.5) / 4294967296;
            }
            function normal() {
                let sum = -6;
                for (let i = 0; i < 12; i++) sum += uniform();
                return sum;
            }
            function exp(x) {
                let power = 1 + x / 1024;
                for (let i = 0; i < 10; i++) power *= power;
                return power;
            }
            const sample = {
                steady: () => 100 + 5 * normal(),
                log_normal: (runner) => (runner === 0 ? 120 : 60) * exp(0.6 * normal()),
                bimodal: (runner, i) => (i % 20 === 0 ? 400 : 20) * (0.95 + 0.1 * uniform()),
                heavy_tail: () => { const u = uniform(); return 10 / (Math.sqrt(u) * Math.sqrt(Math.sqrt(u))); },
            };
            export default function () {
                const runner = Number(__ENV.JOB_COMPLETION_INDEX);
                SHAPES.forEach(([name, kind, count], shape) => {
                    state = SEED * (shape * RUNNERS + runner + 1);
                    for (let i = 0; i < count; i++) trends[shape].add(sample[kind](runner, i));
                });
            }
            """;

    @TempDir
    static Path folder;

    private static List<RunnerResult> results;
    private static Map<Shape, List<Figure>> figures;

    private enum Shape {
        STEADY(25_000) {
            @Override
            double sample(Draws draws, int runner, int i) {
                return 100 + 5 * draws.normal();
            }
        },
        /** One runner is twice as slow. */
        LOG_NORMAL(25_000) {
            @Override
            double sample(Draws draws, int runner, int i) {
                return (runner == 0 ? 120 : 60) * exp(0.6 * draws.normal());
            }
        },
        /** The gap lies at the 95th percentile exactly. */
        BIMODAL(25_000) {
            @Override
            double sample(Draws draws, int runner, int i) {
                return (i % 20 == 0 ? 400 : 20) * (0.95 + 0.1 * draws.uniform());
            }
        },
        /** Pareto with an index of 4/3: no variance. */
        HEAVY_TAIL(25_000) {
            @Override
            double sample(Draws draws, int runner, int i) {
                var u = draws.uniform();
                return 10 / (Math.sqrt(u) * Math.sqrt(Math.sqrt(u)));
            }
        },
        FEW_3(3) {
            @Override
            double sample(Draws draws, int runner, int i) {
                return LOG_NORMAL.sample(draws, runner, i);
            }
        },
        FEW_40(40) {
            @Override
            double sample(Draws draws, int runner, int i) {
                return LOG_NORMAL.sample(draws, runner, i);
            }
        },
        FEW_150(150) {
            @Override
            double sample(Draws draws, int runner, int i) {
                return LOG_NORMAL.sample(draws, runner, i);
            }
        };

        private final int count;

        Shape(int count) {
            this.count = count;
        }

        abstract double sample(Draws draws, int runner, int i);

        String metric() {
            return name().toLowerCase(Locale.ROOT);
        }

        double[] samples(int runner) {
            var draws = new Draws(SEED * (ordinal() * RUNNERS + runner + 1));
            return IntStream.range(0, count)
                    .mapToDouble(i -> sample(draws, runner, i))
                    .toArray();
        }

        double[] pooled() {
            return IntStream.range(0, RUNNERS)
                    .mapToObj(this::samples)
                    .flatMapToDouble(Arrays::stream)
                    .sorted()
                    .toArray();
        }

        /** As the script needs it: name, the function that draws, how many. */
        String json() {
            var kind = metric().startsWith("few") ? LOG_NORMAL.metric() : metric();
            return "['%s', '%s', %d]".formatted(metric(), kind, count);
        }
    }

    /** Only what every floating-point unit rounds alike: no logarithm, no exponential function. */
    private static final class Draws {
        private int state;

        Draws(int seed) {
            state = seed;
        }

        double uniform() {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            return (Integer.toUnsignedLong(state) + 0.5) / 0x1p32;
        }

        /** Nearly: the sum of twelve. */
        double normal() {
            var sum = -6.0;
            for (int i = 0; i < 12; i++) {
                sum += uniform();
            }
            return sum;
        }
    }

    private static double exp(double x) {
        var power = 1 + x / 1024;
        for (int i = 0; i < 10; i++) {
            power *= power;
        }
        return power;
    }

    /** A merged percentile beside that of all samples together; errors are shares of the truth. */
    private record Figure(double truth, double observed, double lower, double upper) {
        double error() {
            return Math.abs(observed - truth) / truth;
        }

        double width() {
            return (upper - lower) / truth;
        }
    }

    @BeforeAll
    static void runs() {
        var shapes = Stream.of(Shape.values()).map(Shape::json).toList();
        var script = SCRIPT.replace("SHAPES", shapes.toString())
                .replace("RUNNERS", String.valueOf(RUNNERS))
                .replace("SEED", String.valueOf(SEED));
        var k6 = K6.in(folder).file("s.js", script);
        var expressions = PERCENTS.stream().map(MergedFiguresK6Test::expression).toList();
        Map<String, List<String>> thresholds =
                Stream.of(Shape.values()).collect(toMap(Shape::metric, shape -> expressions));

        results = new ArrayList<>();
        for (int runner = 0; runner < RUNNERS; runner++) {
            results.add(k6.harnessed("s.js", runner, RUNNERS, thresholds).result());
        }
        var merged = Verdicts.merge(results).thresholds();
        figures = Stream.of(Shape.values()).collect(toMap(shape -> shape, shape -> figures(shape, merged)));
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void k6TookTheSamplesThatTheTruthIsReckonedFrom(Shape shape) {
        for (RunnerResult result : results) {
            var drawn = Arrays.stream(shape.samples(result.runner())).summaryStatistics();
            var took = (Trend) result.metric(shape.metric()).orElseThrow();

            assertThat(took.count()).isEqualTo(drawn.getCount());
            assertThat(took.min()).isEqualTo(drawn.getMin());
            assertThat(took.max()).isEqualTo(drawn.getMax());
            assertThat(took.avg()).isCloseTo(drawn.getAverage(), within(1e-11 * drawn.getAverage()));
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void theTruthLiesInsideTheBound(Shape shape) {
        System.out.println(row(shape));
        assertThat(figures.get(shape)).hasSameSizeAs(PERCENTS).allSatisfy(figure -> {
            assertThat(figure.truth()).isBetween(figure.lower(), figure.upper());
            assertThat(figure.observed()).isBetween(figure.lower(), figure.upper());
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"STEADY", "LOG_NORMAL"})
    void theEstimateOfASmoothShapeIsNearTheTruth(Shape shape) {
        assertThat(figure(shape, 95).error()).isLessThanOrEqualTo(0.002);
        assertThat(figure(shape, 99).error()).isLessThanOrEqualTo(0.01);
    }

    @ParameterizedTest
    @EnumSource(names = "FEW_.*", mode = EnumSource.Mode.MATCH_ALL)
    void fewSamplesAreMergedToSevenDigits(Shape shape) {
        assertThat(figures.get(shape)).allSatisfy(figure -> {
            assertThat(figure.error()).isLessThanOrEqualTo(6e-7);
            assertThat(figure.width()).isLessThanOrEqualTo(5e-6);
        });
    }

    @Test
    void whereNoEstimateCanBeNearTheBoundSaysSo() {
        var atTheGap = figure(Shape.BIMODAL, 95);

        assertThat(atTheGap.truth()).isBetween(21.0, 380.0);
        assertThat(atTheGap.width()).isGreaterThan(atTheGap.error()).isGreaterThan(0.1);
    }

    private static Figure figure(Shape shape, double percent) {
        return figures.get(shape).get(PERCENTS.indexOf(percent));
    }

    private static List<Figure> figures(Shape shape, List<ThresholdOutcome> merged) {
        var pooled = shape.pooled();
        return PERCENTS.stream()
                .map(percent -> {
                    var outcome = merged.stream()
                            .filter(one -> one.metric().equals(shape.metric())
                                    && one.expression().equals(expression(percent)))
                            .findFirst()
                            .orElseThrow();
                    return new Figure(
                            percentile(pooled, percent),
                            outcome.observed().orElseThrow(),
                            outcome.lower().orElseThrow(),
                            outcome.upper().orElseThrow());
                })
                .toList();
    }

    private static String expression(double percent) {
        return "p(%s)<1e9".formatted(percent == Math.rint(percent) ? String.valueOf((int) percent) : percent);
    }

    /** k6's own percentile (TrendSink.P): linear between the neighbours of rank p / 100 (n - 1). */
    private static double percentile(double[] sorted, double percent) {
        var rank = percent / 100 * (sorted.length - 1.0);
        var below = sorted[(int) Math.floor(rank)];
        var above = sorted[(int) Math.ceil(rank)];
        return below + (above - below) * (rank - Math.floor(rank));
    }

    /** Of each percentile how far the estimate is off, and how wide the bound is, in percent of the truth. */
    private static String row(Shape shape) {
        var row = new StringBuilder("| %s | %d |".formatted(shape.metric(), shape.count));
        for (Figure figure : figures.get(shape)) {
            row.append(String.format(Locale.ROOT, " %s / %s |", percentOf(figure.error()), percentOf(figure.width())));
        }
        return row.toString();
    }

    private static String percentOf(double share) {
        var percent = 100 * share;
        return String.format(Locale.ROOT, percent == 0 ? "%.0f" : percent < 0.001 ? "%.0e" : "%.3f", percent);
    }
}
