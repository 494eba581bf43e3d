package dev.loadtest.operator.run;

import dev.loadtest.api.ConfigMapItem;
import dev.loadtest.api.ConfigMapScript;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.operator.runner.ScriptConfigMap;
import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Looks for the script of a run, once and only when asked. ConfigMaps are read by name: the operator may not list them. */
final class ScriptLookup {
    /** {@code kubectl apply} of a folder may create the LoadTest before the ConfigMap that it names. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final LoadTestRun run;
    private Optional<ConfigMap> snapshot = Optional.empty();
    private Optional<Finding> missing = Optional.empty();
    private boolean looked;

    ScriptLookup(KubernetesClient client, LoadTestRun run) {
        this.client = client;
        this.run = run;
    }

    /** What is missing; empty when the script is at hand. */
    Optional<Finding> missing() {
        look();
        return missing;
    }

    /** The object that keeps the script as it is now, not yet created; empty when something is missing. */
    Optional<ConfigMap> snapshot() {
        look();
        return snapshot;
    }

    private void look() {
        if (looked) {
            return;
        }
        looked = true;
        var script = run.getSpec().definition().script();
        if (script.inline() != null) {
            snapshot = Optional.of(ScriptConfigMap.ofInline(run, script.inline()));
            return;
        }
        var wanted = script.configMap();
        var namespace = run.getMetadata().getNamespace();
        var source = client.configMaps()
                .inNamespace(namespace)
                .withName(wanted.name())
                .get();
        if (source == null) {
            missing = Optional.of(new Finding(
                    Reason.SCRIPT_CONFIG_MAP_MISSING,
                    "ConfigMap %s does not exist in namespace %s; create it, or correct spec.script.configMap.name"
                            .formatted(wanted.name(), namespace),
                    PATIENCE));
            return;
        }
        var keys = new TreeSet<>(source.getData().keySet());
        keys.addAll(source.getBinaryData().keySet());
        missing = keysOf(wanted)
                .filter(key -> !keys.contains(key))
                .findFirst()
                .map(key -> new Finding(
                        Reason.SCRIPT_KEY_MISSING,
                        "ConfigMap %s has no key %s; it has %s"
                                .formatted(wanted.name(), key, keys.isEmpty() ? "no keys" : String.join(", ", keys)),
                        PATIENCE));
        if (missing.isEmpty()) {
            snapshot = Optional.of(ScriptConfigMap.ofCopy(run, source));
        }
    }

    private static Stream<String> keysOf(ConfigMapScript wanted) {
        var items = Optional.ofNullable(wanted.items()).orElse(List.of());
        return Stream.concat(Stream.of(wanted.file()), items.stream().map(ConfigMapItem::key));
    }
}
