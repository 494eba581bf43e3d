package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is seen of a run while it goes, without Prometheus. */
class LiveE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    @Test
    void numbersOfAllRunnersTogether() {
        user.applies("live", "parallelism: 2", Scripts.requests(200, "http_reqs: ['count>0']"));

        var going = user.sees(
                        "live-1",
                        run -> run.getStatus() != null
                                && run.getStatus().live() != null
                                && run.getStatus().live().progressPercent() != null
                                && run.getStatus().live().progressPercent() > 0
                                // of both, between two looks at each of them
                                && run.getStatus().live().vus() == 2
                                && run.getStatus().live().requestsPerSecond() != null
                                && run.getStatus().live().requestsPerSecond() > 0
                                && run.getStatus().columns().p95() != null)
                .getStatus();

        assertThat(going.live().vus()).isEqualTo(2);
        assertThat(going.live().requestsPerSecond()).isPositive();
        assertThat(going.live().failedShare()).isZero();
        assertThat(going.live().slowestP95Millis()).isPositive();
        assertThat(going.live().progressPercent()).isBetween(1, 100);
        assertThat(going.columns().p95()).startsWith("≤");
        assertThat(going.start().plannedSeconds()).isEqualTo(200);

        user.stops("live-1");
        var run = user.seesCompleted("live-1");
        assertVerdict(run, "Aborted", "StopRequested");
        assertThat(run.getStatus().live()).isNull();
    }

    @Test
    void ofOneRunnerToo() {
        user.applies("one", "", Scripts.requests(600, "http_reqs: ['count>0']"));

        var going = user.sees(
                        "one-1",
                        run -> run.getStatus() != null
                                && run.getStatus().live() != null
                                && run.getStatus().columns().p95() != null)
                .getStatus();

        assertThat(going.live().vus()).isEqualTo(2);
        assertThat(going.columns().p95()).doesNotStartWith("≤");
        user.stops("one-1");
        user.seesCompleted("one-1");
    }
}
