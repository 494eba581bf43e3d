package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.testkit.TestNamespace;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Who waits for a lock, and how waiting ends. Each test has a lock of its own. */
@Execution(ExecutionMode.CONCURRENT)
class QueueE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    @Test
    void whoIsStoppedOrDeletedWhileHeWaitsTakesNobodysPlace() {
        user.applies("has", "target: {lock: left}", Scripts.idle(600, 1));
        user.seesPhase("has-1", "Running");
        user.applies("first", "target: {lock: left}", Scripts.idle(1, 1));
        var first = user.seesPhase("first-1", "Queued");
        user.applies("second", "target: {lock: left}", Scripts.idle(1, 1));
        user.seesPhase("second-1", "Queued");
        user.applies("third", "target: {lock: left}", Scripts.idle(1, 1));
        user.sees("third-1", run -> position(run) == 3);

        assertThat(first.getStatus().queue().position()).isEqualTo(1);
        assertThat(first.getStatus().message())
                .isEqualTo("number 1 in the queue; waits for run has-1 to end, which has the lock left");
        assertThat(first.getMetadata().getLabels()).containsEntry("loadtest.dev/lock", "left");
        user.stops("first-1");
        user.deletes("second");
        assertVerdict(user.seesCompleted("first-1"), "Aborted", "StopRequested");
        user.sees("third-1", run -> position(run) == 1);
        assertThat(user.jobsOf("first-1")).isEmpty();
        user.stops("has-1");

        assertVerdict(user.seesCompleted("third-1"), "Passed", "NoThresholds");
        user.sees(() -> user.run("second-1").isEmpty());
    }

    @Test
    void aRunThatNoNodeTakesGivesItsPlaceBack() {
        user.applies(
                "too-big",
                "resources: {requests: {cpu: \"900\"}}\nstartTimeoutSeconds: 60\ntarget: {lock: unschedulable}",
                Scripts.idle(1, 1));
        user.sees(
                "too-big-1",
                run -> run.getStatus() != null
                        && run.getStatus().markers() != null
                        && run.getStatus().markers().jobCreating() != null);
        user.applies("next", "target: {lock: unschedulable}", Scripts.idle(1, 1));

        var next = user.seesCompleted("next-1");

        var tooBig = user.seesCompleted("too-big-1");
        assertVerdict(tooBig, "Error", "Unschedulable");
        assertVerdict(next, "Passed", "NoThresholds");
        assertThat(admitted(next)).isAfterOrEqualTo(completed(tooBig));
    }

    @Test
    void whoseTurnDoesNotComeInTimeEnds() {
        user.applies("slow", "target: {lock: timeout}", Scripts.idle(600, 1));
        user.seesPhase("slow-1", "Running");
        user.applies("impatient", "target: {lock: timeout, queueTimeoutSeconds: 3}", Scripts.idle(1, 1));

        var run = user.seesCompleted("impatient-1");

        assertVerdict(run, "Error", "QueueTimeout");
        assertThat(run.getStatus().message()).contains("waited for run slow-1 to end, which has the lock timeout");
        assertThat(run.getStatus().queue()).isNull();
        user.stops("slow-1");
    }

    @Test
    void theTargetIsLeftAloneBetweenTwoRuns() {
        user.applies("before", "target: {lock: settling, lockScope: Cluster}", Scripts.idle(1, 1));
        var before = user.seesCompleted("before-1");
        // One that is seen to wait, however late it is looked at, and one whose time comes.
        user.applies("waits", "target: {lock: settling, lockScope: Cluster, settleSeconds: 3600}", Scripts.idle(1, 1));
        var waiting = user.sees("waits-1", run -> position(run) == 1);
        user.stops("waits-1");
        user.seesCompleted("waits-1");
        user.applies("after", "target: {lock: settling, lockScope: Cluster, settleSeconds: 30}", Scripts.idle(1, 1));
        var after = user.seesCompleted("after-1");

        assertVerdict(after, "Passed", "NoThresholds");
        assertThat(admitted(after)).isAfterOrEqualTo(completed(before).plusSeconds(30));
        assertThat(waiting.getStatus().queue().waitsFor()).contains("3600 s to pass after run before-1");
    }

    @Test
    void ofAnotherNamespaceOnlyALockOfTheClusterIsShared() {
        user.applies("here", "target: {lock: scope}", Scripts.idle(600, 1));
        user.seesPhase("here-1", "Running");
        user.applies("there", "target: {lock: scope, lockScope: Cluster}", Scripts.idle(1, 1));

        assertVerdict(user.seesCompleted("there-1"), "Passed", "NoThresholds");
        assertThat(user.status("here-1").verdict()).isNull();
        user.stops("here-1");
    }

    static int position(LoadTestRun run) {
        return run.getStatus() == null || run.getStatus().queue() == null
                ? 0
                : run.getStatus().queue().position();
    }

    static Instant admitted(LoadTestRun run) {
        return Instant.parse(run.getStatus().markers().admittedAt());
    }

    static Instant completed(LoadTestRun run) {
        return Instant.parse(run.getStatus().completionTime());
    }
}
