package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A workload of the namespace that load is put on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TargetWorkload(
        @Required @JsonPropertyDescription("Deployment, StatefulSet, or Rollout (of Argo Rollouts).")
        String kind,

        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(
                value = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
                message = "must be the name of an object: lower-case letters, digits, - and .")
        @JsonPropertyDescription("Name of the workload, in the namespace of the LoadTest.")
        String name) {}
