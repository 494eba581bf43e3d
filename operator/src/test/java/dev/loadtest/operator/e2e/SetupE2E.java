package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loadtest.testkit.TestNamespace;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** setup() and teardown() of many runners: once, with one set of data, however the run ends. */
class SetupE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);
    private final String mark = Scripts.newMark();

    @Test
    void onceAndItsDataReachesAll() {
        user.applies("once", "parallelism: 4", Scripts.withSetup(3, mark));

        var run = user.seesCompleted("once-1");

        assertVerdict(run, "Passed", "ThresholdsHeld");
        assertThat(run.getStatus().thresholds().get(0).runners().least()).isEqualTo(1);
        assertThat(run.getStatus().start().setupMillis()).isNotNull();
        assertSetUpAndTornDownOnce("once-1");
    }

    @Test
    void inEachRunnerWhereThatIsWanted() {
        user.applies("each", "parallelism: 2\nsetup: PerRunner", Scripts.withSetup(2, mark));

        var run = user.seesCompleted("each-1");

        assertVerdict(run, "Passed", "ThresholdsHeld");
        assertThat(user.notes(mark))
                .containsExactlyInAnyOrder(
                        mark + "-setup", mark + "-setup", mark + "-teardown-abc", mark + "-teardown-abc");
        assertThat(user.condition("each-1", "TornDown")).isNull();
    }

    @Test
    void tornDownAfterAStop() {
        user.applies("stop", "parallelism: 2", Scripts.withSetup(600, mark));
        user.seesPhase("stop-1", "Running");
        user.stops("stop-1");

        assertVerdict(user.seesCompleted("stop-1"), "Aborted", "StopRequested");
        assertSetUpAndTornDownOnce("stop-1");
    }

    @Test
    void tornDownAfterAnAbort() {
        var script = Scripts.withSetup(600, mark)
                .replace("['rate==1']", "[{ threshold: 'rate<0.5', abortOnFail: true, delayAbortEval: '1s' }]");
        user.applies("abort", "parallelism: 2", script);

        var run = user.seesCompleted("abort-1");

        assertVerdict(run, "Failed", "ThresholdBroken");
        assertThat(run.getStatus().numbers().iterations()).isPositive();
        assertSetUpAndTornDownOnce("abort-1");
    }

    @Test
    void tornDownAfterTheLossOfTheRunnerThatSetUp() {
        user.applies("loss", "parallelism: 2", Scripts.withSetup(600, mark));
        user.seesPhase("loss-1", "Running");
        user.client().resource(user.podOf("loss-1", 0)).withGracePeriod(0).delete();

        assertVerdict(user.seesCompleted("loss-1"), "Error", "RunnerLost");
        assertSetUpAndTornDownOnce("loss-1");
    }

    @Test
    void tornDownBeforeADeletedRunIsGone() {
        user.applies("deleted", "parallelism: 2", Scripts.withSetup(600, mark));
        user.seesPhase("deleted-1", "Running");
        user.deletes("deleted");

        await().atMost(Duration.ofSeconds(420))
                .untilAsserted(() -> assertThat(user.run("deleted-1")).isEmpty());
        assertThat(user.notes(mark)).containsExactlyInAnyOrder(mark + "-setup", mark + "-teardown-abc");
        await().atMost(Duration.ofSeconds(420)).untilAsserted(() -> {
            assertThat(user.podsOf("deleted-1")).isEmpty();
            assertThat(user.client()
                            .secrets()
                            .withLabel("loadtest.dev/run", "deleted-1")
                            .list()
                            .getItems())
                    .isEmpty();
        });
    }

    @Test
    void anExceptionInSetupIsTheReason() {
        var script = Scripts.withSetup(3, mark).replace("note('setup');", "throw new Error('no token for you');");
        user.applies("throws", "parallelism: 2", script);

        var run = user.seesCompleted("throws-1");

        assertVerdict(run, "Error", "ScriptError");
        assertThat(run.getStatus().message()).contains("no token for you").contains("script.js:");
        assertThat(user.notes(mark)).isEmpty();
    }

    @Test
    void setupThatTakesTooLongIsTheReason() {
        var script = Scripts.withSetup(3, mark)
                .replace("note('setup');", "sleep(30);")
                .replace("vus: 4,", "vus: 4, setupTimeout: '1s',");
        user.applies("slow", "parallelism: 2", script);

        var run = user.seesCompleted("slow-1");

        assertVerdict(run, "Error", "SetupTimeout");
        assertThat(run.getStatus().message()).contains("setup()");
    }

    @Test
    void anExceptionInTeardownDoesNotChangeTheVerdict() {
        var script = Scripts.withSetup(2, mark).replace("note(`teardown", "throw new Error(`table is gone");
        user.applies("teardown", "parallelism: 2", script);

        assertVerdict(user.seesCompleted("teardown-1"), "Passed", "ThresholdsHeld");
        var tornDown = user.condition("teardown-1", "TornDown");
        assertThat(tornDown.getStatus()).isEqualTo("False");
        assertThat(tornDown.getReason()).isEqualTo("ScriptError");
        assertThat(tornDown.getMessage()).contains("table is gone");
    }

    @Test
    void teardownThatTakesTooLongIsSaidInItsCondition() {
        var script = Scripts.withSetup(2, mark)
                .replace("note(`teardown", "sleep(60); note(`teardown")
                .replace("vus: 4,", "vus: 4, teardownTimeout: '1s',");
        user.applies("tardy", "parallelism: 2", script);

        assertVerdict(user.seesCompleted("tardy-1"), "Passed", "ThresholdsHeld");
        var tornDown = user.condition("tardy-1", "TornDown");
        assertThat(tornDown.getStatus()).isEqualTo("False");
        assertThat(tornDown.getReason()).isEqualTo("TeardownTimeout");
        assertThat(tornDown.getMessage()).contains("teardown()").contains("1 seconds");
        assertThat(user.notes(mark)).containsExactly(mark + "-setup");
    }

    @Test
    void scriptsWithoutThemLeaveNothingBehind() {
        user.applies("plain", "parallelism: 2", Scripts.requests(1, ""));

        assertVerdict(user.seesCompleted("plain-1"), "Passed", "NoThresholds");
        assertThat(user.condition("plain-1", "TornDown")).isNull();
        assertThat(user.jobsOf("plain-1")).hasSize(1);
        assertThat(user.status("plain-1").start().setupMillis()).isNull();
    }

    private void assertSetUpAndTornDownOnce(String run) {
        assertThat(user.notes(mark)).containsExactlyInAnyOrder(mark + "-setup", mark + "-teardown-abc");
        assertThat(user.condition(run, "TornDown").getStatus()).isEqualTo("True");
    }
}
