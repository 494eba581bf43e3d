package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;

/** How far a run is and what came of it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoadTestRunStatus(
        @JsonPropertyDescription("The metadata.generation that this status is about.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "How far the run is: Queued (waits for its turn), Pending (waits for what it needs to begin), Starting (runners come up), Running (load is sent), Collecting (results come in), Completed (the verdict is final).")
        String phase,

        @JsonPropertyDescription(
                "Passed: every threshold held. Failed: at least one was broken. Error: could not be measured. Inconclusive: measured, but not to be believed. Aborted: stopped on request. Absent until the run is over, final from then on.")
        String verdict,

        @JsonPropertyDescription("Why the run has this verdict, or what it waits for, as one word for programs.")
        String reason,

        @JsonPropertyDescription(
                "The same in a sentence or two for people, with the object at fault and the next step.")
        String message,

        @JsonPropertyDescription("Where the run stands in the queue; absent when it need not wait, or not any more.")
        QueueStatus queue,

        @JsonPropertyDescription("What the load was put on; absent without workloads and probe.")
        TargetStatus target,

        @JsonPropertyDescription("The script as this run uses it.")
        ScriptSnapshot script,

        @JsonPropertyDescription("What the operator has begun and must not do twice.")
        Markers markers,

        @JsonPropertyDescription("How the runners are.") Runners runners,

        @JsonPropertyDescription("How the runners were started together.")
        Start start,

        @JsonPropertyDescription(
                "What the runners say while the load is sent, at most every 5 seconds; absent before and after.")
        RunLive live,

        @JsonPropertyDescription(
                "The numbers that everybody looks at first, over all runners whose results are in; absent until the first runner has printed its result.")
        RunNumbers numbers,

        @JsonPropertyDescription(
                "Every threshold of script and resource, judged over all runners whose results are in, by metric and in the order of declaration.")
        List<ThresholdStatus> thresholds,

        @JsonPropertyDescription(
                "How many further thresholds there are: of more than 50 those are shown that were broken, then those that are uncertain.")
        Integer thresholdsLeftOut,

        @JsonPropertyDescription("Where people find what came of the run.")
        RunReport report,

        @JsonPropertyDescription("The files that the run has left behind.")
        List<Artifact> artifacts,

        @JsonPropertyDescription("What kubectl get shows of this run, as text.")
        Columns columns,

        @JsonPropertyDescription("When the load started, RFC 3339.")
        String startTime,

        @JsonPropertyDescription("When the run was over, RFC 3339.")
        String completionTime,

        @JsonPropertyDescription(
                "The state as conditions, one of each type: Completed is True once the run is over whatever came of it, Succeeded is Unknown while it goes, True for the verdict Passed and False for every other, Valid comes with the verdict and is True when the numbers can be believed, TornDown says whether teardown() has run where one pod runs it for all, ReportStored whether the report is kept, ReportDelivered whether its files have arrived where spec.report says, MetricsDelivered whether the series reached Prometheus, ResultPushed whether the result reached the Pushgateway.")
        List<Condition> conditions) {
    // The types of the conditions, each of which has its sentence above.
    public static final String COMPLETED = "Completed";
    public static final String SUCCEEDED = "Succeeded";
    public static final String VALID = "Valid";
    public static final String TORN_DOWN = "TornDown";
    public static final String REPORT_STORED = "ReportStored";
    public static final String REPORT_DELIVERED = "ReportDelivered";
    public static final String METRICS_DELIVERED = "MetricsDelivered";
    public static final String RESULT_PUSHED = "ResultPushed";

    /** What stands in the condition of this type. */
    public Optional<Condition> condition(String type) {
        return Optional.ofNullable(conditions).stream()
                .flatMap(List::stream)
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    /** Whether that condition is True. */
    public boolean isTrue(String type) {
        return condition(type)
                .filter(condition -> condition.getStatus().equals("True"))
                .isPresent();
    }

    /** Whether that condition stands and is Unknown: what it is about is yet to be done or found out. */
    public boolean isOpen(String type) {
        return condition(type)
                .filter(condition -> condition.getStatus().equals("Unknown"))
                .isPresent();
    }

    /** The same with other files and conditions. */
    public LoadTestRunStatus with(List<Artifact> files, List<Condition> others) {
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
                files,
                columns,
                startTime,
                completionTime,
                others);
    }
}
