package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Where people find what came of a run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunReport(
        @JsonPropertyDescription(
                "Address of the run's page, live while it goes. Absent when the operator is not told under which address its results pages are reached.")
        String url) {}
