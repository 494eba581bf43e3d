package dev.loadtest.operator.run;

import dev.loadtest.api.Artifact;
import dev.loadtest.api.Columns;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.Markers;
import dev.loadtest.api.QueueStatus;
import dev.loadtest.api.RunLive;
import dev.loadtest.api.RunNumbers;
import dev.loadtest.api.RunReport;
import dev.loadtest.api.Runners;
import dev.loadtest.api.ScriptSnapshot;
import dev.loadtest.api.Start;
import dev.loadtest.api.TargetStatus;
import dev.loadtest.api.ThresholdStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A status in the making: begins as the one that stands, so that what nobody changes stays. */
final class StatusDraft {
    Long observedGeneration;
    String phase;
    String verdict;
    String reason;
    String message;
    QueueStatus queue;
    TargetStatus target;
    ScriptSnapshot script;
    Markers markers;
    Runners runners;
    Start start;
    RunLive live;
    RunNumbers numbers;
    List<ThresholdStatus> thresholds;
    Integer thresholdsLeftOut;
    RunReport report;
    List<Artifact> artifacts;
    Columns columns;
    String startTime;
    String completionTime;
    List<Condition> conditions;

    /** @param now the status that stands, or null */
    static StatusDraft of(LoadTestRunStatus now) {
        var draft = new StatusDraft();
        if (now != null) {
            draft.observedGeneration = now.observedGeneration();
            draft.phase = now.phase();
            draft.verdict = now.verdict();
            draft.reason = now.reason();
            draft.message = now.message();
            draft.queue = now.queue();
            draft.target = now.target();
            draft.script = now.script();
            draft.markers = now.markers();
            draft.runners = now.runners();
            draft.start = now.start();
            draft.live = now.live();
            draft.numbers = now.numbers();
            draft.thresholds = now.thresholds();
            draft.thresholdsLeftOut = now.thresholdsLeftOut();
            draft.report = now.report();
            draft.artifacts = now.artifacts();
            draft.columns = now.columns();
            draft.startTime = now.startTime();
            draft.completionTime = now.completionTime();
            draft.conditions = now.conditions();
        }
        return draft;
    }

    /** Changes one of the markers. */
    void mark(UnaryOperator<Markers> change) {
        markers = change.apply(Optional.ofNullable(markers).orElse(Markers.NONE));
    }

    LoadTestRunStatus build() {
        return new LoadTestRunStatus(
                observedGeneration,
                phase,
                verdict,
                reason,
                message,
                queue,
                target,
                script,
                markers,
                runners,
                start,
                live,
                numbers,
                thresholds,
                thresholdsLeftOut,
                report,
                artifacts,
                columns,
                startTime,
                completionTime,
                conditions);
    }
}
