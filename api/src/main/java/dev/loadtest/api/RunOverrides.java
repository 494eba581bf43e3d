package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** What one run has other than its LoadTest. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunOverrides(
        @Min(1) @Max(500) @JsonPropertyDescription("Number of runners. Default: that of the LoadTest.")
        Integer parallelism,

        @Size(max = 64)
        @JsonPropertyDescription(
                "Further arguments for k6 run, in place of those of the LoadTest. Default: those of the LoadTest.")
        List<@Size(min = 1, max = 1024) String> arguments,

        @Size(max = 100)
        @JsonPropertyDescription(
                "Environment variables of the runners, beside those of the LoadTest; of the same name, these win. Default: those of the LoadTest alone.")
        List<EnvVariable> env,

        @Size(max = 50)
        @JsonPropertyDescription(
                "Thresholds, beside those of the LoadTest; of the same metric, these take their place. Default: those of the LoadTest alone.")
        Map<String, List<String>> thresholds) {}
