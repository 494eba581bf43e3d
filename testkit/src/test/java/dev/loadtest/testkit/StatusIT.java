package dev.loadtest.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.Artifact;
import dev.loadtest.api.Columns;
import dev.loadtest.api.LastResult;
import dev.loadtest.api.LastRun;
import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestReference;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunSpec;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.LoadTestSpec;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.api.Markers;
import dev.loadtest.api.PendingRun;
import dev.loadtest.api.QueueStatus;
import dev.loadtest.api.RunLive;
import dev.loadtest.api.RunNumbers;
import dev.loadtest.api.RunReport;
import dev.loadtest.api.RunnerStatus;
import dev.loadtest.api.Runners;
import dev.loadtest.api.ScheduleStatus;
import dev.loadtest.api.ScriptSnapshot;
import dev.loadtest.api.Start;
import dev.loadtest.api.Stopping;
import dev.loadtest.api.TargetRevision;
import dev.loadtest.api.TargetStatus;
import dev.loadtest.api.TargetWorkloadStatus;
import dev.loadtest.api.ThresholdResult;
import dev.loadtest.api.ThresholdSpread;
import dev.loadtest.api.ThresholdStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever the operator may write as a status, the API server takes by server-side apply and gives back unchanged. */
class StatusIT {

    @RegisterExtension
    static final PrivateResources CLUSTER = new PrivateResources();

    private static final String NOW = Instant.ofEpochSecond(1_767_225_600).toString();
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("loadtest-operator")
            .withForce(true)
            .build();
    private static final LoadTestSpec SPEC =
            Serialization.unmarshal("script: {inline: 'export default () => {}'}", LoadTestSpec.class);

    private final List<GenericKubernetesResource> created = new ArrayList<>();

    @AfterEach
    void removeWhatWasCreated() {
        created.forEach(resource -> CLUSTER.client().resource(resource).delete());
    }

    @Test
    void ofALoadTestIsKept() {
        var test = new LoadTest();
        test.setMetadata(named("items-smoke"));
        test.setSpec(SPEC);
        create(test);
        var status = new LoadTestStatus(
                1L,
                "Passed",
                "items-smoke-3",
                new Columns("4/4", "812", "187ms", "0.02%"),
                new PendingRun(4, "generation 2"),
                new LastRun(
                        "items-smoke-3",
                        3,
                        "generation 1",
                        "Completed",
                        "Passed",
                        "ThresholdsHeld",
                        "All held.",
                        NOW,
                        NOW),
                new LastResult(
                        "items-smoke-3",
                        "Passed",
                        "ThresholdsHeld",
                        true,
                        NOW,
                        NOW,
                        new RunNumbers(
                                4872L, 812.0, 0.0002, 187.0, 203.0, 93.5, 88.0, 12.5, 240.0, 4872L, 4872L, 0L, 6.0),
                        List.of(new ThresholdResult("http_req_duration", "p(95)<500", 187.0, true))),
                List.of("items-smoke-3"),
                NOW,
                NOW,
                new ScheduleStatus("*/30 8-20 * * *", "Etc/UTC", NOW, "10:30", 12L, NOW),
                "now",
                List.of("before", "now"),
                NOW,
                NOW,
                List.of(condition("Completed"), condition("Succeeded")));

        var stored = applyTwice(fresh(test, status));

        assertThat(stored.getStatus()).isEqualTo(status);
    }

    @Test
    void ofARunIsKept() {
        var run = aRun();
        create(run);
        var status = new LoadTestRunStatus(
                1L,
                "Completed",
                "Failed",
                "ThresholdBroken",
                "http_req_duration: p(95) is 612 ms, not below 500 ms.",
                new QueueStatus(2, "run shop-3, which has the lock shop"),
                new TargetStatus(
                        NOW,
                        List.of(new TargetWorkloadStatus(
                                "Deployment",
                                "backend",
                                new TargetRevision("4", List.of("backend=sha256:0a1b")),
                                new TargetRevision("5", List.of("backend=sha256:2c3d")))),
                        "Deployment backend: revision 4 → 5"),
                new ScriptSnapshot("items-smoke-script-0a1b2c", "smoke.js", "0a1b2c"),
                new Markers(NOW, NOW, "1", NOW, NOW, new Stopping("AtDeadline", NOW), NOW, "2"),
                new Runners(
                        4,
                        4,
                        0,
                        4,
                        List.of(new RunnerStatus(2, "items-smoke-3-2-abcde", "1", "RunnerLost", 137, "Lost."))),
                new Start(NOW, 250L, NOW, 12, 50.5, List.of("0", "1", "2", "3")),
                new RunLive(NOW, 20, 812.25, 0.01, 187.0, 5000L, 42),
                new RunNumbers(
                        1L << 53,
                        812.25,
                        1e-12,
                        187.0,
                        203.0,
                        1.7e308,
                        88.0,
                        -0.5,
                        240.0,
                        Long.MAX_VALUE,
                        0L,
                        0L,
                        50.5),
                List.of(new ThresholdStatus(
                        "http_req_duration",
                        "p(95)<500",
                        "Script",
                        612.0,
                        611.9,
                        612.1,
                        5_000_000_000L,
                        false,
                        true,
                        new ThresholdSpread(600.0, 610.0, 620.0, 3))),
                7,
                new RunReport("https://loadtests.example.com/namespaces/shop/runs/items-smoke-3"),
                List.of(new Artifact("summary.json.gz", "configmap/items-smoke-3-report", 4711L, "0a1b2c")),
                new Columns("4/4", "812", "187ms", "0.02%"),
                NOW,
                NOW,
                List.of(condition("Completed")));

        var stored = applyTwice(fresh(run, status));

        assertThat(stored.getStatus()).isEqualTo(status);
    }

    @Test
    void withNumbersThatJsonDoesNotHaveLeavesThemOut() {
        var run = aRun();
        create(run);
        var numbers = new RunNumbers(
                0L,
                Double.NaN,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                0L,
                0L,
                0L,
                0.0);
        var threshold = new ThresholdStatus(
                "http_req_duration",
                "p(95)<500",
                "Script",
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                0L,
                true,
                true,
                null);

        var stored = applyTwice(fresh(
                run,
                new LoadTestRunStatus(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        numbers,
                        List.of(threshold),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)));

        assertThat(stored.getStatus().numbers())
                .isEqualTo(new RunNumbers(0L, null, null, null, null, null, null, null, null, 0L, 0L, 0L, 0.0));
        assertThat(stored.getStatus().thresholds())
                .containsExactly(new ThresholdStatus(
                        "http_req_duration", "p(95)<500", "Script", null, null, null, 0L, true, true, null));
    }

    @Test
    void canBeFoundByTheLoadTestOfARun() {
        create(aRun());
        var runs = CLUSTER.client().genericKubernetesResources(CLUSTER.runs());

        assertThat(runs.withField("spec.loadTestRef.name", "items-smoke").list().getItems())
                .hasSize(1);
        assertThat(runs.withField("spec.loadTestRef.name", "other").list().getItems())
                .isEmpty();
    }

    private void create(HasMetadata resource) {
        created.add(CLUSTER.resource(resource).create());
    }

    /** The second apply of the same must change nothing, or every watcher would be woken for nothing. */
    private static <T extends HasMetadata> T applyTwice(T patch) {
        var first = apply(patch);
        var second = apply(patch);
        assertThat(second.getMetadata().getResourceVersion())
                .isEqualTo(first.getMetadata().getResourceVersion());
        @SuppressWarnings("unchecked")
        var type = (Class<T>) patch.getClass();
        return CLUSTER.typed(second, type);
    }

    private static GenericKubernetesResource apply(HasMetadata patch) {
        return CLUSTER.resource(patch).subresource("status").patch(APPLY);
    }

    private static LoadTestRun aRun() {
        var run = new LoadTestRun();
        run.setMetadata(named("items-smoke-3"));
        run.setSpec(
                new LoadTestRunSpec(new LoadTestReference("items-smoke"), null, 3, "generation 2", SPEC, null, null));
        return run;
    }

    private static LoadTest fresh(LoadTest test, LoadTestStatus status) {
        var patch = new LoadTest();
        patch.setMetadata(named(test.getMetadata().getName()));
        patch.setStatus(status);
        return patch;
    }

    private static LoadTestRun fresh(LoadTestRun run, LoadTestRunStatus status) {
        var patch = new LoadTestRun();
        patch.setMetadata(named(run.getMetadata().getName()));
        patch.setStatus(status);
        return patch;
    }

    private static ObjectMeta named(String name) {
        return new ObjectMetaBuilder().withName(name).build();
    }

    private static Condition condition(String type) {
        return new ConditionBuilder()
                .withType(type)
                .withStatus("True")
                .withReason("ThresholdsHeld")
                .withMessage("All held.")
                .withLastTransitionTime(NOW)
                .withObservedGeneration(1L)
                .build();
    }
}
