package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What came of the latest run that is over. It stays while the next one goes, and when the run is deleted. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LastResult(
        @JsonPropertyDescription("Name of the LoadTestRun.") String run,

        @JsonPropertyDescription("Its verdict: Passed, Failed, Error, Inconclusive or Aborted.")
        String verdict,

        @JsonPropertyDescription("Why it has this verdict, as one word.")
        String reason,

        @JsonPropertyDescription("Whether its numbers can be believed, as its condition Valid says.")
        Boolean valid,

        @JsonPropertyDescription("When its load started, RFC 3339. Absent when none was sent.")
        String startTime,

        @JsonPropertyDescription("When it was over, RFC 3339. Absent when it was deleted before.")
        String completionTime,

        @JsonPropertyDescription("Its numbers. Absent when nothing was measured.")
        RunNumbers numbers,

        @Size(max = 50) @JsonPropertyDescription("Its thresholds in short, as many as its own status shows.")
        List<ThresholdResult> thresholds) {}
