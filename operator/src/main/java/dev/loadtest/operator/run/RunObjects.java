package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.runner.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The objects of a run at the API server, each made once, and what is done to them at its end. */
final class RunObjects {
    private final KubernetesClient client;
    private final LoadTestRun run;

    RunObjects(KubernetesClient client, LoadTestRun run) {
        this.client = client;
        this.run = run;
    }

    /** A ConfigMap of the run's namespace, by its name. */
    Optional<ConfigMap> configMap(String name) {
        return Optional.ofNullable(client.configMaps()
                .inNamespace(run.getMetadata().getNamespace())
                .withName(name)
                .get());
    }

    /**
     * Creates an object of this run, or finds that it was created before.
     *
     * @throws NameTaken when an object of that name belongs to somebody else, who may be about to go
     */
    <T extends HasMetadata> T create(T object) {
        try {
            return client.resource(object).create();
        } catch (KubernetesClientException e) {
            unless(Set.of(HttpURLConnection.HTTP_CONFLICT), e);
            if (object instanceof Secret) {
                return object; // it may not be read, and no other has the mark of this run in its name
            }
            var existing = client.resource(object).get();
            if (existing == null || !Labels.ownerUid(existing).equals(Labels.ownerUid(object))) {
                throw new NameTaken("%s %s exists and is not the run's; remove it, or rename the LoadTest"
                        .formatted(object.getKind(), object.getMetadata().getName()));
            }
            return existing;
        }
    }

    private static void unless(Set<Integer> expected, KubernetesClientException e) {
        if (!expected.contains(e.getCode())) {
            throw e;
        }
    }

    static final class NameTaken extends RuntimeException {
        NameTaken(String message) {
            super(message);
        }
    }

    /**
     * Lets a Job's time to live begin, and ends it if it still goes.
     *
     * @param name of the Job
     */
    void endJob(String name, boolean stillGoing) {
        var ttl = run.getSpec().definition().ttlSecondsAfterFinished();
        if (ttl == null && !stillGoing) {
            return;
        }
        // @formatter:off
        var patch = new JobBuilder()
                .withNewMetadata()
                    .withName(name)
                    .withNamespace(run.getMetadata().getNamespace())
                .endMetadata()
                .withNewSpec()
                    .withTtlSecondsAfterFinished(ttl)
                    .withActiveDeadlineSeconds(stillGoing ? 1L : null)
                .endSpec()
                .build();
        // @formatter:on
        try {
            client.resource(patch).patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch);
        } catch (KubernetesClientException e) {
            unless(Set.of(HttpURLConnection.HTTP_NOT_FOUND), e);
        }
    }

    /**
     * Off goes the finalizer, and out of sight of this reconciler goes the run. Past the framework's cache: what the framework sees
     * without its finalizer gets it again, and nobody would take it off a second time.
     *
     * @param delivers whether something is still to be delivered, which another reconciler does
     */
    void letGo(LoadTestRun now, boolean delivers) {
        var metadata = now.getMetadata();
        var others = metadata.getFinalizers().stream()
                .filter(finalizer -> !finalizer.equals(LoadTestRunReconciler.FINALIZER))
                .toList();
        var patch = Map.of(
                "metadata",
                Map.of(
                        "resourceVersion",
                        metadata.getResourceVersion(),
                        "labels",
                        labels(delivers),
                        "finalizers",
                        others));
        try {
            client.resource(now)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            client.getKubernetesSerialization().asJson(patch));
        } catch (KubernetesClientException e) {
            // Somebody changed the run meanwhile, or this picture of it is old: it is looked at again soon.
            unless(Set.of(HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_CONFLICT), e);
        }
    }

    /** The lock, too, of a run that somebody made by hand: by it the next one finds out when this one has ended. */
    private Map<String, String> labels(boolean delivers) {
        var definition = Optional.ofNullable(run.getSpec().definition()); // none of a run that was never admitted
        var labels = new TreeMap<>(definition.map(Labels::ofLock).orElse(Map.of()));
        labels.put(Labels.FINISHED, "true");
        if (delivers) {
            labels.put(Labels.DELIVERING, "true");
        }
        return labels;
    }
}
