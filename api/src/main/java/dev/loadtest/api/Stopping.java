package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Why and since when the runners are being stopped. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Stopping(
        @Required @JsonPropertyDescription("What led to stopping, as one word.")
        String why,

        @Required @JsonPropertyDescription("When the runners were first told to stop, RFC 3339.")
        String since) {}
