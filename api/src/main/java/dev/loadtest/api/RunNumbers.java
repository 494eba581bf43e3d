package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The numbers that everybody looks at first, over all runners together. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunNumbers(
        @JsonPropertyDescription("HTTP requests made.") Long requests,

        @JsonPropertyDescription("HTTP requests per second.")
        Double requestsPerSecond,

        @JsonPropertyDescription("Share of HTTP requests that failed, 0 to 1. Absent without requests.")
        Double failedShare,

        @JsonPropertyDescription(
                "95th percentile of the HTTP request duration, in milliseconds, estimated when there are several runners. Absent without requests.")
        Double p95Millis,

        @JsonPropertyDescription("99th percentile of the HTTP request duration, likewise.")
        Double p99Millis,

        @JsonPropertyDescription("Mean HTTP request duration in milliseconds. Absent without requests.")
        Double meanMillis,

        @JsonPropertyDescription(
                "Median HTTP request duration in milliseconds, estimated when there are several runners. Absent without requests.")
        Double medianMillis,

        @JsonPropertyDescription("Least HTTP request duration in milliseconds. Absent without requests.")
        Double minMillis,

        @JsonPropertyDescription("Greatest HTTP request duration in milliseconds. Absent without requests.")
        Double maxMillis,

        @JsonPropertyDescription("Iterations completed.") Long iterations,
        @JsonPropertyDescription("Checks that were true.") Long checksPassed,
        @JsonPropertyDescription("Checks that were false.") Long checksFailed,

        @JsonPropertyDescription("Seconds that the longest runner took.")
        Double durationSeconds) {
    public RunNumbers {
        requestsPerSecond = Finite.orNull(requestsPerSecond);
        failedShare = Finite.orNull(failedShare);
        p95Millis = Finite.orNull(p95Millis);
        p99Millis = Finite.orNull(p99Millis);
        meanMillis = Finite.orNull(meanMillis);
        medianMillis = Finite.orNull(medianMillis);
        minMillis = Finite.orNull(minMillis);
        maxMillis = Finite.orNull(maxMillis);
        durationSeconds = Finite.orNull(durationSeconds);
    }
}
