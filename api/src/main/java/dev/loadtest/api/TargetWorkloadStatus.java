package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A workload at the beginning and at the end of a run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TargetWorkloadStatus(
        @JsonPropertyDescription("Deployment, StatefulSet or Rollout.")
        String kind,

        @JsonPropertyDescription("Name of the workload.") String name,

        @JsonPropertyDescription("What was rolled out when the runners were created.")
        TargetRevision start,

        @JsonPropertyDescription(
                "What was there when the load had ended; absent until then, and when the workload was gone.")
        TargetRevision end) {}
