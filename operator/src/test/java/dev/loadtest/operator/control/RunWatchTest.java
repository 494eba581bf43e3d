package dev.loadtest.operator.control;

import static dev.loadtest.operator.control.Waiting.await;
import static dev.loadtest.operator.control.Waiting.whileAsked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loadtest.k6.SetupAnswer;
import dev.loadtest.operator.control.SetupSeen.Done;
import dev.loadtest.operator.control.SetupSeen.Failed;
import dev.loadtest.operator.control.SetupSeen.Going;
import dev.loadtest.operator.control.SetupSeen.Unknown;
import dev.loadtest.operator.control.WatchedRun.Setup;
import dev.loadtest.verdict.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** setup() once: the call, what becomes of it after a restart, and the data that all runners get before they start. */
class RunWatchTest {
    private static final String RUN = "run-uid";
    private static final String ANSWER =
            "{\"loadtest.dev/setup\":\"%s\",\"ran\":true,\"teardown\":true,\"data\":{\"token\":\"t0\"}}"
                    .formatted(PrintedLines.NONCE);
    private static final SetupAnswer TOKEN = new SetupAnswer(true, true, Optional.of("{\"token\":\"t0\"}"));

    private final FakeK6 zero = FakeK6.on("127.0.0.1");
    private final FakeK6 one = zero.next("127.0.0.2");
    private final FakePodLog log = new FakePodLog();
    private final AtomicInteger changes = new AtomicInteger();
    private RunnerControl control = new RunnerControl(new K6Api(zero.port()), log, Clock.systemUTC(), Waiting.SHORT);

    @AfterEach
    void stop() {
        control.close();
        zero.close();
        one.close();
    }

    @Test
    void setupIsCalledOnceAndOnRunnerZeroOnly() {
        zero.returnsFromSetup(ANSWER);
        bothAreSeen();

        control.setup(RUN);
        control.setup(RUN);
        await().untilAsserted(() -> assertThat(look(Setup.BEGUN).setup()).isEqualTo(new Done(TOKEN)));
        control.setup(RUN);

        whileAsked(zero);
        assertThat(zero.setups()).containsExactly("POST");
        assertThat(one.setups()).isEmpty();
    }

    @Test
    void itIsGoingUntilK6Answers() {
        zero.takesLongInSetup();
        zero.returnsFromSetup(ANSWER);
        bothAreSeen();

        control.setup(RUN);

        assertThat(look(Setup.BEGUN).setup()).isEqualTo(new Going());
        whileAsked(zero);
        assertThat(look(Setup.BEGUN).setup()).isEqualTo(new Going());
        var before = changes.get();
        zero.endsSetup();
        await().until(() -> changes.get() > before);
        assertThat(look(Setup.BEGUN).setup()).isInstanceOf(Done.class);
    }

    @Test
    void aScriptThatThrowsFailsTheRunInItsOwnWords() {
        zero.failsInSetup(
                "Error: no stock\n\tat boom (file:///test/inner.js:3:9(3))\n\tat setup (file:///t.js:7:35(10))\n");
        bothAreSeen();

        control.setup(RUN);

        await().untilAsserted(() -> assertThat(look(Setup.BEGUN).setup())
                .isEqualTo(new Failed(Reason.SCRIPT_ERROR, "Error: no stock at boom (file:///test/inner.js:3:9)")));
    }

    @Test
    void moreThanCanBeHandedOnFailsTheRun() {
        zero.returnsFromSetup("\"" + "x".repeat(1_300_000) + "\"");
        bothAreSeen();

        control.setup(RUN);

        await().untilAsserted(() -> assertThat(look(Setup.BEGUN).setup())
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.SETUP_DATA_TOO_LARGE)));
    }

    @Test
    void thePlanIsKnownWhileSetupGoes() {
        zero.takesLongInSetup();
        bothAreSeen();
        control.setup(RUN);

        await().until(() -> plansRead().size() == 1);
        lastPlan().prints(PrintedLines.plan(3_600_000, 3_630_000)).ends();

        var seen = look(Setup.BEGUN);
        assertThat(seen.setup()).isEqualTo(new Going());
        assertThat(seen.plan()).isPresent();
        assertThat(lastPlan().pod()).isEqualTo("items-1-0");
    }

    @Test
    void aPlanThatWasNotThereWhileSetupWentIsLookedForWhenItIsDone() {
        zero.takesLongInSetup();
        zero.returnsFromSetup(ANSWER);
        bothAreSeen();
        control.setup(RUN);
        for (int reading = 1; reading <= 3; reading++) {
            var number = reading;
            await().until(() -> plansRead().size() == number);
            lastPlan().ends();
        }
        whileAsked(zero);
        assertThat(plansRead()).hasSize(3);

        zero.endsSetup();

        await().until(() -> plansRead().size() == 4);
    }

    @Test
    void whatWasReadOfARunnerStaysWhenItsPodIsRemoved() {
        var ended = List.of(pod(0, zero, true), pod(1, one, false));
        control.watch(run(Setup.NOT_BEGUN), ended, changes::incrementAndGet);
        await().until(() -> !log.opened().isEmpty());
        log.last().prints(PrintedLines.result());

        var seen = control.watch(run(Setup.NOT_BEGUN), ended.subList(1, 2), changes::incrementAndGet);

        assertThat(seen.runners()).containsOnlyKeys("uid-1");
        assertThat(seen.gone()).containsOnlyKeys(0);
        assertThat(seen.gone().get(0).result()).isPresent();
        assertThat(look(Setup.NOT_BEGUN).gone()).isEmpty();
    }

    @Test
    void aRunnerThatGoesAwayDuringSetupIsLost() {
        zero.takesLongInSetup();
        bothAreSeen();
        control.setup(RUN);
        await().until(() -> zero.setups().equals(List.of("POST")));

        zero.close();

        await().untilAsserted(() -> assertThat(look(Setup.BEGUN).setup())
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.RUNNER_LOST)));
    }

    @Test
    void aRunnerWhoseContainerHasEndedWillNotAnswerAnyMore() {
        zero.takesLongInSetup();
        bothAreSeen();
        control.setup(RUN);

        control.watch(run(Setup.BEGUN), List.of(pod(0, zero, true), pod(1, one, false)), changes::incrementAndGet);

        assertThat(look(Setup.BEGUN).setup())
                .isEqualTo(new Failed(Reason.RUNNER_LOST, "runner 0 was lost: it ended while setup() ran there"));
    }

    @Test
    void withoutRunnerZeroThereIsNobodyToCallIt() {
        control.watch(run(Setup.NOT_BEGUN), List.of(pod(1, one, false)), changes::incrementAndGet);

        control.setup(RUN);

        assertThat(look(Setup.BEGUN).setup()).isInstanceOf(Failed.class);
    }

    @Test
    void afterARestartTheAnswerIsFoundAgain() {
        zero.keepsSetupData(ANSWER);

        await().untilAsserted(() -> assertThat(look(Setup.BEGUN).setup()).isEqualTo(new Done(TOKEN)));
        assertThat(zero.setups()).containsExactly("GET");
    }

    @Test
    void anAnswerThatComesAMomentAfterTheRestartIsTaken() {
        await().until(() -> {
            look(Setup.BEGUN);
            return zero.setups().equals(List.of("GET"));
        });
        zero.keepsSetupData(ANSWER);

        await().untilAsserted(() -> assertThat(look(Setup.BEGUN).setup()).isEqualTo(new Done(TOKEN)));
    }

    @Test
    void aSetupThatTheRestartInterruptedIsNotCalledAgain() {
        await().untilAsserted(() -> assertThat(look(Setup.BEGUN).setup())
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.SETUP_INTERRUPTED)));

        control.setup(RUN);

        whileAsked(zero);
        assertThat(zero.setups()).containsExactly("GET", "GET");
    }

    @Test
    void whatTheRestartInterruptedIsCalledAgainWhereTheScriptHasNoSetup() {
        look(Setup.BEGUN);
        await().until(() -> plansRead().size() == 1);
        lastPlan().prints(PrintedLines.plan(3_600_000, 3_630_000, false)).ends();

        await().untilAsserted(() -> {
            look(Setup.BEGUN);
            assertThat(zero.setups()).contains("POST");
        });
    }

    @Test
    void nobodyIsAskedForTheDataOfARunWithoutSetup() {
        bothAreSeen();

        whileAsked(zero);
        assertThat(look(Setup.NOT_BEGUN).setup()).isInstanceOf(Unknown.class);
        assertThat(zero.setups()).isEmpty();
    }

    @Test
    void whatWasSharedBeforeTheRestartIsTheDataItself() {
        zero.keepsSetupData("{\"token\":\"t0\"}");
        zero.is(7, false, 3);

        await().untilAsserted(() -> assertThat(look(Setup.SHARED).setup())
                .isEqualTo(new Done(new SetupAnswer(true, false, Optional.of("{\"token\":\"t0\"}")))));
    }

    @Test
    void whatWasSharedIsFoundOnAnotherRunnerThatWasStartedWithIt() {
        zero.close();
        one.keepsSetupData("[1,2]");
        one.is(4, true, 0);
        look(Setup.SHARED);
        whileAsked(one);
        assertThat(look(Setup.SHARED).setup()).isInstanceOf(Unknown.class);

        one.is(7, false, 3);

        await().untilAsserted(() -> assertThat(look(Setup.SHARED).setup())
                .isEqualTo(new Done(new SetupAnswer(true, false, Optional.of("[1,2]")))));
    }

    @Test
    void everyRunnerHasTheDataBeforeAnyIsResumed() {
        setupIsDone();
        one.takes(Duration.ofMillis(200));

        var resumed = control.resume(RUN, List.of(zero.address(), one.address()));
        await().until(() -> zero.setups().contains("PUT"));

        assertThat(one.setups().contains("PUT") || zero.patches().isEmpty()).isTrue();
        resumed.join();
        assertThat(zero.setupData()).contains("{\"token\":\"t0\"}");
        assertThat(one.setupData()).contains("{\"token\":\"t0\"}");
        assertThat(zero.patches()).hasSize(1);
        assertThat(one.patches()).hasSize(1);
    }

    @Test
    void undefinedReplacesTheHarnesssAnswerToo() {
        zero.returnsFromSetup(ANSWER.replace(",\"data\":{\"token\":\"t0\"}", ""));
        bothAreSeen();
        control.setup(RUN);
        await().until(() -> look(Setup.BEGUN).setup() instanceof Done);

        control.resume(RUN, List.of(zero.address(), one.address())).join();

        assertThat(zero.setupData()).isEmpty();
        assertThat(one.setupData()).isEmpty();
        assertThat(one.setups()).containsExactly("PUT");
    }

    @Test
    void nobodyIsResumedWhenOneCannotBeGivenTheData() {
        setupIsDone();
        one.close();

        var resumed = control.resume(RUN, List.of(zero.address(), one.address()));

        assertThatExceptionOfType(CompletionException.class).isThrownBy(resumed::join);
        whileAsked(zero);
        assertThat(zero.patches()).isEmpty();
    }

    @Test
    void nobodyIsResumedWithDataThatIsNotKnownYet() {
        zero.close();
        look(Setup.SHARED);

        var resumed = control.resume(RUN, List.of(one.address()));

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(resumed::join)
                .withCauseInstanceOf(IllegalStateException.class);
        assertThat(one.patches()).isEmpty();
    }

    @Test
    void aRunWithoutSetupOnceIsGivenNoData() {
        bothAreSeen();

        control.resume(RUN, List.of(zero.address(), one.address())).join();

        assertThat(zero.setups()).isEmpty();
        assertThat(zero.patches()).hasSize(1);
    }

    @Test
    void thePlanIsReadFromRunnerZeroWhereItCalledSetup() {
        setupIsDone();

        await().untilAsserted(() -> assertThat(plansRead()).singleElement().satisfies(stream -> assertThat(stream.pod())
                .isEqualTo("items-1-0")));
        lastPlan().prints(PrintedLines.plan(3_600_000, 3_630_000)).ends();

        assertThat(look(Setup.BEGUN).plan()).map(plan -> plan.longest()).contains(Duration.ofSeconds(3_630));
        one.is(7, false, 3);
        await().until(() -> look(Setup.BEGUN).runners().get("uid-1").sendsLoad());
        whileAsked(one);
        assertThat(plansRead()).hasSize(1);
    }

    @Test
    void oneLogIsEnoughForThePlan() {
        bothSendLoad();

        await().until(() -> plansRead().size() == 1);
        lastPlan().prints(PrintedLines.plan(3_600_000, 3_630_000)).ends();

        assertThat(look(Setup.NOT_BEGUN).plan()).isPresent();
        whileAsked(zero);
        assertThat(plansRead()).hasSize(1);
    }

    @Test
    void afterAFailureThePlanIsReadFromTheNextLog() {
        bothSendLoad();
        await().until(() -> plansRead().size() == 1);

        lastPlan().breaks();

        await().until(() -> plansRead().size() == 2);
        assertThat(plansRead()).extracting(FakePodLog.Stream::pod).doesNotHaveDuplicates();
    }

    @Test
    void aPlanThatIsNotPrintedIsNotSearchedForEver() {
        bothSendLoad();
        for (int reading = 1; reading <= 3; reading++) {
            var number = reading;
            await().until(() -> plansRead().size() == number);
            lastPlan().ends();
        }

        whileAsked(zero);
        assertThat(plansRead()).hasSize(3);
    }

    @Test
    void everyLogIsOpenedBeforeThePlannedEnd() {
        bothSendLoad();
        await().until(() -> plansRead().size() == 1);

        lastPlan().prints(PrintedLines.plan(4_000, 34_000)).ends();

        await().untilAsserted(() -> assertThat(log.opened())
                .filteredOn(stream -> stream.part() == PodLog.Part.FOLLOW)
                .extracting(FakePodLog.Stream::pod)
                .containsExactlyInAnyOrder("items-1-0", "items-1-1"));
    }

    @Test
    void theMetricsOfAllWhoSendLoadAreSeenTogether() {
        zero.measures("iterations", "counter", "{\"count\":12,\"rate\":3.5}", "null");
        zero.measures("http_req_duration", "trend", "{\"avg\":1,\"p(95)\":2}", "true");
        one.measures("iterations", "counter", "{\"count\":30,\"rate\":7}", "null");
        bothSendLoad();

        await().until(() -> look(Setup.NOT_BEGUN)
                .live()
                .filter(live -> live.runners().size() == 2)
                .isPresent());

        var live = look(Setup.NOT_BEGUN).live().orElseThrow();
        assertThat(live.runners()).extracting(runner -> runner.index()).containsExactly(0, 1);
        assertThat(live.runners().get(0).vus()).isEqualTo(3);
        assertThat(live.runners().get(0).metrics()).containsOnlyKeys("iterations", "http_req_duration");
        assertThat(live.runners().get(1).metrics().get("iterations").values()).containsEntry("count", 30.0);
        zero.is(9, false, 0);
        one.is(9, false, 0);
        await().until(() -> look(Setup.NOT_BEGUN).live().isEmpty());
    }

    @Test
    void whoDoesNotAnswerInTimeIsLeftOutOfALook() {
        control = new RunnerControl(
                new K6Api(zero.port(), Duration.ofMillis(300)), log, Clock.systemUTC(), Waiting.SHORT);
        zero.measures("iterations", "counter", "{\"count\":12,\"rate\":3.5}", "null");
        bothSendLoad();
        await().until(() -> look(Setup.NOT_BEGUN).runners().values().stream().allMatch(RunnerSeen::sendsLoad));

        one.takes(Duration.ofSeconds(20));

        await().untilAsserted(() -> assertThat(look(Setup.NOT_BEGUN).live())
                .hasValueSatisfying(live -> assertThat(live.runners())
                        .extracting(runner -> runner.index())
                        .containsExactly(0)));
    }

    @Test
    void aRunThatIsForgottenWakesNobody() {
        bothSendLoad();
        await().until(() -> changes.get() > 1);

        control.forget(RUN);
        var after = changes.get();

        // Nobody is asked any more, so nothing can be counted but time: several paces.
        await().during(Duration.ofMillis(150)).until(() -> changes.get() <= after + 1);
    }

    @Test
    void whatIsNotWatchedCannotCallSetup() {
        control.setup("another");

        assertThat(zero.setups()).isEmpty();
    }

    /** On a busy machine a runner can seem silent, and then another part of its log is read too. */
    private List<FakePodLog.Stream> plansRead() {
        return log.opened().stream()
                .filter(stream -> stream.part() == PodLog.Part.BEGINNING)
                .toList();
    }

    private FakePodLog.Stream lastPlan() {
        var read = plansRead();
        return read.get(read.size() - 1);
    }

    private void setupIsDone() {
        zero.returnsFromSetup(ANSWER);
        bothAreSeen();
        control.setup(RUN);
        await().until(() -> look(Setup.BEGUN).setup() instanceof Done);
    }

    private void bothSendLoad() {
        zero.is(7, false, 3);
        one.is(7, false, 3);
        bothAreSeen();
    }

    @Test
    void whoBeginsToWatchDuringTheLoadSaysWhetherThereWasSomethingToMiss() {
        var limited = look(new WatchedRun(
                "a", PrintedLines.NONCE, Setup.NOT_BEGUN, Optional.of(Instant.now()), true, OptionalDouble.of(1)));
        var unlimited = look(new WatchedRun(
                "b", PrintedLines.NONCE, Setup.NOT_BEGUN, Optional.of(Instant.now()), true, OptionalDouble.empty()));
        look(new WatchedRun(
                "c", PrintedLines.NONCE, Setup.NOT_BEGUN, Optional.of(Instant.now()), false, OptionalDouble.of(1)));
        var fromTheStart = look(new WatchedRun(
                "c", PrintedLines.NONCE, Setup.NOT_BEGUN, Optional.of(Instant.now()), true, OptionalDouble.of(1)));

        assertThat(limited.generators().inPart()).isTrue();
        assertThat(unlimited.generators().inPart()).isFalse();
        assertThat(fromTheStart.generators().inPart()).isFalse();
    }

    private void bothAreSeen() {
        await().until(() -> look(Setup.NOT_BEGUN).runners().values().stream()
                .allMatch(seen -> seen.k6().isPresent()));
    }

    private RunSeen look(Setup setup) {
        return control.watch(run(setup), List.of(pod(0, zero, false), pod(1, one, false)), changes::incrementAndGet);
    }

    private RunSeen look(WatchedRun run) {
        return control.watch(run, List.of(), () -> {});
    }

    private static WatchedRun run(Setup setup) {
        return new WatchedRun(RUN, PrintedLines.NONCE, setup, Optional.empty(), false, OptionalDouble.empty());
    }

    private static RunnerPodState pod(int index, FakeK6 k6, boolean terminated) {
        return new RunnerPodState(
                index, "shop", "items-1-" + index, "uid-" + index, Optional.of(k6.address()), true, terminated);
    }
}
