package dev.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.k6.AbortThreshold;
import dev.loadtest.k6.LiveMetric;
import dev.loadtest.k6.LiveMetric.Type;
import dev.loadtest.k6.ThresholdExpression;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** What is called broken on the way is broken over all samples together, as one k6 would have compared them. */
class LiveThresholdsPropertiesTest {
    private static final List<String> OPERATORS = List.of("<", "<=", ">", ">=", "==", "!=");

    /** Counts at which ranks of percentiles fall on, just before and just after samples. */
    private static final List<Integer> COUNTS = List.of(1, 2, 3, 4, 10, 11, 12, 20, 21, 22, 40, 100, 101, 102, 300);

    @Property
    void brokenTrendIsBrokenPooled(
            @ForAll("runners") List<double[]> runners,
            @ForAll("aggregations") String aggregation,
            @ForAll("operators") String operator,
            @ForAll long seed) {
        var pooled = Samples.pooled(runners);
        var limit = limit(aggregation, runners, new Random(seed));
        var expression = ThresholdExpression.parse(aggregation + operator + limit);
        var live = IntStream.range(0, runners.size())
                .mapToObj(index -> new LiveRunner(index, 1, Map.of("t", trend(runners.get(index), expression))))
                .toList();

        var broken = isBroken(aggregation + operator + limit, live);
        Statistics.label("broken").collect(broken);

        if (broken) {
            assertThat(holds(expression, value(aggregation, pooled)))
                    .as("%s%s%s: %s", aggregation, operator, limit, value(aggregation, pooled))
                    .isFalse();
        }
    }

    @Property
    void brokenRateIsBrokenPooled(
            @ForAll("shares") List<int[]> runners, @ForAll("operators") String operator, @ForAll long seed) {
        var of = runners.get(new Random(seed).nextInt(runners.size()));
        var limit = (double) of[0] / of[1];
        var live = IntStream.range(0, runners.size())
                .mapToObj(index -> new LiveRunner(
                        index,
                        1,
                        Map.of(
                                "t",
                                new LiveMetric(
                                        Type.RATE,
                                        Map.of("rate", (double) runners.get(index)[0] / runners.get(index)[1]),
                                        false))))
                .toList();
        var trues = runners.stream().mapToInt(share -> share[0]).sum();
        var pooled =
                (double) trues / runners.stream().mapToInt(share -> share[1]).sum();

        if (isBroken("rate" + operator + limit, live)) {
            assertThat(holds(ThresholdExpression.parse("rate" + operator + limit), pooled))
                    .isFalse();
        }
    }

    @Property
    void counterIsBrokenExactlyWhenItsTotalIs(
            @ForAll("shares") List<int[]> runners, @ForAll("operators") String operator, @ForAll long seed) {
        var total = runners.stream().mapToInt(share -> share[1]).sum();
        var limit = total - 1 + new Random(seed).nextInt(3);
        var live = IntStream.range(0, runners.size())
                .mapToObj(index -> new LiveRunner(
                        index,
                        1,
                        Map.of(
                                "t",
                                new LiveMetric(Type.COUNTER, Map.of("count", (double) runners.get(index)[1]), false))))
                .toList();

        assertThat(isBroken("count" + operator + limit, live))
                .isEqualTo(!holds(ThresholdExpression.parse("count" + operator + limit), total));
    }

    private static boolean isBroken(String expression, List<LiveRunner> live) {
        var aborts = List.of(new AbortThreshold("t", expression, Duration.ZERO));
        return LiveThresholds.broken(aborts, live, Duration.ofSeconds(10)).isPresent();
    }

    private static boolean holds(ThresholdExpression expression, double value) {
        return expression.operator().test(value, expression.limit());
    }

    /** As k6's REST API has it. */
    private static LiveMetric trend(double[] samples, ThresholdExpression threshold) {
        var values = new HashMap<String, Double>();
        for (String name : List.of("avg", "min", "med", "max", "p(90)", "p(95)")) {
            values.put(name, value(name, samples));
        }
        var own =
                switch (threshold.aggregation()) {
                    case PERCENTILE -> Samples.percentile(sorted(samples), threshold.percentile());
                    default -> value(threshold.aggregation().name().toLowerCase(Locale.ROOT), samples);
                };
        return new LiveMetric(Type.TREND, values, !holds(threshold, own));
    }

    private static double value(String aggregation, double[] samples) {
        return switch (aggregation) {
            case "avg" -> Arrays.stream(samples).average().orElseThrow();
            case "min" -> Arrays.stream(samples).min().orElseThrow();
            case "max" -> Arrays.stream(samples).max().orElseThrow();
            case "med" -> Samples.percentile(sorted(samples), 50);
            default ->
                Samples.percentile(
                        sorted(samples), Double.parseDouble(aggregation.substring(2, aggregation.length() - 1)));
        };
    }

    private static double[] sorted(double[] samples) {
        return Samples.pooled(List.of(samples));
    }

    /** Near what a runner has, where it matters. */
    private static double limit(String aggregation, List<double[]> runners, Random random) {
        var own = value(aggregation, runners.get(random.nextInt(runners.size())));
        return switch (random.nextInt(3)) {
            case 0 -> own * (1 + 0.01 * random.nextGaussian()) + 1e-3 * random.nextGaussian();
            case 1 -> own + 100 * random.nextGaussian();
            default -> aggregation.startsWith("p(") ? own + 1e-3 * random.nextGaussian() : own;
        };
    }

    @Provide
    Arbitrary<String> operators() {
        return Arbitraries.of(OPERATORS);
    }

    @Provide
    Arbitrary<String> aggregations() {
        return Arbitraries.of(
                "avg", "min", "max", "med", "p(5)", "p(10)", "p(25)", "p(50)", "p(75)", "p(80)", "p(85)", "p(90)",
                "p(95)", "p(97)", "p(97.5)", "p(99)", "p(99.9)");
    }

    @Provide
    Arbitrary<List<double[]>> runners() {
        return Combinators.combine(
                        Arbitraries.of(COUNTS), Arbitraries.integers().between(0, 3), Arbitraries.longs())
                .as(LiveThresholdsPropertiesTest::samples)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    private static double[] samples(int count, int shape, long seed) {
        var random = new Random(seed);
        return random.doubles(count)
                .map(uniform -> switch (shape) {
                    case 0 -> uniform < 0.95 ? random.nextInt(3) : 100 + 100 * random.nextDouble();
                    case 1 -> Math.exp(4 + random.nextGaussian());
                    case 2 -> 100 * random.nextGaussian();
                    default -> random.nextInt(2) * 10.0 + 5;
                })
                .toArray();
    }

    @Provide
    Arbitrary<List<int[]>> shares() {
        return Arbitraries.integers()
                .between(1, 300)
                .flatMap(samples -> Arbitraries.integers().between(0, samples).map(trues -> new int[] {trues, samples}))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }
}
