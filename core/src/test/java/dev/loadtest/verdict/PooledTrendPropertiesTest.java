package dev.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever the samples and however they are spread over runners: the truth lies inside the stated bound. */
class PooledTrendPropertiesTest {
    private static final double[] SPARSE = {5, 10, 25, 50, 75, 90, 95, 99};

    @Property
    void truthAndEstimateLieInsideTheBound(
            @ForAll("runners") List<double[]> runners, @ForAll("percents") double percent, @ForAll boolean collapse) {
        var truth = Samples.percentile(Samples.pooled(runners), percent);
        var estimate = pool(runners, Samples.GRID, collapse).percentile(percent);
        var asRead = asRead(runners).percentile(percent);

        assertThat(truth).isBetween(estimate.lower(), estimate.upper());
        assertThat(estimate.value()).isBetween(estimate.lower(), estimate.upper());
        assertThat(truth).isBetween(asRead.lower(), asRead.upper());
        assertThat(asRead.value()).isBetween(asRead.lower(), asRead.upper());
    }

    @Property
    void fewKnotsWidenTheBoundButKeepIt(@ForAll("runners") List<double[]> runners, @ForAll("percents") double percent) {
        var truth = Samples.percentile(Samples.pooled(runners), percent);
        var estimate = pool(runners, SPARSE, false).percentile(percent);

        assertThat(truth).isBetween(estimate.lower(), estimate.upper());
        assertThat(estimate.value()).isBetween(estimate.lower(), estimate.upper());
    }

    @Property
    void theOrderOfRunnersChangesNoBit(
            @ForAll("runners") List<double[]> runners, @ForAll("percents") double percent, @ForAll long seed) {
        var shuffled = new ArrayList<>(runners);
        Collections.shuffle(shuffled, new Random(seed));
        var pool = pool(runners, Samples.GRID, true);
        var other = pool(shuffled, Samples.GRID, true);

        assertThat(other.percentile(percent)).isEqualTo(pool.percentile(percent));
        assertThat(other.mean()).isEqualTo(pool.mean());
        assertThat(other.min()).isEqualTo(pool.min());
        assertThat(other.max()).isEqualTo(pool.max());
    }

    /** Two knots or nearly so between every two ranks: only k6's seven digits remain as error. */
    @Property
    void upTo150SamplesARunnerAreRecovered(
            @ForAll("fewSamples") List<double[]> runners, @ForAll("percents") double percent) {
        var pooled = Samples.pooled(runners);
        var truth = Samples.percentile(pooled, percent);
        var estimate = pool(runners, Samples.GRID, false).percentile(percent);
        var sevenDigits = 1e-4 * Math.max(Math.abs(pooled[0]), Math.abs(pooled[pooled.length - 1]));

        assertThat(truth).isBetween(estimate.lower(), estimate.upper());
        assertThat(estimate.upper() - estimate.lower()).isLessThanOrEqualTo(sevenDigits);
        assertThat(estimate.value()).isCloseTo(truth, within(sevenDigits));

        var asRead = asRead(runners).percentile(percent);
        assertThat(truth).isBetween(asRead.lower(), asRead.upper());
        assertThat(asRead.value()).isCloseTo(truth, within(sevenDigits));
    }

    @Property
    void meanLeastAndGreatestAreExact(@ForAll("runners") List<double[]> runners) {
        var pooled = Samples.pooled(runners);
        var pool = pool(runners, Samples.GRID, true);
        var size = Arrays.stream(pooled).map(Math::abs).max().orElseThrow();

        assertThat(pool.count()).isEqualTo(pooled.length);
        assertThat(pool.min()).isEqualTo(pooled[0]);
        assertThat(pool.max()).isEqualTo(pooled[pooled.length - 1]);
        assertThat(pool.mean()).isCloseTo(Arrays.stream(pooled).sum() / pooled.length, within(1e-12 * size));
        assertThat(pool.percentile(0)).isEqualTo(Estimate.exact(pooled[0]));
        assertThat(pool.percentile(100)).isEqualTo(Estimate.exact(pooled[pooled.length - 1]));
    }

    private static PooledTrend pool(List<double[]> runners, double[] grid, boolean collapse) {
        return new PooledTrend(runners.stream()
                .map(samples -> Samples.trend(samples, grid, collapse))
                .toList());
    }

    private static PooledTrend asRead(List<double[]> runners) {
        return new PooledTrend(runners.stream().map(Samples::trend).toList());
    }

    @Provide
    Arbitrary<Double> percents() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(0.0, 50.0, 90.0, 95.0, 99.0, 99.9, 99.99, 100.0)),
                Tuple.of(2, Arbitraries.doubles().between(0, 100).ofScale(3)));
    }

    @Provide
    Arbitrary<List<double[]>> runners() {
        return runnersOf(Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.integers().between(0, 3)),
                Tuple.of(3, Arbitraries.integers().between(0, 150)),
                Tuple.of(3, Arbitraries.integers().between(151, 700))));
    }

    @Provide
    Arbitrary<List<double[]>> fewSamples() {
        return runnersOf(Arbitraries.integers().between(0, 150));
    }

    /** The samples come from a seed, so that a try costs microseconds; the seed says all when one fails. */
    private static Arbitrary<List<double[]>> runnersOf(Arbitrary<Integer> counts) {
        var runner = Combinators.combine(counts, Arbitraries.of(Shape.values()), Arbitraries.longs())
                .as((count, shape, seed) -> shape.samples(count, new Random(seed)));
        return runner.list().ofMinSize(1).ofMaxSize(6).filter(runners -> runners.stream()
                .anyMatch(samples -> samples.length > 0));
    }

    private enum Shape {
        LOG_NORMAL {
            @Override
            double sample(Random random) {
                return Math.exp(4 + random.nextGaussian());
            }
        },
        TIES {
            @Override
            double sample(Random random) {
                return random.nextInt(4) * 250.0;
            }
        },
        MOSTLY_ZERO {
            @Override
            double sample(Random random) {
                return random.nextInt(10) == 0 ? random.nextDouble() * 1000 : 0;
            }
        },
        TWO_HUMPS {
            @Override
            double sample(Random random) {
                return (random.nextInt(20) == 0 ? 4000 : 20) * (1 + 0.05 * random.nextGaussian());
            }
        },
        NEGATIVE {
            @Override
            double sample(Random random) {
                return -Math.exp(10 * random.nextGaussian());
            }
        },
        BOTH_SIGNS {
            @Override
            double sample(Random random) {
                return random.nextGaussian() * 100;
            }
        },
        EXTREME {
            @Override
            double sample(Random random) {
                return Math.pow(10, -9 + 21 * random.nextDouble());
            }
        },
        EXTREME_BOTH_SIGNS {
            @Override
            double sample(Random random) {
                return (random.nextBoolean() ? 1 : -1) * Math.pow(10, -9 + 21 * random.nextDouble());
            }
        },
        CONSTANT {
            @Override
            double sample(Random random) {
                return 1.0 / 3;
            }
        };

        abstract double sample(Random random);

        double[] samples(int count, Random random) {
            return random.doubles(count).map(ignored -> sample(random)).toArray();
        }
    }
}
