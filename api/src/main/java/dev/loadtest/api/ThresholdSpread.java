package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How far the runners' own values of a threshold lie apart. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ThresholdSpread(
        @JsonPropertyDescription("The least value that a runner had by itself.")
        Double least,

        @JsonPropertyDescription("The median of the runners' own values.")
        Double median,

        @JsonPropertyDescription("The greatest value that a runner had by itself.")
        Double greatest,

        @JsonPropertyDescription(
                "Index of the runner that is furthest on the wrong side of the limit, or nearest to it.")
        Integer worstRunner) {
    public ThresholdSpread {
        least = Finite.orNull(least);
        median = Finite.orNull(median);
        greatest = Finite.orNull(greatest);
    }
}
