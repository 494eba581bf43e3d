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
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The files of reports come to where a LoadTest wants them, in the end, and no verdict waits for them. */
@Execution(ExecutionMode.CONCURRENT)
class ReportDeliveryE2E {
    /** A node waits longer before each attempt, up to 5 minutes, and a machine may be slow. */
    private static final Duration PATIENCE = Duration.ofMinutes(11);

    private static final List<String> FILES = Stream.concat(
                    Arrays.stream(ReportFile.values()).map(ReportFile::fileName), Stream.of("SHA256SUMS"))
            .toList();

    private static final String CLAIM = "  persistentVolumeClaim: {claimName: results, path: nightly}";

    @Nested
    class ToABucket {
        @RegisterExtension
        static final TestNamespace NAMESPACE = new TestNamespace();

        private final User user = new User(NAMESPACE);

        @Test
        void onceItIsThereAndTheCredentialsAreRight() throws Exception {
            user.applies("early", "report:\n" + bucket("reports", "good"), Scripts.idle(1, 1));
            assertVerdict(user.seesCompleted("early-1"), "Passed", "NoThresholds");
            assertThat(trouble(user, "early-1", "SecretMissing").getMessage()).contains("\"good\" not found");

            try (var minio = new Minio(user)) {
                minio.hasSecret("good", Minio.USER, Minio.PASSWORD);
                assertThat(trouble(user, "early-1", "Unreachable").getMessage()).contains("http://minio:9000");
                minio.start().hasBucket("reports");
                minio.hasSecret("wrong", Minio.USER, "not-the-password");
                user.applies("no-bucket", "report:\n" + bucket("nowhere", "good"), Scripts.requests(1, ""));
                user.applies("stranger", "report:\n" + bucket("reports", "wrong"), Scripts.idle(1, 1));

                assertVerdict(user.seesCompleted("no-bucket-1"), "Passed", "NoThresholds");
                assertThat(trouble(user, "no-bucket-1", "BucketMissing").getMessage())
                        .contains("bucket nowhere", "create the bucket, or correct spec.report.s3.bucket");
                assertVerdict(user.seesCompleted("stranger-1"), "Passed", "NoThresholds");
                assertThat(trouble(user, "stranger-1", "CredentialsRefused").getMessage())
                        .contains("correct the Secret of spec.report.s3.credentials")
                        .doesNotContain("not-the-password");

                minio.hasBucket("nowhere");
                minio.hasSecret("wrong", Minio.USER, Minio.PASSWORD + "\n");

                for (var run : List.of("early-1", "no-bucket-1", "stranger-1")) {
                    delivered(user, run);
                    var stored = artifacts(user, run, "s3://");
                    assertThat(stored).extracting(Artifact::name).containsExactlyElementsOf(FILES);
                    isAsSaid(minio, stored);
                    assertThat(minio.read(stored.get(0).location())).isEqualTo(page(user, run));
                }
            }
            assertVerdict(user.run("no-bucket-1").orElseThrow(), "Passed", "NoThresholds");
        }
    }

    @Nested
    class ToAClaim {
        @RegisterExtension
        static final TestNamespace NAMESPACE = new TestNamespace();

        private final User user = new User(NAMESPACE);

        @Test
        void onceThereIsRoomAlsoWithTheSamplesOfEachRunnerAndFromThereToABucket() throws Exception {
            user.applies("full", "report:\n" + CLAIM, Scripts.requests(1, ""));
            assertVerdict(user.seesCompleted("full-1"), "Passed", "NoThresholds");
            assertThat(trouble(user, "full-1", "ClaimMissing").getMessage()).contains("\"results\" not found");

            try (var volume = new SmallVolume(NAMESPACE, "results", "1m");
                    var minio = new Minio(user)) {
                volume.in("head -c 1048576 /dev/zero > filled");
                volume.isOffered(); // not before: the files would be there at once
                assertThat(trouble(user, "full-1", "DiskFull").getMessage()).contains("make room there");
                user.applies("cut-off", "report:\n  raw: true\n" + CLAIM, Scripts.requests(1, ""));
                assertVerdict(user.seesCompleted("cut-off-1"), "Passed", "NoThresholds");
                trouble(user, "cut-off-1", "DiskFull");
                assertVerdict(user.run("full-1").orElseThrow(), "Passed", "NoThresholds");
                volume.resize("64m");
                delivered(user, "full-1");
                delivered(user, "cut-off-1");
                holds(volume, "full-1", FILES);

                minio.start().hasBucket("reports");
                minio.hasSecret("both", Minio.USER, Minio.PASSWORD);
                user.applies(
                        "raw",
                        "parallelism: 2\nreport:\n  raw: true\n" + CLAIM + "\n" + bucket("reports", "both"),
                        Scripts.requests(2, ""));
                assertVerdict(user.seesCompleted("raw-1"), "Passed", "NoThresholds");
                delivered(user, "raw-1");
                var files = Stream.concat(FILES.stream(), Stream.of("output-0.json.gz", "output-1.json.gz"))
                        .toList();
                holds(volume, "raw-1", files);
                var uploaded = artifacts(user, "raw-1", "s3://");
                assertThat(uploaded).extracting(Artifact::name).containsExactlyElementsOf(files);
                isAsSaid(minio, uploaded);
                var samples = volume.in(
                        "zcat nightly/%s/raw/raw-1-%s/output-*.json.gz | grep -c '\"metric\":\"http_reqs\",\"type\":\"Point\"'"
                                .formatted(NAMESPACE.name(), uid("raw-1")));
                assertThat(Long.parseLong(samples.strip()))
                        .isEqualTo(user.status("raw-1").numbers().requests());
            }
        }

        private void holds(SmallVolume volume, String run, List<String> files) {
            var stored = artifacts(user, run, "pvc/results/");
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

        private String uid(String run) {
            return user.run(run).orElseThrow().getMetadata().getUid();
        }
    }

    private static String bucket(String name, String secret) {
        return "  s3: {endpoint: \"http://minio:9000\", bucket: %s, prefix: nightly, credentials: {secretName: %s}}"
                .formatted(name, secret);
    }

    private static void isAsSaid(Minio minio, List<Artifact> stored) throws Exception {
        for (var file : stored) {
            var bytes = minio.read(file.location());
            assertThat(file.size()).isEqualTo(bytes.length);
            assertThat(file.sha256()).isEqualTo(DigestUtils.sha256Hex(bytes));
        }
    }

    private static Condition trouble(User user, String run, String reason) {
        var seen = new AtomicReference<Condition>();
        await(reason).atMost(PATIENCE).untilAsserted(() -> {
            seen.set(user.condition(run, "ReportDelivered"));
            assertThat(seen.get())
                    .isNotNull()
                    .satisfies(said ->
                            assertThat(said.getStatus()).as(said.getMessage()).isEqualTo("False"))
                    .satisfies(said ->
                            assertThat(said.getReason()).as(said.getMessage()).isEqualTo(reason));
        });
        return seen.get();
    }

    private static void delivered(User user, String run) {
        await(run).atMost(PATIENCE).untilAsserted(() -> assertThat(user.condition(run, "ReportDelivered"))
                .isNotNull()
                .satisfies(said ->
                        assertThat(said.getStatus()).as(said.getMessage()).isEqualTo("True")));
        user.sees(run, seen -> !seen.getMetadata().getLabels().containsKey("loadtest.dev/delivering"));
    }

    private static List<Artifact> artifacts(User user, String run, String beginning) {
        return user.status(run).artifacts().stream()
                .filter(artifact -> artifact.location().startsWith(beginning))
                .toList();
    }

    /** The same that the results pages show, from what is kept in the cluster. */
    private static byte[] page(User user, String run) {
        var configMap = user.client().configMaps().withName(run + "-report").get();
        var packed = Base64.getDecoder().decode(configMap.getBinaryData().get("summary.json.gz"));
        return ReportFile.HTML.of(Reports.expand(packed));
    }
}
