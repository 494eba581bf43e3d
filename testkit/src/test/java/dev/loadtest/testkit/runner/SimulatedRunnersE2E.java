package dev.loadtest.testkit.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.testkit.TestCluster;
import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The operator with more runners than this machine could run: their node only pretends. */
@Isolated("one node of that name")
class SimulatedRunnersE2E {

    private static final Duration PATIENCE = Duration.ofSeconds(420);
    private static final int MOST_STATUS_BYTES = 64 * 1024;
    /** Each phase, the markers, the objects of the run, the LoadTest's own: what is not told at the pace of a second. */
    private static final int WRITES_AT_ONCE = 40;

    private static final Pattern WRITE = Pattern.compile("\"verb\":\"(create|update|patch|delete)\"");

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private RunnerSimulator simulator;

    @BeforeEach
    void aNodeThatPretends() {
        simulator = RunnerSimulator.start(NAMESPACE.client());
    }

    @AfterEach
    void noMoreNode() {
        simulator.close();
    }

    @Test
    void twoHundredRunnersAreOneTest() throws IOException, InterruptedException {
        simulator.plays(NAMESPACE.name(), RunnerScript.well());

        applies("crowd", 200);

        var run = seesCompleted("crowd-1");
        assertThat(run.getStatus().verdict())
                .as(Serialization.asYaml(run.getStatus()))
                .isEqualTo("Passed");
        assertThat(run.getStatus().columns().runners()).isEqualTo("200/200");
        assertThat(Serialization.asJson(run.getStatus()).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(MOST_STATUS_BYTES);
        assertThat(writesOfTheOperator())
                .as("counts are told once a second, on the run and on its LoadTest")
                .hasSizeLessThanOrEqualTo(WRITES_AT_ONCE + 2 * secondsOf(run));
    }

    @Test
    void oneOfThemFails() {
        simulator.plays(NAMESPACE.name(), RunnerScript.well().writingLines(200));
        simulator.plays(
                NAMESPACE.name(),
                2,
                RunnerScript.well()
                        .failingWith(
                                107,
                                "time=\"2026-08-01T12:00:00Z\" level=error msg=\"it threw\" hint=\"script exception\""));

        applies("broken", 4);

        assertThat(seesCompleted("broken-1").getStatus().verdict()).isEqualTo("Error");
    }

    @Test
    void aMegabyteASecondHidesNoResult() {
        simulator.plays(NAMESPACE.name(), RunnerScript.well().writingLines(1_000));

        applies("loud", 2);

        var run = seesCompleted("loud-1");
        assertThat(run.getStatus().verdict()).isEqualTo("Passed");
        assertThat(run.getStatus().numbers().iterations()).isEqualTo(200);
    }

    @Test
    void whoIsSilentOrNeverReadyKeepsTheRunFromItsStart() {
        simulator.plays(NAMESPACE.name(), RunnerScript.well());
        simulator.plays(NAMESPACE.name(), 1, RunnerScript.well().thatIsSilent());
        applies("silent", 2, "startTimeoutSeconds: 45");
        await().atMost(PATIENCE).until(() -> upOf("silent-1") == 2);

        simulator.plays(NAMESPACE.name(), 1, RunnerScript.well().thatIsNeverReady());
        applies("unready", 2, "startTimeoutSeconds: 45");
        var silent = seesCompleted("silent-1").getStatus();
        var unready = seesCompleted("unready-1").getStatus();

        assertThat(silent.reason()).isEqualTo("RunnerUnreachable");
        assertThat(silent.message()).contains("silent-1-1");
        assertThat(unready.reason()).isEqualTo("StartTimeout");
        assertThat(unready.message()).contains("1 of 2 runners");
    }

    /** How many of its runners play by now, each what it was told before. */
    private static long upOf(String run) {
        return NAMESPACE.client().pods().withLabel("loadtest.dev/run", run).list().getItems().stream()
                .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                .count();
    }

    private static void applies(String name, int parallelism) {
        applies(name, parallelism, "");
    }

    private static void applies(String name, int parallelism, String more) {
        var yaml = """
                apiVersion: loadtest.dev/v1alpha1
                kind: LoadTest
                metadata: {name: %s}
                spec:
                  parallelism: %d
                  validity: {maxStartSkewMillis: 60000}
                  script:
                    inline: |
                      export const options = { vus: 1000, duration: '2s' };
                      export default function () {}
                  resources: {requests: {cpu: "%s"}}
                  %s
                """.formatted(name, parallelism, RunnerSimulator.CPU, more);
        var client = NAMESPACE.client();
        client.resource(client.getKubernetesSerialization().unmarshal(yaml, LoadTest.class))
                .create();
    }

    private static int secondsOf(LoadTestRun run) {
        return (int) Duration.between(
                        Instant.parse(run.getMetadata().getCreationTimestamp()),
                        Instant.parse(run.getStatus().completionTime()))
                .toSeconds();
    }

    private static LoadTestRun seesCompleted(String name) {
        return await().atMost(PATIENCE)
                .until(
                        () -> NAMESPACE
                                .client()
                                .resources(LoadTestRun.class)
                                .withName(name)
                                .get(),
                        run -> run != null
                                && run.getStatus() != null
                                && run.getStatus().verdict() != null);
    }

    private static List<String> writesOfTheOperator() throws IOException, InterruptedException {
        var recording = new ProcessBuilder(
                        TestCluster.projectRoot()
                                .resolve("testbed")
                                .resolve("cluster")
                                .toString(),
                        "audit")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var lines = new String(recording.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        recording.waitFor();
        return lines.stream()
                .filter(line -> line.contains("\"namespace\":\"" + NAMESPACE.name() + "\""))
                .filter(line -> line.contains("crowd"))
                .filter(line -> WRITE.matcher(line).find())
                .map(line -> line.replaceAll(
                        ".*\"requestURI\":\"([^\"]*)\",(\"verb\":\"[a-z]*\").*\"code\":(\\d+).*", "$2 $1 $3"))
                .toList();
    }
}
