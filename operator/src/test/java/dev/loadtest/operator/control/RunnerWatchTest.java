package dev.loadtest.operator.control;

import static dev.loadtest.operator.control.PodLog.Part.ALL;
import static dev.loadtest.operator.control.PodLog.Part.FOLLOW;
import static dev.loadtest.operator.control.Waiting.await;
import static dev.loadtest.operator.control.Waiting.whileAsked;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunnerWatchTest {
    private static final Duration SEVERAL_PACES = Duration.ofMillis(150);

    private final FakeK6 k6 = FakeK6.on("127.0.0.1");
    private final FakePodLog log = new FakePodLog();
    private final LogPermits logs = new LogPermits(1);
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger changes = new AtomicInteger();
    private final List<K6Status> answers = new CopyOnWriteArrayList<>();
    private RunnerWatch watch = watch(Waiting.SHORT);

    private RunnerWatch watch(Paces paces) {
        return new RunnerWatch(
                new K6Api(k6.port()),
                log,
                logs,
                scheduler,
                Clock.systemUTC(),
                paces,
                PrintedLines.NONCE,
                pod(false, false),
                () -> 1,
                () -> false,
                answers::add,
                changes::incrementAndGet);
    }

    @AfterEach
    void stop() {
        watch.close();
        scheduler.shutdownNow();
        k6.close();
    }

    @Test
    void knowsNothingAtFirstAndAsksNobodyBeforeTheContainerRuns() {
        watch.pod(pod(false, false));

        assertThat(watch.seen()).isEqualTo(RunnerSeen.NOTHING);
        await().during(SEVERAL_PACES).until(() -> k6.asked() == 0);
    }

    @Test
    void seesWhenARunnerIsAtTheBarrier() {
        isRunning();

        await().untilAsserted(() ->
                assertThat(watch.seen().k6()).map(K6Status::atBarrier).contains(true));
        assertThat(changes).hasPositiveValue();
    }

    @Test
    void theCountOfVusIsNoNews() {
        k6.is(7, true, 1);
        isRunning();
        await().until(() -> watch.seen().k6().isPresent());
        var before = changes.get();

        k6.is(7, true, 2);
        await().until(() -> watch.seen().k6().map(K6Status::vus).equals(Optional.of(2)));

        await().during(SEVERAL_PACES).until(() -> changes.get() == before);
    }

    @Test
    void whoNeverAnsweredIsNotSilentAndHasNoLogYet() {
        k6.close();
        isRunning();

        await().during(SEVERAL_PACES)
                .until(() -> !watch.seen().silent() && log.parts().isEmpty());
    }

    @Test
    void opensTheLogOfWhoAnsweredAndDoesNotAnyMore() {
        isPausedAndSeen();

        k6.close();

        await().until(() -> watch.seen().silent());
        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW));
    }

    @Test
    void closesTheLogOfWhoWasOnlyBusy() {
        k6.is(7, false, 3);
        isPausedAndSeen();
        k6.answersWith(503, "busy");
        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW));

        k6.answersAgain();

        await().until(() -> log.last().end().isCancelled());
        assertThat(watch.seen().silent()).isFalse();
        await().until(() -> logs.taken() == 0);
    }

    @Test
    void theLogOfWhoIsAboutToEndStaysOpen() {
        k6.is(7, false, 3);
        isPausedAndSeen();
        watch.openLogAt(System.nanoTime());
        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW));

        k6.answersWith(503, "busy");
        await().until(() -> watch.seen().silent());
        k6.answersAgain();
        await().until(() -> !watch.seen().silent());

        whileAsked(k6);
        assertThat(log.last().end()).isNotDone();
    }

    @Test
    void nobodyReadsTheLogOfARunThatIsForgotten() {
        var stream = hasEndedItsLoad();

        watch.close();

        assertThat(stream.end()).isCancelled();
        assertThat(logs.taken()).isZero();
    }

    @Test
    void opensTheLogWhenTheLoadHasEnded() {
        isPausedAndSeen();

        k6.is(8, false, 0);

        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW));
    }

    @Test
    void opensTheLogWhenTheEndIsPlanned() {
        k6.is(7, false, 3);
        isRunning();
        await().during(SEVERAL_PACES).until(() -> log.parts().isEmpty());

        watch.openLogAt(System.nanoTime());

        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW));
    }

    @Test
    void anEndThatIsFarAwayLeavesTheLogAlone() {
        k6.is(7, false, 3);
        isRunning();

        watch.openLogAt(System.nanoTime() + Duration.ofHours(1).toNanos());

        await().during(SEVERAL_PACES).until(() -> log.parts().isEmpty());
    }

    @Test
    void passesOnEveryAnswer() {
        k6.is(7, false, 3);
        isRunning();

        await().until(() -> answers.size() > 2);

        assertThat(answers).extracting(K6Status::vus).containsOnly(3);
    }

    @Test
    void whereNobodyListensYetIsNotUnreachable() {
        k6.close();
        isRunning();

        await().during(SEVERAL_PACES)
                .until(() -> watch.seen().unreachableSince().isEmpty());
    }

    @Test
    void packetsThatVanishMakeARunnerUnreachable() throws IOException {
        var full = new FullBacklog(k6);
        try {
            isRunning();

            await().until(() -> watch.seen().unreachableSince().isPresent());

            var since = watch.seen().unreachableSince();
            await().during(Duration.ofMillis(1500)) // longer than k6 has time to accept a connection
                    .until(() -> watch.seen().unreachableSince().equals(since));
            assertThat(watch.seen().silent()).isFalse();
            assertThat(changes).hasValue(1);
        } finally {
            full.close();
        }
        await().until(() -> watch.seen().unreachableSince().isEmpty());
    }

    @Test
    void anErrorThatWasNotTheLastIsNotTakenForItWhileTheLogIsReadAgain() {
        isTerminated();
        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW));
        log.last().prints(PrintedLines.error("the last")).ends();
        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW, ALL));

        log.last().prints(PrintedLines.error("the first"));

        assertThat(watch.seen().errorLine()).contains("the last");
    }

    @Test
    void recognisesTheResultAndThenTheEnd() {
        var stream = hasEndedItsLoad();
        var before = changes.get();

        stream.prints("noise", PrintedLines.result());

        assertThat(watch.seen().result()).isPresent();
        assertThat(watch.seen().logEnded()).isFalse();
        assertThat(changes).hasValueGreaterThan(before);
        stream.prints(PrintedLines.error("thresholds on metrics have been crossed"));
        stream.ends();
        assertThat(watch.seen().logEnded()).isTrue();
        assertThat(watch.seen().logExhausted()).isFalse();
        assertThat(watch.seen().errorLine()).contains("thresholds on metrics have been crossed");
    }

    @Test
    void nothingIsReadOrAskedOnceEverythingIsKnown() {
        hasEndedItsLoad().prints(PrintedLines.result()).ends();
        var streams = log.opened().size();

        isTerminated();

        await().during(SEVERAL_PACES).until(() -> log.opened().size() == streams);
        assertThat(logs.taken()).isZero();
    }

    @Test
    void aStreamThatWasCutIsOpenedAgain() {
        hasEndedItsLoad().ends();

        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW, FOLLOW));
        log.last().breaks();
        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW, FOLLOW, FOLLOW));
        assertThat(watch.seen().logExhausted()).isFalse();
        log.last().prints(PrintedLines.result()).ends();
        assertThat(watch.seen().logEnded()).isTrue();
    }

    @Test
    void aStreamThatWasCutWithoutAWordIsOpenedAgainAfterTheEnd() {
        watch = watch(Waiting.withQuietLog(Duration.ofMillis(50)));
        var cut = hasEndedItsLoad();
        await().during(SEVERAL_PACES).until(() -> !cut.end().isDone()); // it may have nothing to say before the end

        isTerminated();

        await().until(() -> cut.end().isCancelled());
        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW, FOLLOW));
        await().during(SEVERAL_PACES).until(() -> !log.last().end().isDone()); // opened after the end, it is answered
        log.last().prints(PrintedLines.result()).ends();
        assertThat(watch.seen().logEnded()).isTrue();
        assertThat(watch.seen().result()).isPresent();
    }

    @Test
    void theEndIsSearchedFirstAndThenAllOfIt() {
        isTerminated();
        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW));

        log.last().prints(PrintedLines.error("oops")).ends();

        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW, ALL));
        assertThat(watch.seen().logExhausted()).isFalse();
        log.last().ends();
        assertThat(watch.seen().logExhausted()).isTrue();
        assertThat(watch.seen().result()).isEmpty();
        assertThat(watch.seen().errorLine()).contains("oops");
    }

    @Test
    void aResultFarFromTheEndIsFound() {
        isTerminated();
        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW));
        log.last().ends();
        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW, ALL));

        log.last().prints(PrintedLines.result()).ends();

        assertThat(watch.seen().result()).isPresent();
        assertThat(watch.seen().logEnded()).isTrue();
        assertThat(watch.seen().logExhausted()).isFalse();
    }

    @Test
    void aPodThatIsGoneHasNoLogAnyMore() {
        isTerminated();
        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW));

        log.last().isRefusedWith(404);

        assertThat(watch.seen().logExhausted()).isTrue();
    }

    @Test
    void anApiServerThatRefusesIsAskedAgain() {
        isTerminated();
        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW));

        log.last().isRefusedWith(503);

        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW, FOLLOW));
        assertThat(watch.seen().logExhausted()).isFalse();
    }

    @Test
    void whatOnlyPretendsToBeAResultIsCounted() {
        var stream = hasEndedItsLoad();

        stream.prints(PrintedLines.result("forged")).ends();

        assertThat(watch.seen().result()).isEmpty();
        assertThat(watch.seen().forgedLines()).isEqualTo(1);
    }

    @Test
    void waitsForItsTurnToReadALog() {
        var taken = logs.take(LogPermits.Reason.ENDED).orElseThrow();
        k6.is(7, false, 3);
        isRunning();
        await().until(() -> k6.asked() > 2);
        isTerminated();
        await().during(SEVERAL_PACES).until(() -> log.parts().isEmpty());

        taken.release();

        await().untilAsserted(() -> assertThat(log.parts()).isNotEmpty());
    }

    @Test
    void itsLogIsReadableFromItsEndAndFromItsTurnOn() {
        var taken = logs.take(LogPermits.Reason.ENDED).orElseThrow();
        isTerminated();
        await().during(SEVERAL_PACES).until(() -> watch.seen().readableSince().isEmpty());
        var before = Instant.now();

        taken.release();

        await().untilAsserted(() -> assertThat(watch.seen().readableSince())
                .hasValueSatisfying(since -> assertThat(since).isAfterOrEqualTo(before)));
        var since = watch.seen().readableSince();
        log.last().breaks();
        await().until(() -> log.opened().size() == 2);
        assertThat(watch.seen().readableSince()).isEqualTo(since);
    }

    @Test
    void aLogThatIsReadBeforeTheEndIsReadableFromTheEndOn() {
        hasEndedItsLoad();
        assertThat(watch.seen().readableSince()).isEmpty();

        isTerminated();

        await().until(() -> watch.seen().readableSince().isPresent());
    }

    /** In the place of k6, who listens but whose kernel drops what comes: Linux does so when nobody accepts connections. */
    private static final class FullBacklog {
        private final ServerSocket listening;
        private final List<SocketChannel> waiting = new ArrayList<>();

        FullBacklog(FakeK6 k6) throws IOException {
            var address = new InetSocketAddress(k6.address(), k6.port());
            k6.close();
            listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(address, 1);
            for (int i = 0; i < 8; i++) {
                var one = SocketChannel.open();
                one.configureBlocking(false);
                one.connect(address);
                waiting.add(one);
            }
        }

        void close() throws IOException {
            for (var one : waiting) {
                one.close();
            }
            listening.close();
        }
    }

    private RunnerPodState pod(boolean started, boolean terminated) {
        return new RunnerPodState(0, "shop", "items-1-0", "uid", Optional.of(k6.address()), started, terminated);
    }

    private void isRunning() {
        watch.pod(pod(true, false));
    }

    private void isTerminated() {
        watch.pod(pod(true, true));
    }

    private void isPausedAndSeen() {
        isRunning();
        await().until(() -> watch.seen().k6().isPresent());
    }

    /** And its log is being read. */
    private FakePodLog.Stream hasEndedItsLoad() {
        k6.is(8, false, 0);
        isRunning();
        await().untilAsserted(() -> assertThat(log.parts()).containsExactly(FOLLOW));
        return log.last();
    }
}
