package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Where a run stands that waits for its turn. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record QueueStatus(
        @JsonPropertyDescription("How many runs come before this one among those that wait for the same, plus one.")
        Integer position,

        @JsonPropertyDescription("What has to end before this run may begin, in words.")
        String waitsFor) {}
