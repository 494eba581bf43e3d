package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A field of the runner's own pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record FieldSelector(
        @Required
        @Size(min = 1, max = 320)
        @JsonPropertyDescription(
                "Path of the field, as for any pod, such as metadata.name, spec.nodeName or status.podIP.")
        String fieldPath) {}
