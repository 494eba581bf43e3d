package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Where the value of a variable comes from: exactly one of the three. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record EnvVariableSource(
        @JsonPropertyDescription("A key of a ConfigMap in the namespace of the LoadTest.")
        KeySelector configMapKeyRef,

        @JsonPropertyDescription("A key of a Secret in the namespace of the LoadTest.")
        KeySelector secretKeyRef,

        @JsonPropertyDescription("A field of the runner's own pod.")
        FieldSelector fieldRef) {}
