package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One run of a LoadTest: what to run, frozen. Only stop may change, from false to true. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoadTestRunSpec(
        @Required
        @Size(min = 1, max = 46)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @ValidationRule(
                value = "self == oldSelf",
                message = "a run cannot be changed, only stopped: change the LoadTest or create another run")
        @JsonPropertyDescription("Name of the LoadTest that this is a run of, in the same namespace.")
        String loadTest,

        @Required
        @Min(1)
        @Max(9999999)
        @ValidationRule(
                value = "self == oldSelf",
                message = "a run cannot be changed, only stopped: change the LoadTest or create another run")
        @JsonPropertyDescription("Number of the run among those of its LoadTest, from 1.")
        Integer number,

        @Required
        @Size(min = 1, max = 256)
        @ValidationRule(
                value = "self == oldSelf",
                message = "a run cannot be changed, only stopped: change the LoadTest or create another run")
        @JsonPropertyDescription(
                "Why this run exists: the definition, by a fingerprint, and the generation of the LoadTest that brought it. There is one run for one reason.")
        String trigger,

        @Required
        @ValidationRule(
                value = "self == oldSelf",
                message = "a run cannot be changed, only stopped: change the LoadTest or create another run")
        @JsonPropertyDescription("The spec of the LoadTest as it was when this run was created.")
        LoadTestSpec definition,

        @Default("false")
        @ValidationRule(value = "self || !oldSelf", message = "a stop cannot be taken back: create another run")
        @JsonPropertyDescription(
                "true stops the run: the runners end early, what they measured is kept, and the verdict is Aborted, or what it was already on its way to be. Cannot be taken back. Default: false.")
        Boolean stop) {}
