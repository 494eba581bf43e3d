package dev.loadtest.operator.definition;

import dev.loadtest.api.EnvVariable;
import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestSpec;
import dev.loadtest.api.RunOverrides;
import dev.loadtest.operator.runner.Labels;
import dev.loadtest.operator.telemetry.ApiServerMessage;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A run that somebody created: it is taken in by its LoadTest at once, and what it runs is filled in when it may begin. */
final class Admission {
    private static final Pattern ADMITTED = Pattern.compile("creation of (\\S+) .*");
    private static final int UNPROCESSABLE = 422;

    private Admission() {}

    /** Whether this run has not been told yet what it is to run. */
    static boolean waits(LoadTestRun run) {
        return run.getSpec().definition() == null
                && !run.isMarkedForDeletion()
                && !Boolean.TRUE.equals(run.getSpec().stop())
                && (run.getStatus() == null || run.getStatus().verdict() == null)
                && !Optional.ofNullable(run.getMetadata().getAnnotations())
                        .orElse(Map.of())
                        .containsKey(Labels.REFUSED);
    }

    static Trigger trigger(LoadTest loadTest, LoadTestRun run) {
        return DefinitionObserver.definition(loadTest)
                .causedBy(Request.creation(run))
                .running(overridden(loadTest.getSpec(), run.getSpec().overrides()));
    }

    /** The name of the run that such a trigger admits, if it is one. */
    static Optional<String> admitted(Trigger trigger) {
        var words = ADMITTED.matcher(trigger.cause());
        return words.matches() ? Optional.of(words.group(1)) : Optional.empty();
    }

    /** From now on it goes with its LoadTest, and is found among its runs. */
    static LoadTestRun takenIn(KubernetesClient client, LoadTest loadTest, LoadTestRun run) {
        if (!Labels.loadTestUid(run).isEmpty()) {
            return run;
        }
        return patch(
                client,
                run,
                Map.of(
                        "metadata",
                        Map.of(
                                "resourceVersion", run.getMetadata().getResourceVersion(),
                                "labels", NewRun.labels(loadTest),
                                "ownerReferences", Labels.ownersWith(loadTest, run))));
    }

    /** @return the run, or nothing when what its overrides make of the definition is refused, which it is told */
    static Optional<LoadTestRun> admit(
            KubernetesClient client, LoadTest loadTest, LoadTestRun run, int number, Trigger trigger, Instant now) {
        try {
            return Optional.of(patch(
                    client,
                    run,
                    Map.of(
                            "metadata",
                            Map.of(
                                    "resourceVersion", run.getMetadata().getResourceVersion(),
                                    "labels", NewRun.labels(loadTest),
                                    "annotations", Map.of(Labels.LET_IN, now.toString()),
                                    "ownerReferences", Labels.ownersWith(loadTest, run)),
                            "spec",
                            Map.of(
                                    "number", number,
                                    "trigger", trigger.toString(),
                                    "definition",
                                            overridden(
                                                    loadTest.getSpec(),
                                                    run.getSpec().overrides())))));
        } catch (KubernetesClientException e) {
            if (e.getCode() != UNPROCESSABLE) {
                throw e;
            }
            var refused = Map.of(Labels.REFUSED, ApiServerMessage.of(e));
            patch(client, run, Map.of("metadata", Map.of("annotations", refused)));
            return Optional.empty();
        }
    }

    private static LoadTestRun patch(KubernetesClient client, LoadTestRun run, Map<String, Object> change) {
        return client.resource(run)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        client.getKubernetesSerialization().asJson(change));
    }

    static LoadTestSpec overridden(LoadTestSpec spec, RunOverrides overrides) {
        if (overrides == null) {
            return spec;
        }
        var env = new LinkedHashMap<String, EnvVariable>();
        Optional.ofNullable(spec.env()).orElse(List.of()).forEach(variable -> env.put(variable.name(), variable));
        Optional.ofNullable(overrides.env()).orElse(List.of()).forEach(variable -> env.put(variable.name(), variable));
        var thresholds = new TreeMap<String, List<String>>();
        thresholds.putAll(Optional.ofNullable(spec.thresholds()).orElse(Map.of()));
        thresholds.putAll(Optional.ofNullable(overrides.thresholds()).orElse(Map.of()));
        return spec.overridden(
                Optional.ofNullable(overrides.parallelism()).orElse(spec.parallelism()),
                Optional.ofNullable(overrides.arguments()).orElse(spec.arguments()),
                overrides.env() == null ? spec.env() : new ArrayList<>(env.values()),
                overrides.thresholds() == null ? spec.thresholds() : thresholds);
    }
}
