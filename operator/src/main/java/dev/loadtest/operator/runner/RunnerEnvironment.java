package dev.loadtest.operator.runner;

import dev.loadtest.api.EnvSource;
import dev.loadtest.api.EnvVariable;
import dev.loadtest.api.EnvVariableSource;
import dev.loadtest.api.LoadTestSpec;
import dev.loadtest.api.PrometheusOutput;
import dev.loadtest.k6.K6Flags;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.EnvVarSourceBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environment of a runner: what k6 needs to be told, then what the user says, who wins where that is safe. */
final class RunnerEnvironment {
    private static final List<String> TREND_STATS = List.of("p(95)", "p(99)", "avg", "med", "min", "max");

    private RunnerEnvironment() {}

    static List<EnvVar> variables(LoadTestSpec definition, RunnerSettings settings) {
        var byName = new LinkedHashMap<String, EnvVar>();
        ours(definition, settings)
                .forEach((name, value) ->
                        byName.put(name, variable(name).withValue(value).build()));
        for (var theirs : Optional.ofNullable(definition.env()).orElse(List.of())) {
            byName.remove(theirs.name()); // so that it stands where they wrote it: $(OTHER) looks only backwards
            byName.put(theirs.name(), of(theirs));
        }
        return new ArrayList<>(byName.values());
    }

    private static Map<String, String> ours(LoadTestSpec definition, RunnerSettings settings) {
        var ours = new LinkedHashMap<String, String>();
        if (!sources(definition).isEmpty()) {
            ours.putAll(K6Flags.ownVariables()); // explicitly, so that they win over what nobody can check at admission
        }
        ours.put(
                "HOME",
                "/tmp"); // k6 refuses to start when it may not look into $HOME, as with OpenShift's arbitrary users
        ours.put("K6_NO_USAGE_REPORT", "true"); // up to 3 s at the end where egress is dropped
        ours.put("K6_AUTO_EXTENSION_RESOLUTION", "false"); // else k6 asks a service on the internet for another binary
        var prometheus = Optional.ofNullable(definition.prometheus());
        prometheus
                .map(PrometheusOutput::remoteWriteUrl)
                .or(settings::remoteWriteUrl)
                .ifPresent(url -> {
                    ours.put(RemoteWrite.OUT, RemoteWrite.OUTPUT);
                    ours.put(RemoteWrite.URL, url);
                    ours.put(
                            RemoteWrite.TREND_STATS,
                            String.join(
                                    ",",
                                    prometheus.map(PrometheusOutput::trendStats).orElse(TREND_STATS)));
                    prometheus
                            .map(PrometheusOutput::pushInterval)
                            .ifPresent(interval -> ours.put(RemoteWrite.INTERVAL, interval));
                });
        return ours;
    }

    static List<EnvFromSource> sources(LoadTestSpec definition) {
        return Optional.ofNullable(definition.envFrom()).orElse(List.of()).stream()
                .map(RunnerEnvironment::of)
                .toList();
    }

    private static EnvFromSource of(EnvSource source) {
        var built = new EnvFromSourceBuilder().withPrefix(source.prefix());
        if (source.configMapRef() != null) {
            built.withNewConfigMapRef(
                    source.configMapRef().name(), source.configMapRef().optional());
        }
        if (source.secretRef() != null) {
            built.withNewSecretRef(source.secretRef().name(), source.secretRef().optional());
        }
        return built.build();
    }

    private static EnvVar of(EnvVariable theirs) {
        return variable(theirs.name())
                .withValue(theirs.value())
                .withValueFrom(Optional.ofNullable(theirs.valueFrom())
                        .map(RunnerEnvironment::of)
                        .orElse(null))
                .build();
    }

    private static EnvVarSource of(EnvVariableSource source) {
        var built = new EnvVarSourceBuilder();
        if (source.configMapKeyRef() != null) {
            var key = source.configMapKeyRef();
            built.withNewConfigMapKeyRef(key.key(), key.name(), key.optional());
        }
        if (source.secretKeyRef() != null) {
            var key = source.secretKeyRef();
            built.withNewSecretKeyRef(key.key(), key.name(), key.optional());
        }
        if (source.fieldRef() != null) {
            built.withNewFieldRef().withFieldPath(source.fieldRef().fieldPath()).endFieldRef();
        }
        return built.build();
    }

    private static EnvVarBuilder variable(String name) {
        return new EnvVarBuilder().withName(name);
    }
}
