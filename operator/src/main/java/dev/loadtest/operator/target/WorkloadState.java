package dev.loadtest.operator.target;

import java.util.List;
import java.util.Optional;

/**
 * What a workload runs, at one moment.
 *
 * @param kind Deployment, StatefulSet or Rollout
 * @param present whether it could be read
 * @param revision of its pod template; empty when nobody says
 * @param images of its pods, as {@code container=image}, sorted, each once; empty without pods
 */
public record WorkloadState(String kind, String name, boolean present, Optional<String> revision, List<String> images) {
    public WorkloadState {
        images = List.copyOf(images);
    }

    static WorkloadState absent(String kind, String name) {
        return new WorkloadState(kind, name, false, Optional.empty(), List.of());
    }
}
