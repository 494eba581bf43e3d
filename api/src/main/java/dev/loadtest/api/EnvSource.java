package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** All keys of a ConfigMap or Secret as environment variables: exactly one of the two. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "has(self.configMapRef) != has(self.secretRef)",
        message = "give exactly one of configMapRef, secretRef")
public record EnvSource(
        @Size(max = 128)
        @Pattern("^([-._a-zA-Z][-._a-zA-Z0-9]*)?$")
        @JsonPropertyDescription("Put before each key to make the name of the variable. Default: nothing.")
        String prefix,

        @JsonPropertyDescription("A ConfigMap in the namespace of the LoadTest.")
        ReferenceSource configMapRef,

        @JsonPropertyDescription("A Secret in the namespace of the LoadTest.")
        ReferenceSource secretRef) {}
