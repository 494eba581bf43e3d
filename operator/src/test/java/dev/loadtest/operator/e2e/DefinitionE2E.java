package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** When a definition leads to a run, and when it does not. */
@Execution(ExecutionMode.CONCURRENT)
class DefinitionE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    @Test
    void runsAgainWhenItChangesAndNotWhenItIsAppliedAgain() {
        user.applies("again", "", Scripts.idle(1, 1));
        assertVerdict(user.seesCompleted("again-1"), "Passed", "NoThresholds");

        user.applies("again", "", Scripts.idle(1, 1));
        user.applies("again", "ttlSecondsAfterFinished: 600", Scripts.idle(1, 1));
        user.staysAt("again", 1);

        user.applies("again", "env: [{name: CHANGED, value: 'yes'}]", Scripts.idle(1, 1));
        assertVerdict(user.seesCompleted("again-2"), "Passed", "NoThresholds");
        user.staysAt("again", 2);
        Awaitility.await().atMost(Duration.ofSeconds(180)).untilAsserted(() -> assertThat(
                        user.loadTest("again").getStatus().run())
                .isEqualTo("again-2"));
    }

    @Test
    void waitsWhileItIsSuspended() {
        user.applies("suspended", "suspend: true", Scripts.idle(1, 1));
        user.staysAt("suspended", 0);

        user.applies("suspended", "suspend: false", Scripts.idle(1, 1));
        assertVerdict(user.seesCompleted("suspended-1"), "Passed", "NoThresholds");
    }

    @Test
    void theVerdictOutlivesThePods() {
        user.applies("short-lived", "ttlSecondsAfterFinished: 0", Scripts.idle(1, 1));
        assertVerdict(user.seesCompleted("short-lived-1"), "Passed", "NoThresholds");

        Awaitility.await().atMost(Duration.ofSeconds(180)).untilAsserted(() -> assertThat(user.jobsOf("short-lived-1"))
                .isEmpty());
        assertVerdict(user.run("short-lived-1").orElseThrow(), "Passed", "NoThresholds");
        user.staysAt("short-lived", 1);
    }

    @Test
    void aRunThatSomebodyDeletesIsNotMadeAgain() {
        user.applies("taken", "", Scripts.idle(600, 1));
        user.seesPhase("taken-1", "Running");

        user.client().resource(user.run("taken-1").orElseThrow()).delete();

        Awaitility.await().atMost(Duration.ofSeconds(180)).untilAsserted(() -> {
            var status = user.loadTest("taken").getStatus();
            assertThat(status.verdict()).isEqualTo("Aborted");
            assertThat(status.lastRun().reason()).isEqualTo("Deleted");
        });
        user.staysAt("taken", 0);
    }
}
