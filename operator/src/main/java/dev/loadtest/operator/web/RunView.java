package dev.loadtest.operator.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.loadtest.api.Artifact;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.LoadTestSpec;
import dev.loadtest.api.ThresholdStatus;
import dev.loadtest.operator.runner.Labels;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;

/**
 * One run as its resource has it. Variables of the runners are not shown: they may hold what is nobody's business.
 *
 * @param trigger what asked for it; null before it is admitted
 * @param settled whether all there will be is there: the verdict, and the report if it could be kept
 * @param report whether a report was kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunView(
        RunLine run,
        String trigger,
        String script,
        String image,
        int parallelism,
        boolean settled,
        boolean report,
        LoadTestRunStatus status) {

    static RunView of(LoadTestRun run) {
        var definition = Optional.ofNullable(run.getSpec().definition()); // none before it is admitted
        return new RunView(
                RunLine.of(run),
                run.getSpec().trigger(),
                definition.map(LoadTestView::script).orElse(""),
                definition.map(LoadTestSpec::image).orElse(""),
                definition.map(LoadTestSpec::parallelism).orElse(1),
                isSettled(run),
                status(run).map(LoadTestRunStatus::artifacts).orElse(List.of()).stream()
                        .anyMatch(artifact -> artifact.name().startsWith("summary.json")),
                run.getStatus());
    }

    private static boolean isSettled(LoadTestRun run) {
        return "true".equals(run.getMetadata().getLabels().get(Labels.FINISHED))
                || status(run).map(LoadTestRunStatus::verdict).isPresent()
                        && status(run)
                                .flatMap(status -> status.condition(LoadTestRunStatus.REPORT_STORED))
                                .filter(condition -> !condition.getStatus().equals("Unknown"))
                                .isPresent();
    }

    private static Optional<LoadTestRunStatus> status(LoadTestRun run) {
        return Optional.ofNullable(run.getStatus());
    }

    @JsonIgnore
    public List<ThresholdStatus> getThresholds() {
        return Optional.ofNullable(status).map(LoadTestRunStatus::thresholds).orElse(List.of());
    }

    /** Those that lie outside of the cluster's own store; what is in a ConfigMap is what these pages show. */
    @JsonIgnore
    public List<Artifact> getDelivered() {
        return Optional.ofNullable(status).map(LoadTestRunStatus::artifacts).orElse(List.of()).stream()
                .filter(artifact -> artifact.configMap().isEmpty())
                .toList();
    }

    @JsonIgnore
    public List<Condition> getConditions() {
        return Optional.ofNullable(status).map(LoadTestRunStatus::conditions).orElse(List.of());
    }

    @JsonIgnore
    public LiveView getLive() {
        return LiveView.of(this);
    }
}
