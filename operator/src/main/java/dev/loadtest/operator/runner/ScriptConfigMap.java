package dev.loadtest.operator.runner;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.ScriptSnapshot;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The script of a run and all that lies beside it, as it was when the run was admitted. Otherwise the script could change between
 * the starts of two runners. Equal scripts of one LoadTest share one.
 */
public final class ScriptConfigMap {
    static final String INLINE_FILE = "script.js";

    private ScriptConfigMap() {}

    /** The snapshot of an inline script. */
    public static ConfigMap ofInline(LoadTestRun run, String script) {
        return of(run, Map.of(INLINE_FILE, script), Map.of());
    }

    /** The snapshot of a ConfigMap: every key, since the script may import or open what lies beside it. */
    public static ConfigMap ofCopy(LoadTestRun run, ConfigMap source) {
        return of(run, source.getData(), source.getBinaryData());
    }

    private static ConfigMap of(LoadTestRun run, Map<String, String> data, Map<String, String> binaryData) {
        var sha256 = sha256(data, binaryData);
        var owner = loadTestOf(run);
        var labels = new TreeMap<>(Labels.of(run));
        labels.remove(Labels.RUN);
        // @formatter:off
        return new ConfigMapBuilder()
                .withNewMetadata()
                    // The owner counts too: nodes keep an immutable ConfigMap by its name, also when the LoadTest was made anew.
                    .withName("%s-script-%s".formatted(run.getSpec().loadTest(), sha256(Map.of(owner.getUid(), sha256), Map.of()).substring(0, 12)))
                    .withNamespace(run.getMetadata().getNamespace())
                    .withLabels(labels)
                    .withAnnotations(Map.of("loadtest.dev/script-sha256", sha256))
                    .withOwnerReferences(owner)
                .endMetadata()
                .withImmutable(true)
                .withData(data)
                .withBinaryData(binaryData)
                .build();
        // @formatter:on
    }

    /** What the run's status says of the snapshot. */
    public static ScriptSnapshot describe(LoadTestRun run, ConfigMap snapshot) {
        var source = run.getSpec().definition().script().configMap();
        return new ScriptSnapshot(
                snapshot.getMetadata().getName(),
                source == null ? INLINE_FILE : source.file(),
                snapshot.getMetadata().getAnnotations().get("loadtest.dev/script-sha256"));
    }

    /** The snapshot outlives the run, for other runs of the same script, and goes with the LoadTest. */
    private static OwnerReference loadTestOf(LoadTestRun run) {
        return run.getMetadata().getOwnerReferences().stream()
                .filter(owner -> owner.getKind().equals("LoadTest"))
                .findFirst()
                .map(owner -> Labels.ownedBy(owner.getApiVersion(), owner.getKind(), owner.getName(), owner.getUid()))
                .orElseGet(() -> Labels.ownedBy(run));
    }

    private static String sha256(Map<String, String> data, Map<String, String> binaryData) {
        var digest = DigestUtils.getSha256Digest();
        new TreeMap<>(data).forEach((key, value) -> update(digest, "data", key, value));
        new TreeMap<>(binaryData).forEach((key, value) -> update(digest, "binaryData", key, value));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Lengths first, so that no two sets of files give the same bytes. */
    private static void update(MessageDigest digest, String... parts) {
        for (var part : parts) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
    }
}
