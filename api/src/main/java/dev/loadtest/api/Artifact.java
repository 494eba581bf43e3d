package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A file that a run has left behind. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Artifact(
        @Required @JsonPropertyDescription("Name of the file, such as summary.json.gz or report.html.")
        String name,

        @Required
        @JsonPropertyDescription(
                "Where it lies: configmap/NAME for a key of that name in a ConfigMap of the run's namespace, pvc/CLAIM/PATH for a file in the volume of a PersistentVolumeClaim, s3://BUCKET/KEY for an object in a bucket.")
        String location,

        @JsonPropertyDescription("Its size in bytes.") Long size,

        @JsonPropertyDescription("SHA-256 of its bytes, in hexadecimal.")
        String sha256) {}
