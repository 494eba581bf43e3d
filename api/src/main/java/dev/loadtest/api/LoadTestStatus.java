package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;

/** What the operator knows about a LoadTest. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoadTestStatus(
        @JsonPropertyDescription(
                "The metadata.generation of which the latest run is. A change that starts no run is taken in at once, one that does when its run is created.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "Verdict of the latest run: Passed, Failed, Error, Inconclusive or Aborted. Absent while that run goes, and before the first.")
        String verdict,

        @JsonPropertyDescription("Name of the latest LoadTestRun, which may still be going.")
        String run,

        @JsonPropertyDescription("What kubectl get shows of the latest run, as text.")
        Columns columns,

        @JsonPropertyDescription(
                "A run that is about to be created: written first, so that no run is created twice for one reason.")
        PendingRun pendingRun,

        @JsonPropertyDescription("The latest run in short.") LastRun lastRun,

        @JsonPropertyDescription(
                "What came of the latest run that is over. It stays while the next one goes. The operator's metrics are made from it.")
        LastResult lastResult,

        @JsonPropertyDescription("Names of the runs that are going, by their numbers.")
        List<String> active,

        @JsonPropertyDescription(
                "When the next run is due by the schedule, RFC 3339. Absent without a schedule, and while suspend is true.")
        String nextScheduleTime,

        @JsonPropertyDescription("The latest time of the schedule for which a run was created, RFC 3339.")
        String lastScheduleTime,

        @JsonPropertyDescription("How far the schedule was followed.")
        ScheduleStatus schedule,

        @JsonPropertyDescription(
                "The value of the annotation loadtest.dev/run-requested-at for which a run was created last.")
        String lastHandledRequest,

        @JsonPropertyDescription(
                "The values of that annotation that were answered, the latest at the end: none of them is answered again, so that a tool that sets the annotation back starts nothing. The latest 20 are kept.")
        List<String> handledRequests,

        @JsonPropertyDescription("When a run was last over with the verdict Passed, RFC 3339.")
        String lastSuccessfulTime,

        @JsonPropertyDescription(
                "When a run was last over whose numbers can be believed, whether it passed or failed, RFC 3339.")
        String lastValidTime,

        @JsonPropertyDescription(
                "The state of the latest run as conditions, one of each type: Completed is True once it is over whatever came of it, Succeeded is Unknown while it goes, True for the verdict Passed and False for every other, Scheduled is True while the schedule is followed and False when it cannot be or is suspended, Fresh is True while a run that can be believed is younger than stalenessLimitSeconds.")
        List<Condition> conditions) {
    // The types of the conditions, each of which has its sentence above.
    public static final String COMPLETED = "Completed";
    public static final String SUCCEEDED = "Succeeded";
    public static final String SCHEDULED = "Scheduled";
    public static final String FRESH = "Fresh";

    /** What stands in the condition of this type. */
    public Optional<Condition> condition(String type) {
        return Optional.ofNullable(conditions).stream()
                .flatMap(List::stream)
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }
}
