package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A threshold in short. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ThresholdResult(
        @Required @JsonPropertyDescription("The metric, as k6 names it.")
        String metric,

        @Required @JsonPropertyDescription("The expression as written.")
        String expression,

        @JsonPropertyDescription(
                "The value that was compared with the limit, in the unit of the metric. Absent without samples.")
        Double observed,

        @JsonPropertyDescription("Whether it held.") Boolean passed) {
    public ThresholdResult {
        observed = Finite.orNull(observed);
    }
}
