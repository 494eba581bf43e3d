package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What kubectl get shows, as text for people. Programs read the numbers. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Columns(
        @JsonPropertyDescription("Runners that are ready or have ended, of all, such as 4/4.")
        String runners,

        @JsonPropertyDescription("HTTP requests per second over all runners, such as 812.")
        String rps,

        @JsonPropertyDescription(
                "95th percentile of the HTTP request duration over all runners, with its unit, such as 187ms.")
        String p95,

        @JsonPropertyDescription("Share of failed HTTP requests over all runners, such as 0.02%.")
        String errors) {}
