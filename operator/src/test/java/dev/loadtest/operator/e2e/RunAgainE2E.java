package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs that somebody asks for, and how many of them are kept. */
@Execution(ExecutionMode.CONCURRENT)
class RunAgainE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    @Test
    void onRequestOnceForEachValue() {
        user.applies("asked", "runPolicy: Manual", Scripts.idle(3, 1));
        user.staysAt("asked", 0);

        asks("asked", "one");
        user.seesPhase("asked-1", "Running");
        asks("asked", "two"); // while the first goes: begins after it, once
        var first = user.seesCompleted("asked-1");
        assertThat(first.getSpec().trigger()).matches("request one( by \\S+)?, definition [0-9a-f]+ of generation 1");
        var second = user.seesCompleted("asked-2");
        assertThat(second.getSpec().trigger()).startsWith("request two");

        asks("asked", "two");
        user.applies("asked", "runPolicy: Manual\nenv: [{name: CHANGED, value: 'yes'}]", Scripts.idle(3, 1));
        user.staysAt("asked", 2);
        assertThat(user.loadTest("asked").getStatus().lastHandledRequest()).isEqualTo("two");
    }

    @Test
    void byHandWithOverrides() {
        var loadTest = user.applies(
                "base",
                "runPolicy: Manual\nvalidity: {maxStartSkewMillis: 60000}\nenv: [{name: A, value: '1'}, {name: B, value: '2'}]",
                Scripts.idle(1, 2));
        creates("by-hand", "base", """
                overrides:
                  parallelism: 2
                  env: [{name: B, value: '3'}]
                  thresholds: {iterations: ["count>0"]}
                """);

        var run = user.seesCompleted("by-hand");

        assertVerdict(run, "Passed", "ThresholdsHeld");
        assertThat(run.getSpec().number()).isEqualTo(1);
        assertThat(run.getSpec().trigger())
                .matches(
                        "creation of by-hand \\S+( by \\S+)?, definition [0-9a-f]+ of generation 1, overridden to [0-9a-f]+");
        assertThat(run.getSpec().definition().env())
                .extracting(one -> one.name() + one.value())
                .containsExactly("A1", "B3");
        assertThat(run.getStatus().columns().runners()).isEqualTo("2/2");
        assertThat(run.getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getUid)
                .containsExactly(loadTest.getMetadata().getUid());
        user.sees(() -> "by-hand".equals(user.loadTest("base").getStatus().run()));
        asks("base", "next");
        user.seesCompleted("base-2");
    }

    @Test
    void forALoadTestThatDoesNotExist() {
        creates("lost", "nobody", "");

        var run = user.seesCompleted("lost");

        assertVerdict(run, "Error", "LoadTestMissing");
        assertThat(run.getStatus().message()).startsWith("there is no LoadTest nobody in namespace ");
    }

    @Test
    void withOverridesThatAreRefused() {
        user.applies("strict", "runPolicy: Manual\nsuspend: true", Scripts.idle(1, 1));
        creates("refused", "strict", "overrides: {arguments: [--paused]}");
        user.sees(
                "refused",
                run -> run.getStatus() != null
                        && String.valueOf(run.getStatus().message()).startsWith("waits until LoadTest strict"));
        user.applies("strict", "runPolicy: Manual", Scripts.idle(1, 1));

        var run = user.seesCompleted("refused");

        assertVerdict(run, "Error", "OverridesRefused");
        assertThat(run.getStatus().message()).contains("--paused is refused: ");
        user.staysAt("strict", 1);
    }

    /** Runs of the past that the test makes up, and one that is real. The status knows none of them, as after a restore from a backup. */
    @Test
    void keepsAsManyAsWanted() {
        var loadTest = user.applies(
                "past",
                "runPolicy: Manual\nsuccessfulRunsHistoryLimit: 3\nfailedRunsHistoryLimit: 2",
                Scripts.idle(1, 1));
        // The operator writes its status, too, when it looks for the first time.
        user.sees(() -> user.loadTest("past").getStatus() != null);
        var names = IntStream.rangeClosed(1, 100)
                .mapToObj(number -> user.hasBehindHim(loadTest, number, number % 2 == 0 ? "Passed" : "Failed"))
                .toList();
        assertThat(names).hasSize(100);
        user.staysAt("past", 100);

        asks("past", "now");
        user.seesCompleted("past-101");

        Awaitility.await().atMost(Duration.ofSeconds(420)).untilAsserted(() -> assertThat(user.runsOf("past"))
                .extracting(run -> run.getMetadata().getName())
                .containsExactlyInAnyOrder("past-97", "past-99", "past-98", "past-100", "past-101"));
    }

    private void asks(String loadTest, String value) {
        user.client()
                .resources(LoadTest.class)
                .withName(loadTest)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\": {\"annotations\": {\"loadtest.dev/run-requested-at\": \"" + value + "\"}}}");
    }

    private void creates(String name, String loadTest, String more) {
        var yaml = """
                apiVersion: loadtest.dev/v1alpha1
                kind: LoadTestRun
                metadata: {name: %s}
                spec:
                  loadTestRef: {name: %s}
                """.formatted(name, loadTest) + more.indent(2);
        user.client()
                .resource(user.client().getKubernetesSerialization().unmarshal(yaml, LoadTestRun.class))
                .create();
    }
}
