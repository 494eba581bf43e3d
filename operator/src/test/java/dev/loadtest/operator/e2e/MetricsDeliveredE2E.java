package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import java.util.LinkedHashMap;
import java.util.Locale;
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
        new TestPrometheus(NAMESPACE, "strict").starts();
    }

    @Test
    void theReasonIsNamedAndTheVerdictStays() {
        var reasons = new LinkedHashMap<String, String>();
        reasons.put("http://off:9090/api/v1/write", "ReceiverOff");
        reasons.put("http://closed:9090/api/v1/write", "Unauthorized");
        reasons.put("http://nowhere:9090/api/v1/write", "Unreachable");
        reasons.put("https://strict:9090/api/v1/write", "TlsFailed");
        reasons.put("http://strict:9090/api/v1/write", "WritesAccepted");
        var names = new LinkedHashMap<String, String>();
        reasons.forEach((url, reason) -> {
            names.put(reason.toLowerCase(Locale.ROOT), url);
            user.applies(reason.toLowerCase(Locale.ROOT), writingTo(url), Scripts.idle(3, 1));
        });

        names.forEach((name, url) -> {
            assertVerdict(user.seesCompleted(name + "-1"), "Passed", "NoThresholds");
            var said = user.seesSettled(name + "-1", "MetricsDelivered");
            assertThat(said.getReason()).as(said.getMessage()).isEqualTo(reasons.get(url));
            if (!said.getStatus().equals("True")) {
                assertThat(said.getMessage()).contains(url, "writes", "spec.");
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
                  executor: 'per-vu-iterations', vus: 2, iterations: 50, tags: %s } } };
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
}
