package dev.loadtest.k6;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.k6.MetricResult.Knot;
import dev.loadtest.k6.MetricResult.Trend;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Packed or not, the knots are those that went in. */
class QuantilesTest {

    @Property
    void sevenDigitsComeBackToTheLastBit(
            @ForAll @IntRange(min = -9_999_999, max = 9_999_999) int digits,
            @ForAll @IntRange(min = -30, max = 30) int power) {
        assertKept(List.of(new Knot(50, Double.parseDouble(digits + "e" + power))));
    }

    @Property
    void soDoAllOtherDoubles(@ForAll @Size(max = 5) List<Double> values) {
        assertKept(values.stream().map(value -> new Knot(50, value)).toList());
    }

    @Test
    void soDoTheEnds() {
        for (double value : new double[] {
            0, -0.0, 1, 9_999_999, 10_000_000, 9_999_999e15, 1e-22, 1e300, 1e-300, Double.MIN_VALUE, 0.1, 812.4567
        }) {
            assertKept(List.of(new Knot(1, value), new Knot(2, -value)));
        }
    }

    @Test
    void ofEqualNeighboursTheFirstAndTheLastAreKept() {
        var knots = Quantiles.onGrid(new double[] {1, 2, 3, 4, 5, 6}, new double[] {7, 7, 7, 7, 8, 9});

        assertThat(knots)
                .containsExactly(new Knot(1, 7), new Knot(4, 7), new Knot(5, 8), new Knot(6, 9))
                .isEqualTo(List.of(new Knot(1, 7), new Knot(4, 7), new Knot(5, 8), new Knot(6, 9)));
        assertThat(new Trend(9, 1, 1, 9, knots, true))
                .isEqualTo(new Trend(9, 1, 1, 9, List.copyOf(knots), true))
                .hasSameHashCodeAs(new Trend(9, 1, 1, 9, List.copyOf(knots), true));
    }

    private static void assertKept(List<Knot> knots) {
        assertThat(Quantiles.of(knots)).isEqualTo(knots);
    }
}
