package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** How the runners are, as counts, and those that are not normal. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Runners(
        @JsonPropertyDescription("Runners that the run has.")
        Integer desired,

        @JsonPropertyDescription("Runners whose k6 answers, or that have ended.")
        Integer ready,

        @JsonPropertyDescription("Runners whose k6 is up: it prepares, waits for the common start or sends load.")
        Integer running,

        @JsonPropertyDescription("Runners that have ended, however they did.")
        Integer ended,

        @Size(max = 20) @JsonPropertyDescription("The first 20 runners that are not as they should be, by index.")
        List<RunnerStatus> notable) {}
