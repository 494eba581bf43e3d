package dev.loadtest.operator.run;

import dev.loadtest.api.TargetRevision;
import dev.loadtest.api.TargetStatus;
import dev.loadtest.api.TargetWorkloadStatus;
import dev.loadtest.operator.target.WorkloadState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was put load on, as it stands in a status. */
final class TestedTargets {
    private TestedTargets() {}

    static TargetStatus ready(List<WorkloadState> workloads, Instant now) {
        return new TargetStatus(
                now.toString(),
                workloads.isEmpty()
                        ? null
                        : workloads.stream()
                                .map(start ->
                                        new TargetWorkloadStatus(start.kind(), start.name(), revision(start), null))
                                .toList(),
                null);
    }

    /** The same, when the load has ended. */
    static TargetStatus ended(TargetStatus ready, List<WorkloadState> workloads, Optional<String> change) {
        return new TargetStatus(
                ready.readyAt(),
                Optional.ofNullable(ready.workloads()).orElse(List.of()).stream()
                        .map(workload -> new TargetWorkloadStatus(
                                workload.kind(),
                                workload.name(),
                                workload.start(),
                                workloads.stream()
                                        .filter(end -> end.kind().equals(workload.kind())
                                                && end.name().equals(workload.name()))
                                        .filter(WorkloadState::present)
                                        .findFirst()
                                        .map(TestedTargets::revision)
                                        .orElse(null)))
                        .toList(),
                change.orElse(null));
    }

    static Recorded.TestedTarget read(TargetStatus status) {
        return new Recorded.TestedTarget(
                Optional.ofNullable(status.workloads()).orElse(List.of()).stream()
                        .map(workload -> new WorkloadState(
                                workload.kind(),
                                workload.name(),
                                true,
                                Optional.ofNullable(workload.start()).map(TargetRevision::revision),
                                Optional.ofNullable(workload.start())
                                        .map(TargetRevision::images)
                                        .orElse(List.of())))
                        .toList(),
                Optional.ofNullable(status.changed()));
    }

    private static TargetRevision revision(WorkloadState state) {
        return new TargetRevision(state.revision().orElse(null), state.images().isEmpty() ? null : state.images());
    }
}
