package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One environment variable of the runners. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record EnvVariable(
        @Required
        @Size(min = 1, max = 253)
        @Pattern("^[-._a-zA-Z][-._a-zA-Z0-9]*$")
        @JsonPropertyDescription(
                "Name of the variable: letters, digits, -, _ and dots; it does not begin with a digit.")
        String name,

        @Size(max = 32768)
        @JsonPropertyDescription(
                "Value of the variable. $(OTHER) is replaced by the value of the variable OTHER given before; $$ stands for one dollar sign. Default: empty.")
        String value,

        @JsonPropertyDescription("Where the value comes from, instead of value.")
        EnvVariableSource valueFrom) {}
