package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What a workload runs, at one moment. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TargetRevision(
        @JsonPropertyDescription(
                "Which of its pod templates is rolled out: of a Deployment or Rollout the number that kubectl rollout history shows, of a StatefulSet the name of the revision.")
        String revision,

        @Size(max = 20)
        @JsonPropertyDescription(
                "The images that its pods run, each once, as name of the container, = and what the container runtime calls the image, with its digest.")
        List<String> images) {}
