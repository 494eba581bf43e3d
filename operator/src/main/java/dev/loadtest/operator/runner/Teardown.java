package dev.loadtest.operator.runner;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestSpec;
import dev.loadtest.k6.Harness;
import dev.loadtest.k6.K6Flags;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What calls teardown() once for all runners, after the last of them: a Job of one pod, and what it needs to outlive the LoadTest, whose
 * script goes with it.
 */
public final class Teardown {
    public static final String COMPONENT = "teardown";

    private static final Path DATA = Path.of(Harness.SETUP_DATA);
    /** k6's default for setup() and handleSummary(), and a minute for the cluster. */
    private static final Duration AROUND_TEARDOWN = Duration.ofSeconds(60 + 120 + 60);

    private Teardown() {}

    /** The name of the run's teardown Job. */
    public static String jobName(LoadTestRun run) {
        return run.getMetadata().getName() + "-teardown";
    }

    /** The name of the copy of the script, and of the Secret. */
    public static String filesName(LoadTestRun run) {
        return "%s-%s".formatted(jobName(run), HarnessConfigMap.nonce(run).substring(0, 8));
    }

    /** A copy of the run's script that goes with the run: when the LoadTest is deleted, its own goes first. */
    public static ConfigMap script(LoadTestRun run, ConfigMap snapshot) {
        // @formatter:off
        return new ConfigMapBuilder()
                .withMetadata(Labels.owned(run, filesName(run), Labels.of(run, COMPONENT)))
                .withImmutable(true)
                .withData(snapshot.getData())
                .withBinaryData(snapshot.getBinaryData())
                .build();
        // @formatter:on
    }

    /**
     * What setup() returned: often a token, so it is not for everybody to read.
     *
     * @param json the data, at most a mebibyte
     */
    public static Secret data(LoadTestRun run, String json) {
        var coded = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        // @formatter:off
        return new SecretBuilder()
                .withMetadata(Labels.owned(run, filesName(run), Labels.of(run, COMPONENT)))
                .withImmutable(true)
                .withData(Map.of(DATA.getFileName().toString(), coded))
                .build();
        // @formatter:on
    }

    /**
     * The Job. Its pod is not made a second time, whatever becomes of it: teardown() is called at most once.
     *
     * @param timeout how long teardown() may take by the script's options
     */
    public static Job job(LoadTestRun run, Duration timeout, RunnerSettings settings) {
        var definition = run.getSpec().definition();
        var limit = timeout.plus(AROUND_TEARDOWN).plusSeconds(definition.startTimeoutSeconds());
        // @formatter:off
        var k6 = RunnerPod.k6(definition)
                .withArgs(arguments(definition))
                .withEnv(variables(definition, settings))
                .withTerminationMessagePolicy("FallbackToLogsOnError") // k6's words, without a log to be read
                .addNewVolumeMount().withName("setup").withMountPath(DATA.getParent().toString()).withReadOnly(true).endVolumeMount()
                .build();
        return new JobBuilder()
                .withMetadata(Labels.owned(run, jobName(run), Labels.of(run, COMPONENT)))
                .withNewSpec()
                    .withBackoffLimit(0)
                    .withPodReplacementPolicy("Failed")
                    .withActiveDeadlineSeconds(limit.toSeconds())
                    .withTemplate(RunnerPod.template(run, COMPONENT, filesName(run), k6)
                            .editSpec()
                                .addNewVolume()
                                    .withName("setup")
                                    .withNewSecret().withSecretName(filesName(run)).withOptional(true).endSecret()
                                .endVolume()
                            .endSpec()
                            .build())
                .endSpec()
                .build();
        // @formatter:on
    }

    private static List<String> arguments(LoadTestSpec definition) {
        var words = new ArrayList<>(List.of("run", "--quiet"));
        words.addAll(
                K6Flags.withoutLoad(Optional.ofNullable(definition.arguments()).orElse(List.of())));
        words.add(RunnerPod.HARNESS_FOLDER + "/" + Harness.TEARDOWN_ENTRY);
        return words;
    }

    private static List<EnvVar> variables(LoadTestSpec definition, RunnerSettings settings) {
        var theirs = RunnerEnvironment.variables(definition, settings).stream()
                .filter(variable -> !K6Flags.describesLoad(variable.getName()))
                .toList();
        var named = theirs.stream().map(EnvVar::getName).collect(Collectors.toSet());
        var ours = K6Flags.ownVariablesOfTeardown().entrySet().stream()
                .filter(variable -> !named.contains(variable.getKey()))
                .map(variable -> new EnvVarBuilder()
                        .withName(variable.getKey())
                        .withValue(variable.getValue())
                        .build());
        return Stream.concat(ours, theirs.stream()).toList();
    }
}
