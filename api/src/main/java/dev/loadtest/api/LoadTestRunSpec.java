package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One run of a LoadTest: what to run, frozen. Only stop may change, from false to true. */
@ValidationRule(
        value = "has(self.number) == has(self.definition) && has(self.trigger) == has(self.definition)",
        message = "number, trigger and definition: leave them out, the operator fills them in")
@ValidationRule(
        value =
                "(!has(oldSelf.definition) || has(self.definition)) && has(oldSelf.overrides) == has(self.overrides) && (!has(oldSelf.stopReason) || has(self.stopReason))",
        message = LoadTestRunSpec.FROZEN)
@ValidationRule(value = "!has(self.stopReason) || self.stop", message = "stopReason: only with stop: true")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoadTestRunSpec(
        @Required
        @ValidationRule(value = "self == oldSelf", message = LoadTestRunSpec.FROZEN)
        @JsonPropertyDescription("The LoadTest that this is a run of, in the same namespace.")
        LoadTestReference loadTestRef,

        @ValidationRule(value = "self == oldSelf", message = LoadTestRunSpec.FROZEN)
        @JsonPropertyDescription("What is to be other than in the LoadTest, for this run alone. Default: nothing.")
        RunOverrides overrides,

        @Min(1)
        @Max(9999999)
        @ValidationRule(value = "self == oldSelf", message = LoadTestRunSpec.FROZEN)
        @JsonPropertyDescription(
                "Number of the run among those of its LoadTest, from 1. Filled in by the operator when the run may begin; leave it out.")
        Integer number,

        @Size(min = 1, max = 256)
        @ValidationRule(value = "self == oldSelf", message = LoadTestRunSpec.FROZEN)
        @JsonPropertyDescription(
                "Why this run exists: a time of the schedule, a request or a change, with the definition, by a fingerprint, and the generation of the LoadTest. There is one run for one reason. Filled in by the operator; leave it out.")
        String trigger,

        @ValidationRule(value = "self == oldSelf", message = LoadTestRunSpec.FROZEN)
        @JsonPropertyDescription(
                "The spec of the LoadTest as it was when this run could begin, with the overrides. Filled in by the operator; leave it out.")
        LoadTestSpec definition,

        @Default("false")
        @ValidationRule(value = "self || !oldSelf", message = "a stop cannot be taken back: create another run")
        @JsonPropertyDescription(
                "true stops the run: the runners end early, what they measured is kept, and the verdict is Aborted, or what it was already on its way to be. Cannot be taken back. Default: false.")
        Boolean stop,

        @Size(min = 1, max = 256)
        @ValidationRule(value = "self == oldSelf", message = LoadTestRunSpec.FROZEN)
        @JsonPropertyDescription(
                "Why it is stopped, for people: it is added to the message of the verdict. Only with stop. Default: none.")
        String stopReason) {
    static final String FROZEN = "a run cannot be changed, only stopped: change the LoadTest or create another run";

    /** Name of the LoadTest. */
    public String loadTest() {
        return loadTestRef.name();
    }
}
