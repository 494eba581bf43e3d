package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** Real Prometheuses that do not take what the runners write, each for a reason of its own. Here the logs alone tell: the operator asks another. */
@Isolated("takes more of a small machine than others leave")
class MetricsDeliveredE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    /** The password is {@code secret}. */
    private static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: prometheus}
            data:
              prometheus.yml: "global: {}"
              none.yml: ""
              password.yml: |
                basic_auth_users: {k6: $2b$12$dFy9Bj44xr0shf6JVthTDOe/QmbOXnRHs7dXjy0y2xpNkregHVbuK}
            """;

    private static final String PROMETHEUS = """
            apiVersion: v1
            kind: Service
            metadata: {name: %1$s}
            spec: {selector: {app: %1$s}, ports: [{port: 9090}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: %1$s, labels: {app: %1$s}}
            spec:
              terminationGracePeriodSeconds: 0
              securityContext: {runAsNonRoot: true, runAsUser: 65534, fsGroup: 65534, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: prometheus
                  image: docker.io/prom/prometheus:v3.5.0
                  imagePullPolicy: IfNotPresent
                  args: [--config.file=/etc/prometheus/prometheus.yml, --storage.tsdb.path=/prometheus, --web.config.file=/etc/prometheus/%2$s.yml%3$s]
                  readinessProbe: {tcpSocket: {port: 9090}, periodSeconds: 1}
                  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                  volumeMounts: [{name: config, mountPath: /etc/prometheus}, {name: data, mountPath: /prometheus}]
              volumes: [{name: config, configMap: {name: prometheus}}, {name: data, emptyDir: {}}]
            """;

    private static final String RECEIVER = ", --web.enable-remote-write-receiver";

    private final User user = new User(NAMESPACE);

    @BeforeEach
    void prometheuses() {
        applies(CONFIG);
        applies(PROMETHEUS.formatted("off", "none", ""));
        applies(PROMETHEUS.formatted("closed", "password", RECEIVER));
        applies(PROMETHEUS.formatted("strict", "none", RECEIVER));
        for (var name : new String[] {"off", "closed", "strict"}) {
            user.client().pods().withName(name).waitUntilReady(90, TimeUnit.SECONDS);
        }
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

    private void applies(String yaml) {
        KubernetesClient client = user.client();
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
    }
}
