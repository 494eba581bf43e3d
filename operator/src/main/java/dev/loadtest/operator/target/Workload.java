package dev.loadtest.operator.target;

import dev.loadtest.api.TargetWorkload;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One workload at the API server, by its name. */
final class Workload {
    private static final int MOST_IMAGES = 20;
    private static final ResourceDefinitionContext ROLLOUTS = new ResourceDefinitionContext.Builder()
            .withGroup("argoproj.io")
            .withVersion("v1alpha1")
            .withKind("Rollout")
            .withPlural("rollouts")
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;
    private final String namespace;
    private final TargetWorkload asked;

    Workload(KubernetesClient client, String namespace, TargetWorkload asked) {
        this.client = client;
        this.namespace = namespace;
        this.asked = asked;
    }

    /**
     * What was read.
     *
     * @param state as far as it could be read; the pods are asked for when it is, not while it is waited for
     * @param lack why it is not rolled out; empty when it is
     */
    record Reading(Supplier<WorkloadState> state, Optional<TargetSeen.NotReady> lack) {}

    Reading read() {
        try {
            return switch (asked.kind()) {
                case "Deployment" ->
                    reading(
                            client.apps()
                                    .deployments()
                                    .inNamespace(namespace)
                                    .withName(asked.name())
                                    .get(),
                            RolledOut::lack,
                            this::of);
                case "StatefulSet" ->
                    reading(
                            client.apps()
                                    .statefulSets()
                                    .inNamespace(namespace)
                                    .withName(asked.name())
                                    .get(),
                            RolledOut::lack,
                            this::of);
                default ->
                    reading(
                            client.genericKubernetesResources(ROLLOUTS)
                                    .inNamespace(namespace)
                                    .withName(asked.name())
                                    .get(),
                            RolledOut::lackOfRollout,
                            this::ofRollout);
            };
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            return new Reading(
                    () -> WorkloadState.absent(asked.kind(), asked.name()),
                    Optional.of(new TargetSeen.NotReady(
                            TargetSeen.Why.REFUSED,
                            "the operator may not read %s; give its role the verb get on them".formatted(words()))));
        }
    }

    private <T> Reading reading(T found, Function<T, Optional<String>> lack, Function<T, WorkloadState> state) {
        if (found == null) {
            return new Reading(
                    () -> WorkloadState.absent(asked.kind(), asked.name()),
                    Optional.of(new TargetSeen.NotReady(
                            TargetSeen.Why.MISSING,
                            "%s does not exist in namespace %s; create it, or correct spec.target.workloads"
                                    .formatted(words(), namespace))));
        }
        return new Reading(
                () -> state.apply(found),
                lack.apply(found)
                        .map(missing -> new TargetSeen.NotReady(
                                TargetSeen.Why.NOT_YET, "%s is not rolled out: %s".formatted(words(), missing))));
    }

    private String words() {
        return "%s %s".formatted(asked.kind(), asked.name());
    }

    private WorkloadState of(Deployment deployment) {
        return state(
                annotation(deployment.getMetadata().getAnnotations(), "deployment.kubernetes.io/revision"),
                deployment.getSpec().getSelector());
    }

    private WorkloadState of(StatefulSet set) {
        return state(
                Optional.ofNullable(set.getStatus().getUpdateRevision()),
                set.getSpec().getSelector());
    }

    private WorkloadState ofRollout(GenericKubernetesResource rollout) {
        var selector = Optional.<Object>ofNullable(rollout.get("spec", "selector"))
                .map(given -> client.getKubernetesSerialization().convertValue(given, LabelSelector.class))
                .orElse(null); // one that refers to a Deployment has none of its own
        return state(annotation(rollout.getMetadata().getAnnotations(), "rollout.argoproj.io/revision"), selector);
    }

    private static Optional<String> annotation(Map<String, String> annotations, String key) {
        return Optional.ofNullable(annotations).map(all -> all.get(key));
    }

    private WorkloadState state(Optional<String> revision, LabelSelector selector) {
        return new WorkloadState(
                asked.kind(), asked.name(), true, revision, selector == null ? List.of() : images(selector));
    }

    private List<String> images(LabelSelector selector) {
        return client.pods().inNamespace(namespace).withLabelSelector(selector).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> pod.getStatus() != null
                        && "Running".equals(pod.getStatus().getPhase()))
                .flatMap(Workload::imagesOf)
                .distinct()
                .sorted()
                .limit(MOST_IMAGES)
                .toList();
    }

    private static Stream<String> imagesOf(Pod pod) {
        return Optional.ofNullable(pod.getStatus().getContainerStatuses()).orElse(List.<ContainerStatus>of()).stream()
                .filter(container -> container.getImageID() != null
                        && !container.getImageID().isEmpty())
                .map(container -> container.getName() + "=" + container.getImageID());
    }
}
