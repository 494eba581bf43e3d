package dev.loadtest.operator.runner;

import dev.loadtest.api.CaBundle;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.ReportBucket;
import dev.loadtest.api.ReportClaim;
import dev.loadtest.operator.store.StoreOrder;
import dev.loadtest.operator.store.StoreReport;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Job that brings the files of a report to a claim or a bucket. Its one pod stands in the run's namespace, where the kubelet hands it the user's
 * Secret, which the operator cannot read. A failed attempt is repeated by its node, after 10 s at first and then after 5 minutes at most.
 */
public final class StoreJob {
    public static final String COMPONENT = "store";
    public static final String CONTAINER = "store";
    /** The volumes that are ConfigMaps. */
    public static final String REPORT = "report";

    public static final String AUTHORITIES = "authorities";
    /** How long it is tried. */
    public static final Duration LONGEST = Duration.ofHours(24);

    private static final Path REPORT_FOLDER = Path.of("/report");
    private static final Path RESULTS_FOLDER = Path.of("/results");
    private static final Path AUTHORITIES_FILE = Path.of("/authorities/ca.crt");
    /** Its pod is there for a look at its log. */
    private static final int KEPT_SECONDS = 3600;
    /** Other than this the day ends it. */
    private static final int ATTEMPTS = 10_000;

    private StoreJob() {}

    public static String name(LoadTestRun run) {
        return run.getMetadata().getName() + "-store";
    }

    /**
     * @param reportConfigMap the name of the ConfigMap that the report is kept in
     * @param reportKey and its key there
     * @param image the operator's own
     */
    public static Job of(LoadTestRun run, String reportConfigMap, String reportKey, String image) {
        var definition = run.getSpec().definition();
        var places = ReportPlaces.of(run);
        // @formatter:off
        return new JobBuilder()
                .withMetadata(Labels.owned(run, name(run), Labels.of(run, COMPONENT)))
                .withNewSpec()
                    .withBackoffLimit(ATTEMPTS)
                    .withActiveDeadlineSeconds(LONGEST.toSeconds())
                    .withTtlSecondsAfterFinished(KEPT_SECONDS)
                    .withNewTemplate()
                        .withNewMetadata().withLabels(Labels.of(run, COMPONENT)).endMetadata()
                        .withNewSpec()
                            .withRestartPolicy("OnFailure")
                            .withServiceAccountName(definition.serviceAccountName())
                            .withAutomountServiceAccountToken(false)
                            .withEnableServiceLinks(false)
                            .withImagePullSecrets(RunnerPod.pullSecrets(definition))
                            .withNewSecurityContext()
                                .withRunAsNonRoot(true)
                                .withFsGroup(places.claim().map(ReportClaim::fsGroup).orElse(null))
                                .withFsGroupChangePolicy(places.claim().isPresent() ? "OnRootMismatch" : null)
                                .withNewSeccompProfile().withType("RuntimeDefault").endSeccompProfile()
                            .endSecurityContext()
                            .addNewContainer()
                                .withName(CONTAINER)
                                .withImage(image)
                                .withImagePullPolicy("IfNotPresent")
                                // The operator's libraries without its start: a second of work.
                                .withCommand("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m",
                                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                                        "-cp", "/app/app/*:/app/lib/main/*:/app/lib/boot/*", StoreReport.class.getName())
                                .withEnv(variables(places, REPORT_FOLDER.resolve(reportKey)))
                                .withNewResources()
                                    .addToRequests("cpu", new Quantity("10m"))
                                    .addToRequests("memory", new Quantity("64Mi"))
                                    .addToLimits("memory", new Quantity("256Mi"))
                                .endResources()
                                .withNewSecurityContext()
                                    .withAllowPrivilegeEscalation(false)
                                    .withReadOnlyRootFilesystem(true)
                                    .withNewCapabilities().withDrop("ALL").endCapabilities()
                                .endSecurityContext()
                                .addNewVolumeMount().withName(REPORT).withMountPath(REPORT_FOLDER.toString()).withReadOnly(true).endVolumeMount()
                                .addNewVolumeMount().withName("tmp").withMountPath("/tmp").endVolumeMount()
                                .addAllToVolumeMounts(authorities(places).map(any -> authoritiesMount()).stream().toList())
                                .addAllToVolumeMounts(places.claim().map(any -> resultsMount(places)).stream().toList())
                            .endContainer()
                            .addNewVolume()
                                .withName(REPORT)
                                .withNewConfigMap().withName(reportConfigMap).endConfigMap()
                            .endVolume()
                            .addNewVolume()
                                .withName("tmp")
                                .withNewEmptyDir().endEmptyDir()
                            .endVolume()
                            .addAllToVolumes(authorities(places).map(StoreJob::authoritiesVolume).stream().toList())
                            .addAllToVolumes(places.claim().map(StoreJob::resultsVolume).stream().toList())
                        .endSpec()
                    .endTemplate()
                .endSpec()
                .build();
        // @formatter:on
    }

    /** Whose files a runner or this pod writes: nothing of any other run can be seen from there. */
    static VolumeMount resultsMount(ReportPlaces places) {
        return new VolumeMountBuilder()
                .withName("results")
                .withMountPath(RESULTS_FOLDER.toString())
                .withSubPath(places.volumeFolder())
                .build();
    }

    static Volume resultsVolume(ReportClaim claim) {
        return new VolumeBuilder()
                .withName("results")
                .withNewPersistentVolumeClaim()
                .withClaimName(claim.claimName())
                .endPersistentVolumeClaim()
                .build();
    }

    private static Optional<CaBundle> authorities(ReportPlaces places) {
        return places.bucket().map(ReportBucket::caBundle);
    }

    private static VolumeMount authoritiesMount() {
        return new VolumeMountBuilder()
                .withName(AUTHORITIES)
                .withMountPath(AUTHORITIES_FILE.getParent().toString())
                .withReadOnly(true)
                .build();
    }

    private static Volume authoritiesVolume(CaBundle bundle) {
        return new VolumeBuilder()
                .withName(AUTHORITIES)
                .withNewConfigMap()
                .withName(bundle.configMapName())
                .addNewItem()
                .withKey(bundle.key())
                .withPath(AUTHORITIES_FILE.getFileName().toString())
                .endItem()
                .endConfigMap()
                .build();
    }

    /** The file of one runner's samples; the Job's controller gives each its index. */
    static String rawFile() {
        return RESULTS_FOLDER + "/output-$(JOB_COMPLETION_INDEX).json.gz";
    }

    private static List<EnvVar> variables(ReportPlaces places, Path report) {
        var order = new StoreOrder(
                report,
                places.claim().map(any -> RESULTS_FOLDER),
                places.bucket()
                        .map(bucket -> new StoreOrder.Place(
                                bucket.endpoint(),
                                bucket.bucket(),
                                places.keys(),
                                bucket.region(),
                                !Boolean.FALSE.equals(bucket.pathStyle()),
                                authorities(places).map(any -> AUTHORITIES_FILE))));
        var variables = new ArrayList<EnvVar>();
        order.variables()
                .forEach((name, value) -> variables.add(
                        new EnvVarBuilder().withName(name).withValue(value).build()));
        places.bucket().map(bucket -> bucket.credentials().secretName()).ifPresent(secret -> {
            variables.add(ofSecret(secret, StoreOrder.ACCESS_KEY_ID, false));
            variables.add(ofSecret(secret, StoreOrder.SECRET_ACCESS_KEY, false));
            variables.add(ofSecret(secret, StoreOrder.SESSION_TOKEN, true));
        });
        return variables;
    }

    private static EnvVar ofSecret(String secret, String key, boolean optional) {
        // @formatter:off
        return new EnvVarBuilder()
                .withName(key)
                .withNewValueFrom()
                    .withNewSecretKeyRef(key, secret, optional ? Boolean.TRUE : null)
                .endValueFrom()
                .build();
        // @formatter:on
    }
}
