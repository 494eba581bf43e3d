package dev.loadtest.operator.delivery;

import dev.loadtest.api.Artifact;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.runner.Labels;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What is written of a run's deliveries. */
final class DeliveryRecord {
    private final LoadTestRun run;
    private final Context<LoadTestRun> context;

    DeliveryRecord(LoadTestRun run, Context<LoadTestRun> context) {
        this.run = run;
        this.context = context;
    }

    /** With the resource version of the run, so nothing that the run's own reconciler wrote meanwhile is lost. */
    void write(List<Artifact> artifacts, List<Condition> conditions) {
        var status = run.getStatus().with(artifacts, conditions);
        if (status.equals(run.getStatus())) {
            return;
        }
        var copy = new LoadTestRun();
        copy.setMetadata(run.getMetadata());
        copy.setSpec(run.getSpec());
        copy.setStatus(status);
        context.resourceOperations().updatePrimaryStatus(copy);
    }

    /** Off goes the label, and out of sight goes the run. */
    void letGo() {
        var patch = Map.of("metadata", Map.of("labels", Collections.singletonMap(Labels.DELIVERING, null)));
        var client = context.getClient();
        try {
            client.resource(run)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            client.getKubernetesSerialization().asJson(patch));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }
}
