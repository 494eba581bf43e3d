package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** Where the value of a variable comes from: exactly one of the three. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value =
                "[has(self.configMapKeyRef), has(self.secretKeyRef), has(self.fieldRef)].filter(given, given).size() == 1",
        message = "give exactly one of configMapKeyRef, secretKeyRef, fieldRef")
public record EnvVariableSource(
        @JsonPropertyDescription("A key of a ConfigMap in the namespace of the LoadTest.")
        KeySelector configMapKeyRef,

        @JsonPropertyDescription("A key of a Secret in the namespace of the LoadTest.")
        KeySelector secretKeyRef,

        @JsonPropertyDescription("A field of the runner's own pod.")
        FieldSelector fieldRef) {}
