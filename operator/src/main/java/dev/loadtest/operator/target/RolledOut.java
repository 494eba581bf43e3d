package dev.loadtest.operator.target;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateStatefulSetStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import java.util.List;
import java.util.Optional;

/** What a workload still lacks: the rules of {@code kubectl rollout status}, in its words. Pure. */
final class RolledOut {
    private static final String UNSEEN = "its latest change was not taken up yet";

    private RolledOut() {}

    /** Empty when it is rolled out. */
    static Optional<String> lack(Deployment deployment) {
        var status = Optional.ofNullable(deployment.getStatus()).orElseGet(DeploymentStatus::new);
        var generation = number(deployment.getMetadata().getGeneration());
        if (generation > number(status.getObservedGeneration())) {
            return Optional.of(UNSEEN);
        }
        var stuck = Optional.ofNullable(status.getConditions()).orElse(List.of()).stream()
                .anyMatch(condition -> "Progressing".equals(condition.getType())
                        && "ProgressDeadlineExceeded".equals(condition.getReason()));
        var replicas = Optional.ofNullable(deployment.getSpec())
                .map(DeploymentSpec::getReplicas)
                .orElse(1);
        var updated = number(status.getUpdatedReplicas());
        var words = Optional.<String>empty();
        if (updated < replicas) {
            words = Optional.of("%d of %d new replicas are updated".formatted(updated, replicas));
        } else if (number(status.getReplicas()) > updated) {
            words = Optional.of(
                    "%d old replicas are pending termination".formatted(number(status.getReplicas()) - updated));
        } else if (number(status.getAvailableReplicas()) < updated) {
            words = Optional.of("%d of %d updated replicas are available"
                    .formatted(number(status.getAvailableReplicas()), updated));
        }
        return words.map(lack -> stuck ? lack + ", and it exceeded its progress deadline" : lack);
    }

    static Optional<String> lack(StatefulSet set) {
        var status = Optional.ofNullable(set.getStatus()).orElseGet(StatefulSetStatus::new);
        var observed = number(status.getObservedGeneration());
        if (observed == 0 || number(set.getMetadata().getGeneration()) > observed) {
            return Optional.of(UNSEEN);
        }
        var replicas = Optional.ofNullable(set.getSpec())
                .map(StatefulSetSpec::getReplicas)
                .orElse(1);
        var ready = number(status.getReadyReplicas());
        if (ready < replicas) {
            return Optional.of("%d of %d replicas are ready".formatted(ready, replicas));
        }
        var strategy = Optional.ofNullable(set.getSpec()).map(StatefulSetSpec::getUpdateStrategy);
        if (strategy.map(StatefulSetUpdateStrategy::getType)
                .filter("OnDelete"::equals)
                .isPresent()) {
            return Optional.empty(); // what is deleted when is somebody's own decision
        }
        var partition = strategy.map(StatefulSetUpdateStrategy::getRollingUpdate)
                .map(RollingUpdateStatefulSetStrategy::getPartition)
                .orElse(0);
        var updated = number(status.getUpdatedReplicas());
        if (partition > 0) {
            return updated < replicas - partition
                    ? Optional.of("%d of %d replicas beyond its partition are updated"
                            .formatted(updated, replicas - partition))
                    : Optional.empty();
        }
        return status.getUpdateRevision() != null && !status.getUpdateRevision().equals(status.getCurrentRevision())
                ? Optional.of("%d of %d replicas are updated".formatted(updated, replicas))
                : Optional.empty();
    }

    /** As {@code kubectl argo rollouts status} has it: one that is paused between two steps is not rolled out. */
    static Optional<String> lackOfRollout(GenericKubernetesResource rollout) {
        // A string there; of releases that hash the spec instead nothing follows.
        var observed = Optional.<Object>ofNullable(rollout.get("status", "observedGeneration"))
                .map(Object::toString)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong);
        if (observed.filter(seen -> seen < number(rollout.getMetadata().getGeneration()))
                .isPresent()) {
            return Optional.of(UNSEEN);
        }
        var phase = Optional.<Object>ofNullable(rollout.get("status", "phase"))
                .map(Object::toString)
                .orElse("");
        if (phase.equals("Healthy")) {
            return Optional.empty();
        }
        var message = Optional.<Object>ofNullable(rollout.get("status", "message"))
                .map(text -> " (%s)".formatted(text))
                .orElse("");
        return Optional.of(phase.isEmpty() ? UNSEEN : "it is %s%s".formatted(phase, message));
    }

    private static long number(Long number) {
        return number == null ? 0 : number;
    }

    private static int number(Integer number) {
        return number == null ? 0 : number;
    }
}
