package dev.loadtest.operator.artifact;

import dev.loadtest.api.Artifact;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.runner.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Base64;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/** The report of a run as it lies in the cluster: its data, packed, in a ConfigMap that goes with the run. */
final class ReportConfigMap {
    private static final String COMPONENT = "report";
    /** As a file: {@code kubectl get configmap ... -o jsonpath} and {@code gunzip} make {@code summary.json} of it. */
    private static final String KEY = "summary.json.gz";

    private ReportConfigMap() {}

    static String name(LoadTestRun run) {
        return run.getMetadata().getName() + "-report";
    }

    static ConfigMap of(LoadTestRun run, byte[] packed) {
        return new ConfigMapBuilder()
                .withMetadata(Labels.owned(run, name(run), Labels.of(run, COMPONENT)))
                .withImmutable(true)
                .addToBinaryData(KEY, Base64.getEncoder().encodeToString(packed))
                .build();
    }

    /** What is in it; empty when somebody made another ConfigMap of that name. */
    static Optional<byte[]> packed(ConfigMap configMap) {
        return Optional.ofNullable(configMap.getBinaryData())
                .map(data -> data.get(KEY))
                .map(Base64.getDecoder()::decode);
    }

    static Artifact describe(ConfigMap configMap, byte[] packed) {
        return Artifact.inConfigMap(
                configMap.getMetadata().getName(), KEY, packed.length, DigestUtils.sha256Hex(packed));
    }
}
