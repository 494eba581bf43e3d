package dev.loadtest.operator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.delivery.Pushgateway.Group;
import dev.loadtest.operator.delivery.Pushgateway.Push;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private static final Group GROUP = new Group("http://pushgateway:9091", "shop", "items");
    private static final Push ARRIVED = new Push(PushReason.PUSHED, "it answers 200");
    private static final Push REFUSED = new Push(PushReason.UNREACHABLE, "nobody listens");

    private final LoadTestRun run = ResultMetricsTest.finished();
    private final CompletableFuture<Push> answer = new CompletableFuture<>();
    private final AtomicInteger woken = new AtomicInteger();
    private final TestClock clock = new TestClock();
    private final Deliveries deliveries = new Deliveries(null, new Answering(), clock);

    @Test
    void aCallIsUnderWayUntilItsAnswerComes() {
        deliveries.of(run);

        deliveries.pushResult(run, GROUP, woken::incrementAndGet);

        assertThat(deliveries.of(run).pushing()).isTrue();
        assertThat(woken).hasValue(0);
        answer.complete(REFUSED);
        assertThat(deliveries.of(run).pushing()).isFalse();
        assertThat(deliveries.of(run).push()).contains(REFUSED);
        assertThat(deliveries.of(run).pushes()).isOne();
        assertThat(woken).hasValue(1);
    }

    @Test
    void onlyWhatArrivedStandsBeforeEarlierRuns() {
        deliveries.of(run);
        deliveries.pushResult(run, GROUP, woken::incrementAndGet);
        assertThat(deliveries.lastPushed(run)).isZero();

        answer.complete(ARRIVED);

        assertThat(deliveries.lastPushed(run)).isEqualTo(run.getSpec().number());
    }

    @Test
    void whatIsRefusedDoesNot() {
        deliveries.of(run);
        deliveries.pushResult(run, GROUP, woken::incrementAndGet);

        answer.complete(REFUSED);

        assertThat(deliveries.lastPushed(run)).isZero();
    }

    @Test
    void liveNumbersAreNoResult() {
        var going = ResultMetricsTest.going();
        deliveries.of(going);

        deliveries.pushLive(going, GROUP, woken::incrementAndGet);
        answer.complete(ARRIVED);

        assertThat(deliveries.of(going).pushes()).isZero();
        assertThat(deliveries.of(going).live())
                .contains(going.getStatus().live().at());
        assertThat(deliveries.lastPushed(going)).isZero();
    }

    @Test
    void anAnswerForARunThatIsForgottenIsForgotten() {
        deliveries.of(run);
        deliveries.pushResult(run, GROUP, woken::incrementAndGet);

        deliveries.forget(run);
        answer.complete(REFUSED);

        assertThat(deliveries.of(run).push()).isEmpty();
    }

    @Test
    void aRunThatIsNeverSeenAgainIsForgottenInTheEnd() {
        deliveries.of(run);
        deliveries.pushResult(run, GROUP, woken::incrementAndGet);
        answer.complete(REFUSED);

        clock.now = clock.now.plus(Duration.ofHours(27));

        assertThat(deliveries.of(run).push()).isEmpty();
    }

    private final class Answering extends Pushgateway {
        Answering() {
            super(null);
        }

        @Override
        CompletableFuture<Push> replace(Group group, String metrics) {
            return answer;
        }

        @Override
        CompletableFuture<Push> add(Group group, String metrics) {
            return answer;
        }
    }

    private static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-11-22T10:02:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
