package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator knows about a LoadTest. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoadTestStatus(
        @JsonPropertyDescription("The metadata.generation that this status is about.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "Verdict of the latest finished run: Passed, Failed, Error, Inconclusive or Aborted. Absent before the first.")
        String verdict,

        @JsonPropertyDescription("Name of the latest LoadTestRun, which may still be going.")
        String run,

        @JsonPropertyDescription("What kubectl get shows of the latest run, as text.")
        Columns columns,

        @JsonPropertyDescription(
                "A run that is about to be created: written first, so that no run is created twice for one reason.")
        PendingRun pendingRun,

        @JsonPropertyDescription("The latest run in short.") LastRun lastRun,

        @JsonPropertyDescription("The state as conditions, one of each type.")
        List<Condition> conditions) {}
