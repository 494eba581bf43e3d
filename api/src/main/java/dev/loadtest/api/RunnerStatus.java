package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** One runner that is not as it should be. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunnerStatus(
        @Required @Min(0) @JsonPropertyDescription("Index of the runner, from 0.")
        Integer index,

        @JsonPropertyDescription("Name of its pod.") String pod,
        @JsonPropertyDescription("UID of its pod.") String uid,

        @JsonPropertyDescription("What is wrong with it, as one word.")
        String reason,

        @JsonPropertyDescription("Exit code of k6. Absent while it runs or when it cannot be known.")
        Integer exitCode,

        @JsonPropertyDescription("The same in a sentence, with what k6 or Kubernetes said.")
        String message) {}
