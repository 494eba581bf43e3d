package dev.loadtest.operator.runner;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestSpec;
import dev.loadtest.api.ScriptSource;
import dev.loadtest.api.SecretReference;
import dev.loadtest.k6.Harness;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The pod of one runner: k6 with the harness, nothing beside it, and nothing that lets it talk to the cluster. */
public final class RunnerPod {
    public static final String CONTAINER = "k6";
    /** Where k6's REST API listens. */
    public static final int API_PORT = 6565;

    static final String SCRIPT_FOLDER = "/test";
    static final String HARNESS_FOLDER = "/loadtest";

    /** k6 may take 60 s for teardown() and 120 s for handleSummary() after the signal. */
    private static final long TERMINATION_GRACE_SECONDS = 200;
    /** How long a runner may sit on a node that does not answer. */
    private static final long NODE_GRACE_SECONDS = 30;

    // @formatter:off
    private static final Map<String, String> ANNOTATIONS = Map.of(
            // A runner that is moved is a runner that is lost.
            "cluster-autoscaler.kubernetes.io/safe-to-evict", "false",
            "karpenter.sh/do-not-disrupt", "true",
            // The operator is not in the mesh: a sidecar of it would not let the operator in.
            "traffic.sidecar.istio.io/excludeInboundPorts", String.valueOf(API_PORT),
            "config.linkerd.io/skip-inbound-ports", String.valueOf(API_PORT));
    // @formatter:on

    private RunnerPod() {}

    /** Whether one runner calls setup() for all; one alone is plain k6. */
    public static boolean setupOnce(LoadTestSpec definition) {
        return definition.parallelism() > 1 && !"PerRunner".equals(definition.setup());
    }

    static PodTemplateSpec of(LoadTestRun run, String scriptConfigMap, RunnerSettings settings) {
        var definition = run.getSpec().definition();
        var container = k6(definition)
                .withArgs(arguments(definition))
                .withEnv(RawSamples.with(RunnerEnvironment.variables(definition, settings), definition))
                .addNewPort()
                .withName("k6-api")
                .withContainerPort(API_PORT)
                .endPort()
                .build();
        var template = template(run, "runner", scriptConfigMap, container);
        return (ReportPlaces.raw(definition) ? RawSamples.mounted(template, ReportPlaces.of(run)) : template).build();
    }

    /** A pod in which one k6 runs with the script and the harness. */
    static PodTemplateSpecBuilder template(LoadTestRun run, String component, String scriptConfigMap, Container k6) {
        var definition = run.getSpec().definition();
        // @formatter:off
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                    .withLabels(Labels.of(run, component))
                    .withAnnotations(ANNOTATIONS)
                .endMetadata()
                .withNewSpec()
                    .withRestartPolicy("Never")
                    .withServiceAccountName(definition.serviceAccountName())
                    .withAutomountServiceAccountToken(false)
                    .withEnableServiceLinks(false)
                    .withTerminationGracePeriodSeconds(TERMINATION_GRACE_SECONDS)
                    .withImagePullSecrets(pullSecrets(definition))
                    .withTolerations(leavesAfter("node.kubernetes.io/not-ready"), leavesAfter("node.kubernetes.io/unreachable"))
                    .withNewSecurityContext()
                        .withRunAsNonRoot(true)
                        .withNewSeccompProfile().withType("RuntimeDefault").endSeccompProfile()
                    .endSecurityContext()
                    .withContainers(k6)
                    .addNewVolume()
                        .withName("script")
                        .withNewConfigMap().withName(scriptConfigMap).withItems(places(definition.script())).endConfigMap()
                    .endVolume()
                    .addNewVolume()
                        .withName("harness")
                        .withNewConfigMap().withName(HarnessConfigMap.name(run)).endConfigMap()
                    .endVolume()
                    .addNewVolume()
                        .withName("tmp")
                        .withNewEmptyDir().endEmptyDir()
                    .endVolume()
                .endSpec();
        // @formatter:on
    }

    /** What every k6 of a run has in common. */
    static ContainerBuilder k6(LoadTestSpec definition) {
        // @formatter:off
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(definition.image())
                .withImagePullPolicy(definition.imagePullPolicy())
                .withCommand("k6")
                .withEnvFrom(RunnerEnvironment.sources(definition))
                .withResources(resources(definition))
                .withNewSecurityContext()
                    .withAllowPrivilegeEscalation(false)
                    .withReadOnlyRootFilesystem(true)
                    .withNewCapabilities().withDrop("ALL").endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount().withName("script").withMountPath(SCRIPT_FOLDER).withReadOnly(true).endVolumeMount()
                .addNewVolumeMount().withName("harness").withMountPath(HARNESS_FOLDER).withReadOnly(true).endVolumeMount()
                .addNewVolumeMount().withName("tmp").withMountPath("/tmp").endVolumeMount();
        // @formatter:on
    }

    private static List<String> arguments(LoadTestSpec definition) {
        // Without a host k6 listens on IPv4 and IPv6 alike; 0.0.0.0 would fail on an IPv6 cluster.
        var words = new ArrayList<>(List.of("run", "--quiet", "--address", ":" + API_PORT));
        if (definition.parallelism() > 1) {
            words.add("--paused");
            if (setupOnce(definition)) {
                words.addAll(List.of("--no-setup", "--no-teardown"));
            }
        }
        words.addAll(Optional.ofNullable(definition.arguments()).orElse(List.of()));
        words.addAll(RawSamples.arguments(definition));
        words.add(HARNESS_FOLDER + "/" + Harness.ENTRY);
        return words;
    }

    /** None: every key lies under its own name. */
    private static List<KeyToPath> places(ScriptSource script) {
        var configMap = script.configMap();
        if (configMap == null || configMap.items() == null) {
            return List.of();
        }
        var files = new TreeMap<String, String>();
        configMap.items().forEach(item -> files.put(item.path(), item.key()));
        files.put(configMap.file(), configMap.file()); // the script itself, whatever else wants its place
        return files.entrySet().stream()
                .map(file -> new KeyToPath(file.getValue(), null, file.getKey()))
                .toList();
    }

    private static ResourceRequirements resources(LoadTestSpec definition) {
        var asked = definition.resources();
        return asked == null
                ? null
                : new ResourceRequirementsBuilder()
                        .withRequests(asked.requests())
                        .withLimits(asked.limits())
                        .build();
    }

    static List<LocalObjectReference> pullSecrets(LoadTestSpec definition) {
        return Optional.ofNullable(definition.imagePullSecrets()).orElse(List.of()).stream()
                .map(SecretReference::name)
                .map(LocalObjectReference::new)
                .toList();
    }

    private static Toleration leavesAfter(String taint) {
        return new TolerationBuilder()
                .withKey(taint)
                .withOperator("Exists")
                .withEffect("NoExecute")
                .withTolerationSeconds(NODE_GRACE_SECONDS)
                .build();
    }
}
