package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A field of the runner's own pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record FieldSelector(
        @Required
        @Size(min = 1, max = 320)
        @ValidationRule(
                value =
                        "self.matches('^(metadata[.](name|namespace|uid|(labels|annotations)\\\\[\\'[^\\']+\\'\\\\])|spec[.](nodeName|serviceAccountName)|status[.](hostIPs?|podIPs?))$')",
                message =
                        "a pod cannot read that field of itself: use metadata.name, metadata.namespace, metadata.uid, metadata.labels['KEY'], metadata.annotations['KEY'], spec.nodeName, spec.serviceAccountName, status.hostIP, status.hostIPs, status.podIP or status.podIPs")
        @JsonPropertyDescription(
                "Path of the field, as for any pod, such as metadata.name, spec.nodeName or status.podIP.")
        String fieldPath) {}
