package dev.loadtest.operator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunSpec;
import dev.loadtest.operator.delivery.Pushgateway.Group;
import dev.loadtest.operator.delivery.Pushgateway.Push;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private static final Group GROUP = new Group("http://pushgateway:9091", "shop", "items");
    private static final Push ARRIVED = new Push(PushReason.PUSHED, "it answers 200");
    private static final Push REFUSED = new Push(PushReason.UNREACHABLE, "nobody listens");

    private final LoadTestRun run = ofNumber(2);
    private final LoadTestRun earlier = ofNumber(1);
    private Optional<LoadTest> loadTest = Optional.of(Runs.loadTest(GROUP.url(), ""));
    private final CompletableFuture<Push> answer = new CompletableFuture<>();
    private final AtomicInteger woken = new AtomicInteger();
    private final TestClock clock = new TestClock();
    private final Deliveries deliveries = new Deliveries(null, new Answering(), (namespace, name) -> loadTest, clock);

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
        assertThat(deliveries.superseded(earlier)).isFalse();

        answer.complete(ARRIVED);

        assertThat(deliveries.superseded(earlier)).isTrue();
        assertThat(deliveries.superseded(run)).isFalse();
    }

    @Test
    void whatIsRefusedDoesNot() {
        deliveries.of(run);
        deliveries.pushResult(run, GROUP, woken::incrementAndGet);

        answer.complete(REFUSED);

        assertThat(deliveries.superseded(earlier)).isFalse();
    }

    @Test
    void afterARestartTheLoadTestKnowsOfALaterResult() {
        loadTest = Optional.of(Runs.loadTest(GROUP.url(), """
                lastRun: {name: items-3, number: 3}
                lastResult: {run: items-2, completionTime: "2026-11-22T10:01:00Z"}"""));

        assertThat(deliveries.superseded(earlier)).isTrue();
        assertThat(deliveries.superseded(run)).isFalse();
    }

    @Test
    void aGroupThatTheLoadTestDoesNotNameAnyMoreIsLeftAlone() {
        loadTest = Optional.of(Runs.loadTest("http://another:9091", ""));
        assertThat(deliveries.superseded(run)).isTrue();

        loadTest = Optional.empty();
        assertThat(deliveries.superseded(run)).isTrue();
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
        assertThat(deliveries.superseded(earlier)).isFalse();
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

    private static LoadTestRun ofNumber(int number) {
        var run = Runs.run("prometheus: {pushgateway: {url: \"%s\"}}".formatted(GROUP.url()), "phase: Completed");
        var spec = run.getSpec();
        run.setSpec(new LoadTestRunSpec(
                spec.loadTestRef(),
                spec.overrides(),
                number,
                spec.trigger(),
                spec.definition(),
                spec.stop(),
                spec.stopReason()));
        return run;
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
