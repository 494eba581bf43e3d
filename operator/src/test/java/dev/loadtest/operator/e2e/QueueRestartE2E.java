package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.QueueE2E.admitted;
import static dev.loadtest.operator.e2e.QueueE2E.completed;
import static dev.loadtest.operator.e2e.QueueE2E.position;
import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import dev.loadtest.testkit.fault.OperatorProcess;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The queue, and an operator that is killed or started with another limit. */
@Isolated("kills the operator")
class QueueRestartE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);
    private OperatorProcess operator;

    /** A pod of its own a test: the kubelet waits longer before each restart of the same one. */
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
    void threeOnOneLockGoOneAfterTheOtherAlsoAcrossARestart() throws InterruptedException {
        user.applies("holder", "target: {lock: shop}", Scripts.idle(600, 1));
        user.seesPhase("holder-1", "Running");
        var place = 0;
        for (var name : List.of("third", "second", "first")) { // not in the order of their names
            place++;
            var own = place;
            user.applies(name, "target: {lock: shop}", Scripts.idle(2, 1));
            user.sees(name + "-1", run -> position(run) == own);
            Thread.sleep(1_100); // a creation is written down to the second
        }
        operator.kill();
        user.stops("holder-1");

        var holder = user.seesCompleted("holder-1");
        var third = user.seesCompleted("third-1");
        var second = user.seesCompleted("second-1");
        var first = user.seesCompleted("first-1");

        assertVerdict(holder, "Aborted", "StopRequested");
        assertVerdict(third, "Passed", "NoThresholds");
        assertVerdict(second, "Passed", "NoThresholds");
        assertVerdict(first, "Passed", "NoThresholds");
        assertThat(admitted(third)).isAfterOrEqualTo(completed(holder));
        assertThat(admitted(second)).isAfterOrEqualTo(completed(third));
        assertThat(admitted(first)).isAfterOrEqualTo(completed(second));
        assertThat(k6("third-1", ContainerStateTerminated::getStartedAt))
                .isAfterOrEqualTo(k6("holder-1", ContainerStateTerminated::getFinishedAt));
        assertThat(k6("second-1", ContainerStateTerminated::getStartedAt))
                .isAfterOrEqualTo(k6("third-1", ContainerStateTerminated::getFinishedAt));
        assertThat(k6("first-1", ContainerStateTerminated::getStartedAt))
                .isAfterOrEqualTo(k6("second-1", ContainerStateTerminated::getFinishedAt));
        for (var run : List.of("holder-1", "third-1", "second-1", "first-1")) {
            assertThat(user.podsOf(run)).hasSize(1);
        }
    }

    @Test
    void noMoreRunnersGoAtATimeThanTheOperatorLets() {
        operator.setVariable("LOADTEST_MAX_RUNNERS", "2");
        try {
            user.applies("two", "parallelism: 2", Scripts.idle(600, 2));
            user.seesPhase("two-1", "Running");
            user.applies("one", "", Scripts.idle(1, 1));
            var waiting = user.seesPhase("one-1", "Queued");
            user.applies("three", "parallelism: 3", Scripts.idle(1, 3));

            var three = user.seesCompleted("three-1");
            assertVerdict(three, "Error", "ParallelismExceedsLimit");
            assertThat(three.getStatus().message())
                    .contains("at most 2 runners")
                    .contains("LOADTEST_MAX_RUNNERS");
            assertThat(waiting.getStatus().queue().waitsFor())
                    .isEqualTo("room for 1 more runners: 2 go, and the operator lets 2 go at a time");

            user.stops("two-1");
            var one = user.seesCompleted("one-1");
            assertVerdict(one, "Passed", "NoThresholds");
            assertThat(admitted(one)).isAfterOrEqualTo(completed(user.seesCompleted("two-1")));
        } finally {
            operator.setVariable("LOADTEST_MAX_RUNNERS", null);
        }
    }

    private Instant k6(String run, Function<ContainerStateTerminated, String> time) {
        user.sees(() -> end(run) != null); // a verdict may be there before the node says that the container has ended
        return Instant.parse(time.apply(end(run)));
    }

    private ContainerStateTerminated end(String run) {
        return user.podOf(run, 0)
                .getStatus()
                .getContainerStatuses()
                .get(0)
                .getState()
                .getTerminated();
    }
}
