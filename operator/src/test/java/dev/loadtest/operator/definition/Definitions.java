package dev.loadtest.operator.definition;

import dev.loadtest.api.BucketCredentials;
import dev.loadtest.api.CaBundle;
import dev.loadtest.api.EnvSource;
import dev.loadtest.api.EnvVariable;
import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.LoadTestSpec;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.api.PrometheusOutput;
import dev.loadtest.api.PushgatewayOutput;
import dev.loadtest.api.ReferenceSource;
import dev.loadtest.api.ReportBucket;
import dev.loadtest.api.ReportClaim;
import dev.loadtest.api.ReportSpec;
import dev.loadtest.api.ResourceRequirements;
import dev.loadtest.api.ScriptSource;
import dev.loadtest.api.SecretReference;
import dev.loadtest.api.TargetProbe;
import dev.loadtest.api.TargetSpec;
import dev.loadtest.api.TargetWorkload;
import dev.loadtest.api.ValiditySpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;

/** Makes LoadTests and the statuses of their runs. */
final class Definitions {
    private Definitions() {}

    /** Every field is set. */
    static LoadTestSpec everything() {
        return new LoadTestSpec(
                new ScriptSource(null, "export default () => {}"),
                "grafana/k6:2.2.0",
                "Always",
                List.of(new SecretReference("registry")),
                2,
                "Once",
                "Continue",
                1,
                new ValiditySpec(true, 0.5, 0.01, 0.1, 0.9, 1000, "Estimate"),
                "runners",
                List.of("--http-debug"),
                List.of(new EnvVariable("API_BASE", "http://backend:8000", null)),
                List.of(new EnvSource(null, new ReferenceSource("settings", null), null)),
                new ResourceRequirements(Map.of("cpu", new Quantity("1")), null),
                Map.of("http_req_duration", List.of("p(95)<500")),
                new PrometheusOutput(
                        "http://prometheus:9090/api/v1/write",
                        List.of("avg"),
                        "5s",
                        new PushgatewayOutput("http://pushgateway:9091")),
                new ReportSpec(
                        true,
                        new ReportClaim("reports", "nightly", 10001L),
                        new ReportBucket(
                                "http://minio:9000",
                                "reports",
                                "nightly",
                                "us-east-1",
                                true,
                                new BucketCredentials("minio"),
                                new CaBundle("authorities", "ca.crt"))),
                new TargetSpec(
                        "shop",
                        "Cluster",
                        30,
                        600,
                        List.of(new TargetWorkload("Deployment", "backend")),
                        new TargetProbe("http://backend:8000/health"),
                        120),
                60,
                300,
                3600,
                true,
                "*/30 8-20 * * *",
                "Europe/Berlin",
                "Forbid",
                60,
                10,
                10,
                "OnChange",
                7200);
    }

    static LoadTest loadTest(long generation, LoadTestStatus status) {
        var loadTest = new LoadTest();
        loadTest.setMetadata(new ObjectMetaBuilder()
                .withName("items")
                .withNamespace("shop")
                .withUid("loadtest-uid")
                .withGeneration(generation)
                .build());
        loadTest.setSpec(everything());
        loadTest.setStatus(status);
        return loadTest;
    }

    static LoadTestRun run(int number, LoadTestRunStatus status) {
        var run = new LoadTestRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName("items-" + number)
                .withNamespace("shop")
                .build());
        run.setStatus(status);
        return run;
    }
}
