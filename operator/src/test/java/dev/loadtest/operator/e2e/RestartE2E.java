package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loadtest.report.Series;
import dev.loadtest.testkit.TestNamespace;
import dev.loadtest.testkit.fault.OperatorProcess;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The operator is killed without a warning: no run is repeated, none is lost. */
@Isolated("kills the operator")
class RestartE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);
    private final String mark = Scripts.newMark();

    private OperatorProcess operator;

    /** A pod of its own a test: the kubelet waits longer before each restart of the same one, longer than a run may take. */
    @BeforeEach
    void freshOperator() {
        operator = new OperatorProcess(user.client());
        operator.startAfresh();
        operator.prepareSignals();
    }

    @AfterEach
    void noMoreSignals() {
        operator.close();
    }

    @Test
    void whileStarting() {
        user.applies("starting", "parallelism: 2", Scripts.requests(3, "http_reqs: ['count>0']"));
        user.sees(
                "starting-1",
                run -> run.getStatus() != null
                        && run.getStatus().markers() != null
                        && run.getStatus().markers().jobCreating() != null);
        operator.kill();

        endsOnce("starting-1");
    }

    /** As on a machine that is short of everything: it goes on as if nothing had been, and keeps the lease. */
    @Test
    void whileItStandsStill() throws InterruptedException {
        var restarts = restarts();
        user.applies("still", "parallelism: 2", Scripts.requests(20, "http_reqs: ['count>0']"));
        user.seesPhase("still-1", "Running");
        operator.pause();
        Thread.sleep(12_000);
        operator.goOn();

        endsOnce("still-1");
        assertThat(restarts()).isEqualTo(restarts);
    }

    private int restarts() {
        return operator.pod().getStatus().getContainerStatuses().get(0).getRestartCount();
    }

    /** k6 ends a call whose caller is gone, and setup() with it. */
    @Test
    void whileSetupRuns() {
        var script = Scripts.withSetup(3, mark)
                .replace("vus: 4,", "vus: 4, setupTimeout: '250s',")
                .replace("note('setup');", "note('setup'); sleep(240);") // longer than the slowest kill
                .replace("${data.token}", "${data ? data.token : 'nothing'}");
        user.applies("setup", "parallelism: 2", script);
        await().atMost(Duration.ofSeconds(180))
                .untilAsserted(() -> assertThat(user.notes(mark)).containsExactly(mark + "-setup"));
        operator.kill();

        assertVerdict(user.seesCompleted("setup-1"), "Error", "SetupInterrupted");
        assertThat(user.notes(mark)).containsExactlyInAnyOrder(mark + "-setup", mark + "-teardown-nothing");
    }

    @Test
    void whileRunning() throws InterruptedException {
        user.applies("running", "parallelism: 2\nprometheus: {pushInterval: 1s}", Scripts.withSetupUntilTheEnd(mark));
        var begin = Instant.parse(user.seesLoad("running-1", 4).getStatus().startTime());
        sleepUntil(
                begin.plusSeconds(11)); // the next operator has not looked from the beginning, however soon it is there
        operator.kill();
        sleepUntil(begin.plusSeconds(25)); // long enough for a series
        user.ends(mark);

        endsOnce("running-1", "running-1", "running-1-teardown");
        assertThat(user.notes(mark)).containsExactlyInAnyOrder(mark + "-setup", mark + "-end", mark + "-teardown-abc");
        // Nobody looked at the runners all the time; Prometheus has what they wrote.
        var series = user.report("running-1").series().orElseThrow();
        assertThat(series.source()).isEqualTo(Series.Source.PROMETHEUS);
        assertThat(series.points().size()).isGreaterThan(5);
    }

    @Test
    void justBeforeTheEnd() throws InterruptedException {
        user.applies("ending", "parallelism: 2", Scripts.requests(5, "http_reqs: ['count>0']"));
        var running = user.sees( // not only decided, but heard by both of them
                "ending-1",
                run -> run.getStatus() != null
                        && run.getStatus().start() != null
                        && (run.getStatus().start().skewMillis() != null
                                || run.getStatus().verdict() != null));
        // The load lasts 5 s: its end comes while nobody looks.
        sleepUntil(Instant.parse(running.getStatus().startTime()).plusMillis(4500));
        operator.kill();

        endsOnce("ending-1");
    }

    private static void sleepUntil(Instant time) throws InterruptedException {
        Thread.sleep(Math.max(0, Duration.between(Instant.now(), time).toMillis()));
    }

    private void endsOnce(String name) {
        endsOnce(name, name);
    }

    private void endsOnce(String name, String... jobs) {
        var run = user.seesCompleted(name);
        assertVerdict(run, "Passed", "ThresholdsHeld");
        assertThat(run.getStatus().columns().runners()).isEqualTo("2/2");
        assertThat(user.jobsOf(name))
                .extracting(job -> job.getMetadata().getName())
                .containsExactlyInAnyOrder(jobs);
        assertThat(user.jobsOf(name))
                .extracting(job -> job.getMetadata().getUid())
                .contains(run.getStatus().markers().jobUid());
        assertThat(user.podsOf(name)).hasSize(1 + jobs.length);
        assertThat(user.runsOf(run.getSpec().loadTest())).hasSize(1);
    }
}
