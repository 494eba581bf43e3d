package dev.loadtest.operator.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.operator.control.LogPermits.Reason;
import org.junit.jupiter.api.Test;

class LogPermitsTest {
    private final LogPermits logs = new LogPermits(8);

    @Test
    void whoHasEndedFindsAPlaceWhenOthersFillTheirs() {
        assertThat(taken(Reason.EXPECTED)).isEqualTo(4);
        assertThat(taken(Reason.ENDING)).isEqualTo(2);
        assertThat(taken(Reason.ENDED)).isEqualTo(2);
    }

    @Test
    void aPlaceIsGivenBackOnce() {
        var permit = logs.take(Reason.EXPECTED).orElseThrow();
        logs.take(Reason.EXPECTED).orElseThrow();

        permit.release();
        permit.release();

        assertThat(logs.taken()).isEqualTo(1);
    }

    /** How many more are given for this. */
    private int taken(Reason reason) {
        int count = 0;
        while (logs.take(reason).isPresent()) {
            count++;
        }
        return count;
    }
}
