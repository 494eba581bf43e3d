package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What was begun and must not be done twice; each is written before the act. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Markers(
        @JsonPropertyDescription("When the Job was about to be created, RFC 3339.")
        String jobCreating,

        @JsonPropertyDescription("UID of the Job, once it was created.")
        String jobUid,

        @JsonPropertyDescription("When the runners were about to be resumed from the common start, RFC 3339.")
        String resumed,

        @JsonPropertyDescription("Why and since when the runners are being stopped.")
        Stopping stopping) {}
