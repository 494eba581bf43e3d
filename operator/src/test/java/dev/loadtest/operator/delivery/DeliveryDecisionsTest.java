package dev.loadtest.operator.delivery;

import static dev.loadtest.operator.delivery.DeliveryDecisions.Act.ASK;
import static dev.loadtest.operator.delivery.DeliveryDecisions.Act.PUSH_LIVE;
import static dev.loadtest.operator.delivery.DeliveryDecisions.Act.PUSH_RESULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.operator.delivery.Deliveries.Calls;
import dev.loadtest.operator.delivery.DeliveryDecisions.Decision;
import dev.loadtest.operator.delivery.DeliveryDecisions.Seen;
import dev.loadtest.operator.delivery.Pushgateway.Push;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DeliveryDecisionsTest {
    private static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
    private static final Push DOWN = new Push(PushReason.UNREACHABLE, "refused");
    private static final MetricsDelivery.Answer NOTHING =
            new MetricsDelivery.Answer(OptionalInt.of(0), false, false, "");

    @Test
    void prometheusIsAskedAtOnceAndOnceAtATime() {
        assertThat(decide(metrics(fresh(), false), T0).begin()).containsExactly(ASK);
        assertThat(decide(metrics(asking(), false), T0).begin()).isEmpty();
    }

    @Test
    void itIsAskedAgainWhileSeriesAreMissing() {
        var answered = asked(T0, NOTHING);

        assertThat(decide(metrics(answered, false), T0.plusSeconds(1)).begin()).isEmpty();
        assertThat(decide(metrics(answered, false), T0.plusSeconds(3)).begin()).containsExactly(ASK);
    }

    @Test
    void whatIsThereIsSaidAtOnce() {
        var decision = decide(metrics(asked(T0, NOTHING), true), T0);

        assertThat(decision.settleMetrics()).isTrue();
        assertThat(decision.done()).isTrue();
    }

    @Test
    void theWaitHasAnEnd() {
        var decision =
                decide(metrics(asked(T0.plusSeconds(28), NOTHING), false), T0.plus(DeliveryDecisions.LONGEST_ASKING));

        assertThat(decision.settleMetrics()).isTrue();
        assertThat(decision.begin()).isEmpty();
        assertThat(decision.done()).isTrue();
    }

    /** As with a Pushgateway, which has the run in sight from its beginning. */
    @Test
    void theWaitBeginsWithTheVerdictAndNotWithTheRun() {
        var calls = Calls.begin(T0.minusSeconds(60));

        var decision = decide(metrics(calls, false), T0);

        assertThat(decision.settleMetrics()).isFalse();
        assertThat(decision.begin()).containsExactly(ASK);
    }

    @Test
    void anOperatorThatComesLateAsksBeforeItSettles() {
        var decision = decide(metrics(Calls.begin(T0.minusSeconds(60)), false), T0.plusSeconds(120));

        assertThat(decision.settleMetrics()).isFalse();
        assertThat(decision.begin()).containsExactly(ASK);
    }

    @Test
    void aCallThatIsUnderWayIsHeardOut() {
        assertThat(decide(metrics(asking(), false), T0.plus(DeliveryDecisions.LONGEST_ASKING))
                        .settleMetrics())
                .isFalse();
    }

    @Test
    void whoMayNotBeAskedAnyMoreIsNotWaitedFor() {
        var seen = new Seen(
                Optional.of(T0), true, false, false, false, Optional.empty(), false, Optional.empty(), fresh());

        assertThat(decide(seen, T0).settleMetrics()).isTrue();
    }

    @Test
    void theResultIsPushedAndThatIsAll() {
        assertThat(decide(pushing(fresh(), Optional.empty()), T0).begin()).containsExactly(PUSH_RESULT);

        var decision = decide(pushing(pushed(1, T0, new Push(PushReason.PUSHED, "")), Optional.empty()), T0);

        assertThat(decision.pushed())
                .hasValueSatisfying(said -> assertThat(said.status()).isEqualTo("True"));
        assertThat(decision.begin()).isEmpty();
        assertThat(decision.done()).isTrue();
    }

    @Test
    void aPushgatewayThatIsDownIsTriedAgainWithGrowingWaits() {
        assertThat(decide(pushing(pushed(1, T0, DOWN), Optional.empty()), T0.plusSeconds(4))
                        .begin())
                .isEmpty();
        assertThat(decide(pushing(pushed(1, T0, DOWN), Optional.empty()), T0.plusSeconds(5))
                        .begin())
                .contains(PUSH_RESULT);
        assertThat(decide(pushing(pushed(2, T0, DOWN), Optional.empty()), T0.plusSeconds(9))
                        .begin())
                .isEmpty();
        assertThat(decide(pushing(pushed(2, T0, DOWN), Optional.empty()), T0.plusSeconds(10))
                        .begin())
                .contains(PUSH_RESULT);
        assertThat(decide(pushing(pushed(500, T0, DOWN), Optional.empty()), T0.plus(Duration.ofMinutes(5)))
                        .begin())
                .contains(PUSH_RESULT);
    }

    @Test
    void itIsLookedAtAgainWhenTheWaitIsOver() {
        assertThat(decide(pushing(pushed(1, T0, DOWN), Optional.empty()), T0.plusSeconds(1))
                        .lookAgain())
                .isEqualTo(T0.plusSeconds(5));
    }

    @Test
    void whileItIsDownTheConditionSaysSo() {
        var decision = decide(pushing(pushed(1, T0, DOWN), Optional.empty()), T0);

        assertThat(decision.pushed()).hasValueSatisfying(said -> {
            assertThat(said.status()).isEqualTo("False");
            assertThat(said.reason()).isEqualTo("Unreachable");
            assertThat(said.message()).contains("refused", "spec.prometheus.pushgateway.url");
        });
        assertThat(decision.done()).isFalse();
    }

    @Test
    void anOperatorThatWasRestartedTriesAtOnce() {
        var before = new DeliveryCondition("False", "Unreachable", "refused");

        assertThat(decide(pushing(fresh(), Optional.of(before)), T0.plusSeconds(3600))
                        .begin())
                .containsExactly(PUSH_RESULT);
    }

    @Test
    void afterADayItIsGivenUp() {
        var decision =
                decide(pushing(pushed(9, T0, DOWN), Optional.empty()), T0.plus(DeliveryDecisions.LONGEST_PUSHING));

        assertThat(decision.begin()).isEmpty();
        assertThat(decision.done()).isTrue();
    }

    @Test
    void aLaterRunIsNotOverwritten() {
        var seen =
                new Seen(Optional.of(T0), false, false, false, true, Optional.empty(), true, Optional.empty(), fresh());

        var decision = decide(seen, T0);

        assertThat(decision.begin()).isEmpty();
        assertThat(decision.pushed())
                .hasValueSatisfying(said -> assertThat(said.reason()).isEqualTo("Superseded"));
        assertThat(decision.done()).isTrue();
    }

    @Test
    void aResultThatArrivedStaysSoWhenALaterOneComes() {
        var before = new DeliveryCondition("True", "Pushed", "the result is in the Pushgateway");
        var seen = new Seen(
                Optional.of(T0), false, false, false, true, Optional.of(before), true, Optional.empty(), fresh());

        assertThat(decide(seen, T0).pushed()).isEmpty();
    }

    @Test
    void liveNumbersGoNowhereElse() {
        var seen = new Seen(
                Optional.empty(), false, false, false, true, Optional.empty(), true, Optional.of("10:00:05"), fresh());

        assertThat(decide(seen, T0).begin()).isEmpty();
    }

    @Test
    void liveNumbersArePushedWhenTheyAreNew() {
        assertThat(decide(live(Optional.of("10:00:05"), fresh()), T0).begin()).containsExactly(PUSH_LIVE);
        assertThat(decide(live(Optional.of("10:00:05"), livePushed("10:00:05")), T0)
                        .begin())
                .isEmpty();
        assertThat(decide(live(Optional.of("10:00:10"), livePushed("10:00:05")), T0)
                        .begin())
                .containsExactly(PUSH_LIVE);
        assertThat(decide(live(Optional.empty(), fresh()), T0).begin()).isEmpty();
        assertThat(decide(live(Optional.of("10:00:10"), livePushed("10:00:05")), T0)
                        .done())
                .isFalse();
    }

    private static Decision decide(Seen seen, Instant now) {
        return DeliveryDecisions.decide(seen, now);
    }

    private static Seen metrics(Calls calls, boolean complete) {
        return new Seen(Optional.of(T0), true, true, complete, false, Optional.empty(), false, Optional.empty(), calls);
    }

    private static Seen pushing(Calls calls, Optional<DeliveryCondition> before) {
        return new Seen(Optional.of(T0), false, false, false, true, before, false, Optional.empty(), calls);
    }

    private static Seen live(Optional<String> at, Calls calls) {
        return new Seen(Optional.empty(), false, false, false, true, Optional.empty(), false, at, calls);
    }

    private static Calls fresh() {
        return Calls.begin(T0);
    }

    private static Calls asking() {
        return calls(true, Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Calls asked(Instant at, MetricsDelivery.Answer answer) {
        return calls(
                false, Optional.of(at), Optional.of(answer), 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Calls pushed(int times, Instant last, Push push) {
        return calls(
                false,
                Optional.empty(),
                Optional.empty(),
                times,
                Optional.of(last),
                Optional.of(push),
                Optional.empty());
    }

    private static Calls livePushed(String at) {
        return calls(false, Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.of(at));
    }

    private static Calls calls(
            boolean asking,
            Optional<Instant> asked,
            Optional<MetricsDelivery.Answer> answer,
            int pushes,
            Optional<Instant> pushEnded,
            Optional<Push> push,
            Optional<String> live) {
        return new Calls(T0, asking, asked, answer, false, pushes, pushEnded, push, live);
    }
}
