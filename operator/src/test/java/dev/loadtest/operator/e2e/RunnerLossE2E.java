package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runners that are taken away while they send load. */
class RunnerLossE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);
    private final String mark = Scripts.newMark();

    @Test
    void aLossEndsTheRunAndWhatTheOthersMeasuredIsKept() {
        user.applies("fails", "parallelism: 3", load());
        losesRunner("fails-1", 1);

        var run = user.seesCompleted("fails-1");

        assertVerdict(run, "Error", "RunnerLost");
        assertThat(run.getStatus().message()).contains("unner 1");
        assertThat(run.getStatus().numbers().requests()).isPositive();
        assertThat(run.getStatus().runners().notable().get(0).index()).isEqualTo(1);
    }

    @Test
    void aLossThatIsBorneMakesItInconclusive() {
        user.applies("continues", "parallelism: 3\nonRunnerLoss: Continue", load());
        losesRunner("continues-1", 1);
        user.ends(mark);

        var run = user.seesCompleted("continues-1");

        assertVerdict(run, "Inconclusive", "RunnersMissing");
        assertThat(user.condition("continues-1", "Valid").getMessage()).contains("RunnersMissing");
    }

    @Test
    void enoughRunnersAreEnough() {
        user.applies("enough", "parallelism: 3\nonRunnerLoss: Continue\nminRunners: 2", load());
        losesRunner("enough-1", 2);
        user.ends(mark);

        assertVerdict(user.seesCompleted("enough-1"), "Passed", "ThresholdsHeld");
    }

    @Test
    void anEvictionIsNamed() {
        user.applies("evicted", "parallelism: 2", Scripts.requests(600, "http_reqs: ['count>0']"));
        user.seesLoad("evicted-1", 2);
        user.client()
                .pods()
                .withName(user.podOf("evicted-1", 1).getMetadata().getName())
                .evict();

        var run = user.seesCompleted("evicted-1");

        assertVerdict(run, "Error", "RunnerEvicted");
        assertThat(run.getStatus().message()).contains("evict");
    }

    /** As the scheduler does it. */
    @Test
    void aPreemptionIsNamed() {
        user.applies("preempted", "parallelism: 2", Scripts.requests(600, "http_reqs: ['count>0']"));
        user.seesLoad("preempted-1", 2);
        var pod = user.podOf("preempted-1", 1);
        // With its time: one that is old is taken back by the cluster's controllers.
        patchesStatus(pod, """
                {"conditions": [{
                  "type": "DisruptionTarget", "status": "True", "reason": "PreemptionByScheduler",
                  "lastTransitionTime": "%s",
                  "message": "default-scheduler: preempting to accommodate a higher priority pod"}]}""".formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        user.client().resource(pod).delete();

        var run = user.seesCompleted("preempted-1");

        assertVerdict(run, "Error", "RunnerEvicted");
        assertThat(run.getStatus().message())
                .contains("unner 1")
                .contains("was preempted: default-scheduler: preempting to accommodate a higher priority pod");
    }

    /** As the kubelet of a node does it that is shut down; the one of this node goes on, and sooner or later writes over it. */
    @Test
    void aNodeThatIsShutDownIsNamed() {
        user.applies("shutdown", "parallelism: 2", Scripts.requests(600, "http_reqs: ['count>0']"));
        user.seesLoad("shutdown-1", 2);
        var pod = user.podOf("shutdown-1", 1);
        user.sees(() -> {
            patchesStatus(pod, """
                    {"phase": "Failed", "reason": "Terminated",
                     "message": "Pod was terminated in response to imminent node shutdown."}""");
            return user.run("shutdown-1")
                    .map(run -> run.getStatus().markers().stopping())
                    .isPresent();
        });

        var run = user.seesCompleted("shutdown-1");

        assertVerdict(run, "Error", "RunnerEvicted");
        assertThat(run.getStatus().message())
                .contains("unner 1")
                .contains("went with its node, which was shut down: Pod was terminated in response to");
    }

    @Test
    void wantOfMemoryIsNamed() {
        user.applies("memory", """
                parallelism: 2
                resources: {limits: {memory: 128Mi}}""", """
                import { sleep } from 'k6';
                export const options = { vus: 2, duration: '600s' };
                const kept = [];
                export default function () {
                  for (let i = 0; i < 20; i++) kept.push(new Uint8Array(1024 * 1024).fill(1));
                  sleep(0.2);
                }
                """);

        var run = user.seesCompleted("memory-1");

        assertVerdict(run, "Error", "RunnerOutOfMemory");
        assertThat(run.getStatus().message()).contains("memory");
    }

    /** With a VU for each of three runners. */
    private String load() {
        return Scripts.requestsUntilTheEnd(3, "http_reqs: ['count>0']", mark);
    }

    private void patchesStatus(Pod pod, String status) {
        user.client()
                .resource(pod)
                .subresource("status")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"status\": %s}".formatted(status));
    }

    private void losesRunner(String run, int runner) {
        user.seesLoad(run, 3);
        user.client().resource(user.podOf(run, runner)).withGracePeriod(0).delete();
    }
}
