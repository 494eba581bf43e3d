package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** A run that is about to be created. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PendingRun(
        @Required @Min(1) @JsonPropertyDescription("Number of the run, which ends its name.")
        Integer number,

        @Required @JsonPropertyDescription("Why it runs: what makes the same reason recognised again.")
        String trigger) {}
