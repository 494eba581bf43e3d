package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One environment variable of the runners. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "!has(self.value) || !has(self.valueFrom)", message = "give value or valueFrom, not both")
@ValidationRule(
        value =
                "self.name != 'K6_OUT' || !has(self.value) || !self.value.matches('(^|,) *(json(=(-|/dev/stdout)?)?|csv=(-|/dev/stdout)) *(,|$)')",
        message =
                "K6_OUT must not write to standard output, where the result of the run is read: give a file, as in json=/tmp/out.json")
public record EnvVariable(
        @Required
        @Size(min = 1, max = 253)
        @Pattern("^[-._a-zA-Z][-._a-zA-Z0-9]*$")
        @JsonPropertyDescription(
                "Name of the variable: letters, digits, -, _ and dots; it does not begin with a digit.")
        String name,

        @Size(max = 16384)
        @JsonPropertyDescription(
                "Value of the variable. $(OTHER) is replaced by the value of the variable OTHER given before; $$ stands for one dollar sign. Default: empty.")
        String value,

        @JsonPropertyDescription("Where the value comes from, instead of value.")
        EnvVariableSource valueFrom) {}
