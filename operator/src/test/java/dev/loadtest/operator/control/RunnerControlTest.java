package dev.loadtest.operator.control;

import static dev.loadtest.operator.control.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunnerControlTest {
    private static final String RUN = "run-uid";
    private static final WatchedRun WATCHED = new WatchedRun(
            RUN, PrintedLines.NONCE, WatchedRun.Setup.NOT_BEGUN, Optional.empty(), false, OptionalDouble.empty());

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
        two.takes(Duration.ofMillis(800));
        look();

        var skew = control.resume(RUN, List.of(one.address(), two.address())).join();

        assertThat(one.patches()).hasSize(1);
        assertThat(two.patches()).hasSize(1);
        assertThat(skew).isGreaterThan(Duration.ofMillis(20));
        assertThat(look().generators().skew()).contains(skew);
    }

    @Test
    void theSkewReachesToWhoWasResumedAgain() {
        var apart = Duration.ofSeconds(2); // a busy machine may see the first answer late
        var patient =
                new RunnerControl(new K6Api(one.port()), new FakePodLog(), Clock.systemUTC(), resumeAgainAfter(apart));
        Supplier<RunSeen> look = () -> patient.watch(WATCHED, List.of(pod("a", one), pod("b", two)), () -> {});
        look.get();
        two.losesAPatch();
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> patient.resume(RUN, List.of(one.address(), two.address()))
                        .join());
        assertThat(two.patches()).isEmpty();

        await().until(() -> {
            patient.resume(RUN, List.of(two.address()));
            return !two.patches().isEmpty();
        });

        await().untilAsserted(() -> assertThat(look.get().generators().skew())
                .hasValueSatisfying(skew -> assertThat(skew).isGreaterThan(apart.dividedBy(20))));
        assertThat(one.patches()).hasSize(1);
        patient.close();
    }

    @Test
    void whoIsResumedAfterARestartIsLateByAllThatTime() {
        var resumedLongAgo = new WatchedRun(
                RUN,
                PrintedLines.NONCE,
                WatchedRun.Setup.NOT_BEGUN,
                Optional.of(Instant.now().minusSeconds(10)),
                true,
                OptionalDouble.empty());
        control.watch(resumedLongAgo, List.of(pod("a", one), pod("b", two)), () -> {});

        var skew = control.resume(RUN, List.of(two.address())).join();

        assertThat(skew).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whoWasResumedAMomentAgoIsNotResumedAgain() {
        var patient = new RunnerControl(
                new K6Api(one.port()), new FakePodLog(), Clock.systemUTC(), resumeAgainAfter(Duration.ofHours(1)));
        patient.watch(WATCHED, List.of(pod("a", one), pod("b", two)), () -> {});
        patient.resume(RUN, List.of(one.address(), two.address())).join();

        var again = patient.resume(RUN, List.of(one.address(), two.address()));

        assertThat(again).isCompletedExceptionally();
        assertThat(one.patches()).hasSize(1);
        patient.close();
    }

    @Test
    void whoWaitsIsAskedSeldomUntilAllAreResumed() {
        var patient = new RunnerControl(
                new K6Api(one.port()), new FakePodLog(), Clock.systemUTC(), seldomAtTheBarrier(Duration.ofHours(1)));
        patient.watch(WATCHED, List.of(pod("a", one)), () -> {});
        await().until(() -> patient.watch(WATCHED, List.of(pod("a", one)), () -> {})
                .runners()
                .get("a")
                .k6()
                .isPresent());
        await().untilAsserted(() -> assertThat(isAskedWithin(one)).isFalse());
        var before = one.asked();

        patient.resume(RUN, List.of(one.address())).join();

        await().until(() -> one.asked() > before + 5);
        patient.close();
    }

    @Test
    void aRunThatNobodyLooksAtIsNotWatchedAnyMore() {
        var forgetful = new RunnerControl(
                new K6Api(one.port()), new FakePodLog(), Clock.systemUTC(), unseenAfter(Duration.ofMillis(400)));
        forgetful.watch(WATCHED, List.of(pod("a", one)), () -> {});
        await().until(() -> one.asked() > 0);

        await().untilAsserted(() -> assertThat(isAskedWithin(one)).isFalse());
        forgetful.close();
    }

    @Test
    void oneThatCannotBeReachedKeepsNobodyElseFromStarting() {
        look();
        two.close();

        var resumed = control.resume(RUN, List.of(two.address(), one.address()));

        assertThatExceptionOfType(CompletionException.class).isThrownBy(resumed::join);
        await().untilAsserted(() -> assertThat(one.patches()).hasSize(1));
    }

    @Test
    void stopsAllWhoCanBeReached() {
        look();
        two.close();

        control.stop(RUN, List.of(two.address(), one.address()));

        await().untilAsserted(() -> assertThat(one.patches()).hasSize(1));
    }

    @Test
    void whoWasToldToStopIsToldAgainOnlyLater() {
        look();

        control.stop(RUN, List.of(one.address()));
        control.stop(RUN, List.of(one.address(), two.address()));

        await().until(() -> !two.patches().isEmpty());
        await().untilAsserted(() -> assertThat(one.patches()).hasSize(1));
        await().until(() -> {
            control.stop(RUN, List.of(one.address()));
            return one.patches().size() > 1;
        });
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

    private RunSeen look() {
        return control.watch(WATCHED, List.of(pod("a", one), pod("b", two)), () -> {});
    }

    private static Paces seldomAtTheBarrier(Duration barrier) {
        return paces(barrier, Waiting.SHORT.resumeAgain(), Waiting.SHORT.unseen());
    }

    private static Paces unseenAfter(Duration unseen) {
        return paces(Waiting.SHORT.barrier(), Waiting.SHORT.resumeAgain(), unseen);
    }

    private static Paces resumeAgainAfter(Duration resumeAgain) {
        return paces(Waiting.SHORT.barrier(), resumeAgain, Waiting.SHORT.unseen());
    }

    private static Paces paces(Duration barrier, Duration resumeAgain, Duration unseen) {
        var usual = Waiting.SHORT;
        return new Paces(
                usual.starting(),
                barrier,
                usual.steady(),
                usual.again(),
                usual.quietLog(),
                usual.setupPlan(),
                usual.live(),
                usual.liveOften(),
                usual.livePause(),
                usual.untilCancelled(),
                resumeAgain,
                usual.stopAgain(),
                unseen);
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
