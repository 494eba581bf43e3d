package dev.loadtest.operator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loadtest.k6.AbortThreshold;
import dev.loadtest.k6.Plan;
import dev.loadtest.operator.control.SetupSeen.Done;
import dev.loadtest.operator.control.SetupSeen.Failed;
import dev.loadtest.operator.control.WatchedRun.Setup;
import dev.loadtest.verdict.Reason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a run with two real k6 processes. */
class SetupOnceWithK6Test {
    private static final String RUN = "run-uid";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SCRIPT = """
            import { sleep, check } from 'k6';
            import exec from 'k6/execution';
            export const options = {
              vus: 2, duration: '6s', setupTimeout: '1s',
              thresholds: { 'checks{kind:a b/c}': [{ threshold: 'rate>0.9', abortOnFail: true }], 'http_reqs': [{ threshold: 'count<9', abortOnFail: true }] },
            };
            export function setup() {
              SETUP
            }
            export default function (data) {
              check(data, { 'has the token': (d) => d.token === 't0' }, { kind: 'a b/c' });
              sleep(0.2);
            }
            """;

    @TempDir
    private Path folder;

    private final int port = RealK6.freePort();
    private final FakePodLog log = new FakePodLog();
    private final RunnerControl control = new RunnerControl(new K6Api(port), log, Clock.systemUTC());
    private RealK6 zero;
    private RealK6 one;

    @AfterEach
    void stop() {
        control.close();
        zero.close();
        one.close();
    }

    @Test
    void whatOneRunnerSetUpReachesAllVusAndIsSeenLive() {
        areAtTheBarrier("return { token: 't0' };");

        control.setup(RUN);
        sees(Setup.BEGUN, seen -> assertThat(seen.setup()).isInstanceOf(Done.class));
        sees(Setup.BEGUN, seen -> assertThat(log.opened()).isNotEmpty());
        log.last().prints(zero.log().split("\n")).ends();
        assertThat(look(Setup.BEGUN).plan()).map(Plan::aborts).hasValueSatisfying(aborts -> assertThat(aborts)
                .extracting(AbortThreshold::metric)
                .containsExactlyInAnyOrder("checks{kind:a b/c}", "http_reqs"));
        control.resume(RUN, List.of(zero.address(), one.address())).join();

        sees(Setup.SHARED, seen -> assertThat(seen.live()).hasValueSatisfying(live -> assertThat(live.runners())
                .hasSize(2)
                .allSatisfy(runner -> assertThat(runner.metrics())
                        .containsKeys("iterations", "checks{kind:a b/c}")
                        .doesNotContainKey("http_reqs"))
                .allSatisfy(runner -> assertThat(
                                runner.metrics().get("checks{kind:a b/c}").values())
                        .containsEntry("rate", 1.0))));
        assertThat(one.log()).doesNotContain("LOADTEST-PLAN");
    }

    @Test
    void aTimeOutIsNamed() {
        fails("for (;;) {}", Reason.SETUP_TIMEOUT, "timed out after 1 second");
    }

    @Test
    void anAbortIsNamed() {
        fails("exec.test.abort('no stock');", Reason.SCRIPT_ABORTED, "test aborted: no stock at setup");
    }

    @Test
    void whatTheScriptThrowsIsNamedWithItsPlace() {
        fails(
                "throw new Error('closed on Sundays');",
                Reason.SCRIPT_ERROR,
                "Error: closed on Sundays at setup (file://");
    }

    private void fails(String setup, Reason reason, String words) {
        areAtTheBarrier(setup);

        control.setup(RUN);

        sees(Setup.BEGUN, seen -> assertThat(seen.setup()).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.words()).contains(words);
        }));
    }

    private void areAtTheBarrier(String setup) {
        var script = SCRIPT.replace("SETUP", setup);
        zero = RealK6.start(folder.resolve("0"), script, 0, "127.0.0.1", port);
        one = RealK6.start(folder.resolve("1"), script, 1, "127.0.0.2", port);
        sees(Setup.NOT_BEGUN, seen -> assertThat(seen.runners().values())
                .hasSize(2)
                .allSatisfy(runner ->
                        assertThat(runner.k6()).map(K6Status::atBarrier).contains(true)));
    }

    private void sees(Setup setup, Consumer<RunSeen> expectation) {
        await().atMost(PATIENCE).untilAsserted(() -> expectation.accept(look(setup)));
    }

    private RunSeen look(Setup setup) {
        var run = new WatchedRun(RUN, PrintedLines.NONCE, setup, Optional.empty(), false, OptionalDouble.empty());
        return control.watch(run, List.of(zero.pod(0), one.pod(1)), () -> {});
    }
}
