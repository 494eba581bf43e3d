package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A run in short. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LastRun(
        @JsonPropertyDescription("Name of the LoadTestRun.") String name,
        @JsonPropertyDescription("Number of the run.") Integer number,

        @JsonPropertyDescription("Why it ran, as in spec.trigger of the run.")
        String trigger,

        @JsonPropertyDescription("How far it is: Queued, Pending, Starting, Running, Collecting or Completed.")
        String phase,

        @JsonPropertyDescription("Its verdict: Passed, Failed, Error, Inconclusive or Aborted. Absent while it goes.")
        String verdict,

        @JsonPropertyDescription("Why it has this verdict, or what it waits for, as one word.")
        String reason,

        @JsonPropertyDescription("The same in a sentence or two, with the object at fault and the next step.")
        String message,

        @JsonPropertyDescription("When its load started, RFC 3339.")
        String startTime,

        @JsonPropertyDescription("When it was over, RFC 3339.")
        String completionTime) {
    /** One that has not begun. */
    public static LastRun pending(String name, int number, String trigger) {
        return new LastRun(name, number, trigger, Phase.PENDING.word(), null, null, null, null, null);
    }
}
