package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The numbers to look at while the load is sent, over all runners together. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunLive(
        @JsonPropertyDescription("When the runners were asked, RFC 3339.")
        String at,

        @JsonPropertyDescription("Active VUs.") Integer vus,

        @JsonPropertyDescription("HTTP requests per second since the runners were asked before.")
        Double requestsPerSecond,

        @JsonPropertyDescription("Share of HTTP requests that failed since the start, 0 to 1. Absent without requests.")
        Double failedShare,

        @JsonPropertyDescription(
                "The 95th percentile of the HTTP request duration since the start on the slowest runner, in milliseconds; over all runners it is not greater. Absent without requests.")
        Double slowestP95Millis,

        @JsonPropertyDescription("Iterations completed.") Long iterations,

        @JsonPropertyDescription(
                "How much of the planned duration has passed, 0 to 100. Absent when the plan is not known.")
        Integer progressPercent) {
    public RunLive {
        requestsPerSecond = Finite.orNull(requestsPerSecond);
        failedShare = Finite.orNull(failedShare);
        slowestP95Millis = Finite.orNull(slowestP95Millis);
    }
}
