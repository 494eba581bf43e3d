package dev.loadtest.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loadtest.testkit.TestCluster;
import dev.loadtest.testkit.TestNamespace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the operator asks the API server for while nothing happens, by the API server's own recording. */
class QuietE2E {
    private static final Pattern RECEIVED = Pattern.compile("\"requestReceivedTimestamp\":\"([^\"]+)\"");
    private static final Duration QUIET = Duration.ofSeconds(20);

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    @Test
    void aLoadTestWithTwoHundredPastRunsCostsNoCall() throws IOException, InterruptedException {
        var loadTest = user.applies("quiet", """
                schedule: '0 0 1 1 *'
                stalenessLimitSeconds: 86400
                successfulRunsHistoryLimit: 200""", Scripts.idle(1, 1));
        IntStream.rangeClosed(1, 200).forEach(number -> user.hasBehindHim(loadTest, number, "Passed"));
        user.sees(() -> user.loadTest("quiet").getStatus() != null);
        assumeTrue(!calls(Instant.EPOCH).isEmpty(), "this cluster keeps no recording");
        Awaitility.await()
                .atMost(Duration.ofSeconds(180))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> calls(Instant.now().minusSeconds(10)).isEmpty());

        var since = Instant.now();
        Thread.sleep(QUIET.toMillis());

        assertThat(calls(since)).isEmpty();
        assertThat(user.runsOf("quiet")).hasSize(200);
    }

    /** Of the operator, in this namespace. */
    private List<String> calls(Instant since) throws IOException {
        var recording = new ProcessBuilder(
                        TestCluster.projectRoot()
                                .resolve("testbed")
                                .resolve("cluster")
                                .toString(),
                        "audit")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = recording.inputReader().lines()) {
            return lines.filter(line -> line.contains("\"namespace\":\"" + NAMESPACE.name() + "\""))
                    .filter(line -> {
                        var received = RECEIVED.matcher(line);
                        return received.find()
                                && Instant.parse(received.group(1)).isAfter(since);
                    })
                    .toList();
        }
    }
}
