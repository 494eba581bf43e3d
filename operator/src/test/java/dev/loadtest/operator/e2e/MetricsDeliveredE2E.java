package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Real Prometheuses that do not take what the runners write, each for a reason of its own. Here the logs alone tell: the operator asks another. */
@Execution(ExecutionMode.CONCURRENT)
class MetricsDeliveredE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private final User user = new User(NAMESPACE);

    @BeforeEach
    void prometheuses() {
        new TestPrometheus(NAMESPACE, "off").withoutReceiver().starts();
        new TestPrometheus(NAMESPACE, "closed").withPassword().starts();
        new TestPrometheus(NAMESPACE, "untrusted").withOwnCertificate().starts();
        new TestPrometheus(NAMESPACE, "strict").starts();
    }

    private record Target(String name, String url, String env, String reason, String words) {}

    @Test
    void theReasonIsNamedAndTheVerdictStays() {
        var targets = List.of(
                new Target("receiver-off", "http://off:9090", "", "ReceiverOff", "404"),
                new Target("no-credentials", "http://closed:9090", "", "Unauthorized", "401"),
                new Target("wrong-credentials", "http://closed:9090", password("wrong"), "Unauthorized", "401"),
                new Target("right-credentials", "http://closed:9090", password("secret"), "WritesAccepted", ""),
                new Target("unknown-name", "http://nowhere:9090", "", "Unreachable", "nowhere"),
                new Target("https-to-http", "https://strict:9090", "", "TlsFailed", "HTTP response to HTTPS client"),
                new Target("untrusted", "https://untrusted:9090", "", "TlsFailed", "x509: "),
                new Target("accepted", "http://strict:9090", "", "WritesAccepted", ""));
        targets.forEach(target -> user.applies(
                target.name(),
                // Nothing but a long time without a failure counts as a write that was taken, also on a machine that
                // stands still.
                writingTo(target.url() + "/api/v1/write").replace("1s", "20s") + target.env(),
                Scripts.idle(3, 1)));

        targets.forEach(target -> {
            assertVerdict(user.seesCompleted(target.name() + "-1"), "Passed", "NoThresholds");
            var said = user.seesSettled(target.name() + "-1", "MetricsDelivered");
            assertThat(said.getReason())
                    .as("%s: %s", target.name(), said.getMessage())
                    .isEqualTo(target.reason());
            if (!said.getStatus().equals("True")) {
                assertThat(said.getMessage()).contains(target.url(), "writes", "spec.", target.words());
            }
        });
    }

    /**
     * Both runners write the same series, since the script gives them the same tags, and of ten metrics each that comes by once a second some
     * are as old as a whole interval. So of two writes that follow each other one has a sample that is older than what is there.
     */
    @Test
    void samplesOutOfOrderAreNamed() {
        var tags = "{ runner: 'both' }";
        var script = """
                import { sleep } from 'k6';
                import { Counter } from 'k6/metrics';
                const counters = [%s].map((i) => new Counter(`hits_${i}`));
                export const options = { scenarios: { both: {
                  executor: 'per-vu-iterations', vus: 2, iterations: 120, tags: %s } } };
                export default function () {
                  counters[__ITER %% 10].add(1, %s);
                  sleep(0.1);
                }
                """.formatted(
                        IntStream.range(0, 10).mapToObj(String::valueOf).collect(Collectors.joining(",")), tags, tags);
        user.applies("late", "parallelism: 2\n" + writingTo("http://strict:9090/api/v1/write"), script);

        var run = user.seesCompleted("late-1");

        assertThat(run.getStatus().verdict()).isEqualTo("Passed");
        var said = user.seesSettled("late-1", "MetricsDelivered");
        assertThat(said.getReason()).as(said.getMessage()).isIn("SamplesRefused", "PartlyDelivered");
        assertThat(said.getMessage()).contains("got status code: 400", "out_of_order_time_window");
    }

    private static String writingTo(String url) {
        return "prometheus: {remoteWriteUrl: \"%s\", pushInterval: 1s}".formatted(url);
    }

    private static String password(String password) {
        return """

                env:
                - {name: K6_PROMETHEUS_RW_USERNAME, value: k6}
                - {name: K6_PROMETHEUS_RW_PASSWORD, value: %s}""".formatted(password);
    }
}
