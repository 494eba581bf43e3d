package dev.loadtest.operator.control;

import static dev.loadtest.operator.control.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionException;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunnerControlTest {
    private static final String RUN = "run-uid";
    private static final WatchedRun WATCHED = new WatchedRun(
            RUN, PrintedLines.NONCE, WatchedRun.Setup.NOT_BEGUN, Optional.empty(), OptionalDouble.empty());

    private final FakeK6 one = FakeK6.on("127.0.0.1");
    private final FakeK6 two = one.next("127.0.0.2");
    private final RunnerControl control =
            new RunnerControl(new K6Api(one.port()), new FakePodLog(), Clock.systemUTC(), Waiting.SHORT);

    @AfterEach
    void stop() {
        control.close();
        one.close();
        two.close();
    }

    @Test
    void resumesAllAtOnceAndMeasuresTheSkew() {
        two.takes(Duration.ofMillis(80));

        var skew = control.resume(RUN, List.of(one.address(), two.address())).join();

        assertThat(one.patches()).hasSize(1);
        assertThat(two.patches()).hasSize(1);
        assertThat(skew).isBetween(Duration.ofMillis(20), Duration.ofSeconds(3));
    }

    @Test
    void oneThatCannotBeReachedKeepsNobodyElseFromStarting() {
        two.close();

        var resumed = control.resume(RUN, List.of(two.address(), one.address()));

        assertThatExceptionOfType(CompletionException.class).isThrownBy(resumed::join);
        await().untilAsserted(() -> assertThat(one.patches()).hasSize(1));
    }

    @Test
    void stopsAllWhoCanBeReached() {
        two.close();

        control.stop(List.of(two.address(), one.address()));

        await().untilAsserted(() -> assertThat(one.patches()).hasSize(1));
    }

    @Test
    void tellsWhatIsKnownByPod() {
        two.is(7, false, 3);

        await().untilAsserted(() -> assertThat(control.watch(WATCHED, List.of(pod("a", one), pod("b", two)), () -> {}))
                .satisfies(seen -> {
                    assertThat(seen.runners().get("a").k6())
                            .map(K6Status::atBarrier)
                            .contains(true);
                    assertThat(seen.runners().get("b").k6()).map(K6Status::vus).contains(3);
                }));
    }

    @Test
    void aPodThatIsNotThereAnyMoreIsNotAskedAnyMore() {
        watchUntilAsked();

        control.watch(WATCHED, List.of(pod("a", one)), () -> {});

        await().untilAsserted(() -> assertThat(isAskedWithin(two)).isFalse());
        assertThat(isAskedWithin(one)).isTrue();
    }

    @Test
    void aRunThatIsForgottenIsNotAskedAnyMore() {
        watchUntilAsked();

        control.forget(RUN);

        await().untilAsserted(() ->
                assertThat(isAskedWithin(one) || isAskedWithin(two)).isFalse());
        control.forget(RUN);
    }

    private void watchUntilAsked() {
        control.watch(WATCHED, List.of(pod("a", one), pod("b", two)), () -> {});
        await().until(() -> one.asked() > 0 && two.asked() > 0);
    }

    /** Longer than the steady pace. */
    private static boolean isAskedWithin(FakeK6 k6) {
        var before = k6.asked();
        try {
            await().atMost(Duration.ofMillis(200)).until(() -> k6.asked() > before);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static RunnerPodState pod(String uid, FakeK6 k6) {
        return new RunnerPodState(0, "shop", "items-1-" + uid, uid, Optional.of(k6.address()), true, false);
    }
}
