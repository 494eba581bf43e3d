package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.Optional;

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
        String sha256) {
    private static final String IN_A_CONFIG_MAP = "configmap/";

    /** One that is kept in the ConfigMap of this name. */
    public static Artifact inConfigMap(String configMap, String name, long size, String sha256) {
        return new Artifact(name, IN_A_CONFIG_MAP + configMap, size, sha256);
    }

    /** The name of the ConfigMap in which it is kept, if it is in one. */
    public Optional<String> configMap() {
        return location.startsWith(IN_A_CONFIG_MAP)
                ? Optional.of(location.substring(IN_A_CONFIG_MAP.length()))
                : Optional.empty();
    }
}
