package dev.loadtest.operator.runner;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.k6.Harness;
import dev.loadtest.k6.HarnessSettings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/** The module that wraps the user's script, and what it must know of the run. */
public final class HarnessConfigMap {
    private HarnessConfigMap() {}

    /** Nodes keep an immutable ConfigMap by its name: a run that is made anew under an old name needs another. */
    public static String name(LoadTestRun run) {
        return "%s-harness-%s".formatted(run.getMetadata().getName(), nonce(run).substring(0, 8));
    }

    /**
     * @param scriptFile the name of the script's file among the snapshot's keys
     */
    public static ConfigMap of(LoadTestRun run, String scriptFile) {
        // @formatter:off
        return new ConfigMapBuilder()
                .withMetadata(Labels.owned(run, name(run), Labels.of(run)))
                .withImmutable(true)
                .withData(Harness.files(settings(run, scriptFile)))
                .build();
        // @formatter:on
    }

    private static HarnessSettings settings(LoadTestRun run, String scriptFile) {
        var definition = run.getSpec().definition();
        return new HarnessSettings(
                definition.parallelism(),
                RunnerPod.SCRIPT_FOLDER + "/" + scriptFile,
                Optional.ofNullable(definition.thresholds()).orElse(Map.of()),
                tags(run),
                nonce(run),
                true,
                RunnerPod.setupOnce(definition));
    }

    /** Two namespaces may have runs of the same name; published k6 dashboards filter by testid. */
    private static Map<String, String> tags(LoadTestRun run) {
        var name = run.getMetadata().getName();
        return Map.of(
                "namespace",
                run.getMetadata().getNamespace(),
                "loadtest",
                run.getSpec().loadTest(),
                "run",
                name,
                "testid",
                name);
    }

    /**
     * What marks this run's result lines. It is derived, so that an operator that was started again knows it, from the run's UID,
     * which neither the target nor another pod is told.
     */
    public static String nonce(LoadTestRun run) {
        return DigestUtils.sha256Hex("result of " + run.getMetadata().getUid()).substring(0, 16);
    }
}
