package dev.loadtest.operator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loadtest.k6.Plan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratorLoadTest {
    private final GeneratorLoad load = new GeneratorLoad();

    @Test
    void theWorstRunnerCounts() {
        load.plans(plan(20), 2);
        looks(0, 10, busy(2));
        looks(1, 7, busy(3));
        looks(1, 3, busy(10));

        assertThat(load.seen().atMaxVUsShare()).hasValue(0.3);
    }

    @Test
    void allBusyIsNotAtMaxWhileThereMayBeMore() {
        load.plans(plan(40), 2);
        looks(0, 20, busy(10));

        assertThat(load.seen().atMaxVUsShare()).hasValue(0);
    }

    @Test
    void anUnevenShareIsRoundedDown() {
        load.plans(plan(21), 2);
        looks(0, 10, busy(10));

        assertThat(load.seen().atMaxVUsShare()).hasValue(1);
    }

    @Test
    void fewLooksSayNothing() {
        load.plans(plan(20), 2);
        looks(0, 9, busy(10));

        assertThat(load.seen().atMaxVUsShare()).isEmpty();
    }

    @Test
    void onlyArrivalRatesWantMoreVus() {
        load.plans(plan(0), 2);
        looks(0, 20, busy(10));

        assertThat(load.seen().atMaxVUsShare()).isEmpty();
    }

    @Test
    void onlyLooksWhileLoadIsSentCount() {
        load.plans(plan(20), 2);
        looks(0, 20, new K6Status(8, false, false, 10, 10));

        assertThat(load.seen().atMaxVUsShare()).isEmpty();
    }

    @Test
    void theGreatestCpuShareOverTenSecondsCounts() {
        uses(0, 0, 1.0);
        uses(0, 5, 6.0);
        assertThat(load.seen().cpuShare()).isEmpty();
        uses(0, 10, 10.0);
        uses(0, 15, 11.0);
        uses(0, 20, 12.0);
        uses(1, 0, 0);
        uses(1, 30, 3.0);

        assertThat(load.seen().cpuShare().getAsDouble()).isEqualTo(9.0 / (10 * 2), within(1e-9));
    }

    @Test
    void aShareIsNeverMoreThanAll() {
        uses(0, 0, 0);
        uses(0, 10, 21.0);

        assertThat(load.seen().cpuShare()).hasValue(1);
    }

    private void looks(int index, int times, K6Status status) {
        for (int i = 0; i < times; i++) {
            load.says(index, status);
        }
    }

    /** With a limit of two cores. */
    private void uses(int index, int second, double cpuSeconds) {
        load.hasUsed(index, Duration.ofSeconds(second).toNanos(), cpuSeconds, 2);
    }

    private static K6Status busy(int vus) {
        return new K6Status(7, false, false, vus, 10);
    }

    private static Plan plan(int arrivalMaxVUs) {
        var minute = Duration.ofMinutes(1);
        return new Plan(minute, minute, minute, minute, arrivalMaxVUs, List.of(), true);
    }
}
