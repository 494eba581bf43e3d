package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import dev.loadtest.testkit.fault.OperatorProcess;
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

    @Test
    void whileRunning() {
        user.applies("running", "parallelism: 2", Scripts.requests(20, "http_reqs: ['count>0']"));
        user.seesPhase("running-1", "Running");
        operator.kill();

        endsOnce("running-1");
    }

    @Test
    void justBeforeTheEnd() throws InterruptedException {
        user.applies("ending", "parallelism: 2", Scripts.requests(4, "http_reqs: ['count>0']"));
        user.seesPhase("ending-1", "Running");
        Thread.sleep(3500); // the load lasts 4 s: its end comes while nobody looks
        operator.kill();

        endsOnce("ending-1");
    }

    private void endsOnce(String name) {
        var run = user.seesCompleted(name);
        assertVerdict(run, "Passed", "ThresholdsHeld");
        assertThat(run.getStatus().columns().runners()).isEqualTo("2/2");
        assertThat(user.jobsOf(name)).singleElement().satisfies(job -> assertThat(
                        job.getMetadata().getUid())
                .isEqualTo(run.getStatus().markers().jobUid()));
        assertThat(user.podsOf(name)).hasSize(2);
        assertThat(user.runsOf(run.getSpec().loadTest())).hasSize(1);
    }
}
