package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loadtest.api.Artifact;
import dev.loadtest.report.ReportFile;
import dev.loadtest.report.Reports;
import dev.loadtest.testkit.SmallVolume;
import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The files of reports come to where a LoadTest wants them, in the end, and no verdict waits for them. */
@Isolated("takes more of a small machine than others leave")
class ReportDeliveryE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    /** A node waits longer before each attempt, and a machine may be slow. */
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private static final List<String> FILES = Stream.concat(
                    Arrays.stream(ReportFile.values()).map(ReportFile::fileName), Stream.of("SHA256SUMS"))
            .toList();

    private final User user = new User(NAMESPACE);

    @Test
    void toABucketOnceItIsThereAndTheCredentialsAreRight() throws Exception {
        user.applies("early", bucket("reports", "good"), Scripts.idle(1, 1));
        assertVerdict(user.seesCompleted("early-1"), "Passed", "NoThresholds");
        assertThat(trouble("early-1", "SecretMissing").getMessage()).contains("\"good\" not found");

        try (var minio = new Minio(user)) {
            minio.hasSecret("good", Minio.USER, Minio.PASSWORD);
            assertThat(trouble("early-1", "Unreachable").getMessage()).contains("http://minio:9000");
            minio.start().hasBucket("reports");
            minio.hasSecret("wrong", Minio.USER, "not-the-password");
            user.applies("no-bucket", bucket("nowhere", "good"), Scripts.requests(1, ""));
            user.applies("stranger", bucket("reports", "wrong"), Scripts.idle(1, 1));

            assertVerdict(user.seesCompleted("no-bucket-1"), "Passed", "NoThresholds");
            assertThat(trouble("no-bucket-1", "BucketMissing").getMessage())
                    .contains("bucket nowhere", "create the bucket, or correct spec.report.s3.bucket");
            assertVerdict(user.seesCompleted("stranger-1"), "Passed", "NoThresholds");
            assertThat(trouble("stranger-1", "CredentialsRefused").getMessage())
                    .contains("correct the Secret of spec.report.s3.credentials")
                    .doesNotContain("not-the-password");

            minio.hasBucket("nowhere");
            minio.hasSecret("wrong", Minio.USER, Minio.PASSWORD + "\n");

            for (var run : List.of("early-1", "no-bucket-1", "stranger-1")) {
                delivered(run);
                var stored = artifacts(run, "s3://");
                assertThat(stored).extracting(Artifact::name).containsExactlyElementsOf(FILES);
                for (var file : stored) {
                    var bytes = minio.read(file.location());
                    assertThat(file.size()).isEqualTo(bytes.length);
                    assertThat(file.sha256()).isEqualTo(sha256(bytes));
                }
                assertThat(minio.read(stored.get(0).location())).isEqualTo(page(run));
            }
        }
        assertVerdict(user.run("no-bucket-1").orElseThrow(), "Passed", "NoThresholds");
    }

    @Test
    void toAClaimOnceThereIsRoomWithTheSamplesOfEachRunner() throws Exception {
        user.applies("full", claim(false), Scripts.requests(1, ""));
        assertVerdict(user.seesCompleted("full-1"), "Passed", "NoThresholds");
        assertThat(trouble("full-1", "ClaimMissing").getMessage()).contains("\"results\" not found");

        try (var volume = new SmallVolume(NAMESPACE, "results", "16k")) {
            assertThat(trouble("full-1", "DiskFull").getMessage()).contains("make room there");
            assertVerdict(user.run("full-1").orElseThrow(), "Passed", "NoThresholds");
            volume.resize("64m");
            delivered("full-1");
            holds(volume, "full-1", FILES);

            user.applies("raw", "parallelism: 2\n" + claim(true), Scripts.requests(2, ""));
            assertVerdict(user.seesCompleted("raw-1"), "Passed", "NoThresholds");
            delivered("raw-1");
            holds(
                    volume,
                    "raw-1",
                    Stream.concat(FILES.stream(), Stream.of("output-0.json.gz", "output-1.json.gz"))
                            .toList());
            var folder = "nightly/%s/raw/raw-1-%s".formatted(NAMESPACE.name(), uid("raw-1"));
            var samples = volume.in("zcat %s/output-*.json.gz | grep -c '\"metric\":\"http_reqs\",\"type\":\"Point\"'"
                    .formatted(folder));
            assertThat(Long.parseLong(samples.strip()))
                    .isEqualTo(user.status("raw-1").numbers().requests());
        }
    }

    private void holds(SmallVolume volume, String run, List<String> files) {
        var stored = artifacts(run, "pvc/results/");
        assertThat(stored).extracting(Artifact::name).containsExactlyElementsOf(files);
        for (var file : stored) {
            var path = file.location().substring("pvc/results/".length());
            assertThat(volume.in("sha256sum %s; stat -c %%s %s".formatted(path, path)))
                    .startsWith(file.sha256())
                    .endsWith("\n%d\n".formatted(file.size()));
            assertThat(path)
                    .startsWith("nightly/%s/".formatted(NAMESPACE.name()))
                    .contains(run + "-" + uid(run));
        }
    }

    private Condition trouble(String run, String reason) {
        await(reason).atMost(PATIENCE).untilAsserted(() -> assertThat(user.condition(run, "ReportDelivered"))
                .isNotNull()
                .satisfies(said ->
                        assertThat(said.getStatus()).as(said.getMessage()).isEqualTo("False"))
                .satisfies(said ->
                        assertThat(said.getReason()).as(said.getMessage()).isEqualTo(reason)));
        return user.condition(run, "ReportDelivered");
    }

    private void delivered(String run) {
        await(run).atMost(PATIENCE).untilAsserted(() -> assertThat(user.condition(run, "ReportDelivered"))
                .satisfies(said ->
                        assertThat(said.getStatus()).as(said.getMessage()).isEqualTo("True")));
        user.sees(run, seen -> !seen.getMetadata().getLabels().containsKey("loadtest.dev/delivering"));
    }

    private List<Artifact> artifacts(String run, String beginning) {
        return user.status(run).artifacts().stream()
                .filter(artifact -> artifact.location().startsWith(beginning))
                .toList();
    }

    private String uid(String run) {
        return user.run(run).orElseThrow().getMetadata().getUid();
    }

    /** The same that the results pages show, from what is kept in the cluster. */
    private byte[] page(String run) {
        var configMap = user.client().configMaps().withName(run + "-report").get();
        var packed = Base64.getDecoder().decode(configMap.getBinaryData().get("summary.json.gz"));
        return ReportFile.HTML.of(Reports.expand(packed));
    }

    private static String bucket(String name, String secret) {
        return """
                report:
                  s3: {endpoint: "http://minio:9000", bucket: %s, prefix: nightly, credentials: {secretName: %s}}""".formatted(name, secret);
    }

    private static String claim(boolean raw) {
        return "report: {raw: %s, persistentVolumeClaim: {claimName: results, path: nightly}}".formatted(raw);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
