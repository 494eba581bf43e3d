package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.report.Report;
import dev.loadtest.report.Reports;
import dev.loadtest.testkit.TestCluster;
import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every run leaves a report, and one that cannot be kept changes nothing. */
@Execution(ExecutionMode.CONCURRENT)
class ReportE2E {
    @Nested
    class Kept {
        @RegisterExtension
        static final TestNamespace NAMESPACE = new TestNamespace();

        private final User user = new User(NAMESPACE);

        @Test
        void besideTheRunWithTheOneBeforeIt() throws Exception {
            user.applies("items", "parallelism: 2", Scripts.requests(8, "http_req_duration: ['p(95)<60000']"));
            var first = user.seesCompleted("items-1");
            user.applies("items", "parallelism: 2", Scripts.requests(8, "http_req_duration: ['p(95)<60001']"));
            var second = user.seesCompleted("items-2");

            assertVerdict(second, "Passed", "ThresholdsHeld");
            assertThat(user.condition("items-2", "ReportStored").getStatus()).isEqualTo("True");
            var report = report(user, second);
            assertThat(report.outcome().verdict()).isEqualTo("Passed");
            assertThat(report.run().uid()).isEqualTo(second.getMetadata().getUid());
            assertThat(report.numbers().orElseThrow().p95().orElseThrow())
                    .isCloseTo(second.getStatus().numbers().p95Millis(), within(0.001));
            assertThat(report.thresholds()).hasSize(1);
            assertThat(report.runners().rows()).hasSize(2);
            assertThat(report.series().orElseThrow().points()).isNotEmpty();
            assertThat(report.previous().orElseThrow().run())
                    .isEqualTo(first.getMetadata().getName());
            assertThat(report(user, first).previous()).isEmpty();
        }

        @Test
        void theOneBeforeItMayHaveBeenMadeByHand() throws Exception {
            user.applies("mixed", "", Scripts.requests(2, "http_req_duration: ['p(95)<60000']"));
            user.seesCompleted("mixed-1");
            user.client()
                    .resource(user.client().getKubernetesSerialization().unmarshal("""
                            apiVersion: loadtest.dev/v1alpha1
                            kind: LoadTestRun
                            metadata: {name: by-hand}
                            spec: {loadTestRef: {name: mixed}}
                            """, LoadTestRun.class))
                    .create();
            user.seesCompleted("by-hand");
            user.applies("mixed", "", Scripts.requests(3, "http_req_duration: ['p(95)<60000']"));

            var last = user.seesCompleted("mixed-3");

            assertThat(report(user, last).previous().orElseThrow().run()).isEqualTo("by-hand");
        }

        /** As somebody does who copies what the report says, two times, and cannot wait for the schedule. */
        @Test
        void itsCommandsRepeatTheRunOfALoadTestWithASchedule() throws Exception {
            user.applies(
                    "nightly",
                    "schedule: 0 3 1 1 *\ntimeZone: Europe/Berlin\nconcurrencyPolicy: Forbid\nstalenessLimitSeconds: 86400",
                    Scripts.requests(2, "http_req_duration: ['p(95)<60000']"));
            user.client()
                    .resources(LoadTest.class)
                    .withName("nightly")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\": {\"annotations\": {\"loadtest.dev/run-requested-at\": \"now\"}}}");
            var run = user.seesCompleted("nightly-1");
            var report = report(user, run);

            for (int time = 0; time < 2; time++) {
                assertThat(said(report.environment().repeat()))
                        .endsWith(run.getStatus().script().sha256());
            }

            var again = user.client().resources(LoadTest.class).list().getItems().stream()
                    .filter(one -> one.getMetadata().getName().startsWith("nightly-again-"))
                    .toList();
            assertThat(again).hasSize(2).allSatisfy(one -> {
                assertThat(one.getSpec().schedule()).isNull();
                assertThat(user.runsOf(one.getMetadata().getName()))
                        .singleElement()
                        .satisfies(repeated -> assertVerdict(repeated, "Passed", "ThresholdsHeld"));
            });
        }

        private static String said(List<String> commands) throws IOException, InterruptedException {
            var shell = new ProcessBuilder("bash", "-o", "errexit", "-o", "pipefail", "-c", String.join("\n", commands))
                    .redirectErrorStream(true);
            shell.environment().put("KUBECONFIG", TestCluster.kubeconfig().toString());
            var going = shell.start();
            var said = new String(going.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(going.waitFor()).as(said).isZero();
            return said;
        }

        @Test
        void alsoOfARunThatNeverBegan() throws Exception {
            user.applies("no-map", "script: {configMap: {name: nowhere, file: a.js}}");

            var report = report(user, user.seesCompleted("no-map-1"));

            assertThat(report.outcome().reason()).isEqualTo("ScriptConfigMapMissing");
            assertThat(report.outcome().message()).contains("ConfigMap nowhere does not exist");
            assertThat(report.numbers()).isEmpty();
            assertThat(Reports.html(report)).contains("ConfigMap nowhere does not exist");
        }
    }

    @Nested
    class WithoutRoom {
        @RegisterExtension
        static final TestNamespace NAMESPACE = new TestNamespace();

        private final User user = new User(NAMESPACE);

        @Test
        void theVerdictStandsAndTheReportComesOnceThereIsRoom() throws Exception {
            user.sees(() ->
                    user.client().configMaps().withName("kube-root-ca.crt").get() != null);
            hasRoomFor(3); // that one, the script and the harness
            user.applies("tight", "", Scripts.idle(1, 1));

            var waiting = user.sees(
                    "tight-1", run -> run.getStatus() != null && run.getStatus().verdict() != null);
            assertVerdict(waiting, "Passed", "NoThresholds");
            assertThat(user.condition("tight-1", "ReportStored").getStatus()).isEqualTo("Unknown");
            hasRoomFor(10);
            var run = user.seesCompleted("tight-1");

            assertVerdict(run, "Passed", "NoThresholds");
            assertThat(user.condition("tight-1", "ReportStored").getStatus()).isEqualTo("True");
            assertThat(report(user, run).outcome().verdict()).isEqualTo("Passed");
        }

        private void hasRoomFor(int configMaps) {
            user.client()
                    .resource(new ResourceQuotaBuilder()
                            .withNewMetadata()
                            .withName("few")
                            .endMetadata()
                            .withNewSpec()
                            .withHard(Map.of("count/configmaps", new Quantity(String.valueOf(configMaps))))
                            .endSpec()
                            .build())
                    .forceConflicts()
                    .serverSideApply();
            user.sees(() -> {
                var status =
                        user.client().resourceQuotas().withName("few").get().getStatus();
                return status != null
                        && status.getUsed() != null
                        && status.getHard() != null
                        && new Quantity(String.valueOf(configMaps))
                                .equals(status.getHard().get("count/configmaps"));
            });
        }
    }

    /** As a user gets it, whose only tools are kubectl and what status says. */
    private static Report report(User user, LoadTestRun run) throws Exception {
        var artifact = run.getStatus().artifacts().get(0);
        assertThat(artifact.location())
                .isEqualTo("configmap/" + run.getMetadata().getName() + "-report");
        ConfigMap configMap = user.client()
                .configMaps()
                .withName(artifact.location().substring("configmap/".length()))
                .get();
        assertThat(configMap.getMetadata().getOwnerReferences().get(0).getUid())
                .isEqualTo(run.getMetadata().getUid());
        var packed = Base64.getDecoder().decode(configMap.getBinaryData().get(artifact.name()));
        try (var summary = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertThat(SummarySchema.faults(summary.readAllBytes())).isEmpty();
        }
        assertThat(artifact.size()).isEqualTo(packed.length).isLessThanOrEqualTo(48 * 1024);
        assertThat(artifact.sha256()).isEqualTo(DigestUtils.sha256Hex(packed));
        return Reports.expand(packed);
    }
}
