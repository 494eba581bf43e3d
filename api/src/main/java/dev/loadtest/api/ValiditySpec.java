package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** When a measurement is believed. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ValiditySpec(
        @Default("true")
        @JsonPropertyDescription(
                "false: what is not believed is reported by the condition Valid, but does not change the verdict. Default: true.")
        Boolean enforce,

        @Default("0.5")
        @Min(0)
        @Max(1)
        @JsonPropertyDescription(
                "Share of HTTP requests that may fail, from 0 to 1, when no threshold covers http_req_failed or checks. Default: 0.5.")
        Double maxFailedShare,

        @Default("0.01")
        @Min(0)
        @Max(1)
        @JsonPropertyDescription(
                "Share of the iterations, from 0 to 1, that k6 may drop because it has no VU left to begin them with. Default: 0.01.")
        Double maxDroppedShare,

        @Default("0.1")
        @Min(0)
        @Max(1)
        @JsonPropertyDescription(
                "Share of the time, from 0 to 1, for which a runner may have all of its maxVUs busy. Looked at when every scenario of the script has an arrival rate. Default: 0.1.")
        Double maxAtMaxVUsShare,

        @Default("0.9")
        @Min(0)
        @Max(1)
        @JsonPropertyDescription(
                "Share of its CPU limit, from 0 to 1, that a runner may use over 10 seconds. Looked at when resources.limits.cpu is set. Default: 0.9.")
        Double maxCpuShare,

        @Default("1000")
        @Min(0)
        @JsonPropertyDescription("Milliseconds that the starts of the runners may lie apart. Default: 1000.")
        Integer maxStartSkewMillis,

        @Default("Estimate")
        @JsonPropertyDescription(
                "What decides when the limit of a threshold lies between the least and the greatest that the percentile over all runners can be. Estimate: the estimate. Inconclusive: a run that would pass is Inconclusive. Default: Estimate.")
        String uncertainThreshold) {}
