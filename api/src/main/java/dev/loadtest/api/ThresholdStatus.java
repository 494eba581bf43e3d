package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** One threshold, judged over all runners. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ThresholdStatus(
        @Required @JsonPropertyDescription("The metric, as k6 names it.")
        String metric,

        @Required @JsonPropertyDescription("The expression as written.")
        String expression,

        @JsonPropertyDescription("Where it was declared: Script or Resource.")
        String source,

        @JsonPropertyDescription(
                "The value that was compared with the limit, in the unit of the metric. Absent without samples.")
        Double observed,

        @JsonPropertyDescription("The least that the true value can be; equal to observed where that is exact.")
        Double lower,

        @JsonPropertyDescription("The greatest that the true value can be; equal to observed where that is exact.")
        Double upper,

        @JsonPropertyDescription("How many samples went in.")
        Long samples,

        @JsonPropertyDescription("Whether it holds.") Boolean passed,

        @JsonPropertyDescription("false when the limit lies between lower and upper, so that the estimate decided.")
        Boolean certain,

        @JsonPropertyDescription("How far the runners lie apart. Absent with one runner, and without samples.")
        ThresholdSpread runners) {
    public ThresholdStatus {
        observed = Finite.orNull(observed);
        lower = Finite.orNull(lower);
        upper = Finite.orNull(upper);
    }
}
