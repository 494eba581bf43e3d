package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loadtest.testkit.TestNamespace;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs that end before their script does. */
@Execution(ExecutionMode.CONCURRENT)
class StoppingE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    @Test
    void atTheUsersDeadlineThePartialResultIsKept() {
        user.applies(
                "deadline",
                "parallelism: 2\nactiveDeadlineSeconds: 10",
                Scripts.requests(600, "http_reqs: ['count>0']"));

        var run = user.seesCompleted("deadline-1");

        assertVerdict(run, "Error", "DeadlineExceeded");
        assertThat(run.getStatus().message()).contains("activeDeadlineSeconds");
        assertThat(run.getStatus().numbers().requests()).isPositive();
        assertThat(run.getStatus().thresholds()).hasSize(1);
    }

    @Test
    void onRequest() {
        user.applies("stopped", "parallelism: 2", Scripts.requests(600, ""));
        user.seesLoad("stopped-1", 2);
        user.stops("stopped-1");

        var run = user.seesCompleted("stopped-1");

        assertVerdict(run, "Aborted", "StopRequested");
        assertThat(run.getStatus().message()).contains("stopped on request");
        assertThat(run.getStatus().numbers()).isNotNull();
    }

    @Test
    void deletedWhileRunningNothingIsLeft() {
        user.applies("deleted", "parallelism: 2", Scripts.requests(600, ""));
        user.seesLoad("deleted-1", 2);
        user.deletes("deleted");

        await().atMost(Duration.ofSeconds(420)).untilAsserted(() -> {
            assertThat(user.run("deleted-1")).isEmpty();
            assertThat(user.jobsOf("deleted-1")).isEmpty();
            assertThat(user.podsOf("deleted-1")).isEmpty();
            assertThat(user.client()
                            .configMaps()
                            .withLabel("loadtest.dev/loadtest", "deleted")
                            .list()
                            .getItems())
                    .isEmpty();
        });
    }
}
