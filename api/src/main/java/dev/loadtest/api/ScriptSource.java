package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where the k6 script comes from: exactly one of the two. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "has(self.configMap) != has(self.inline)",
        message = "spec.script: give exactly one of configMap, inline")
public record ScriptSource(
        @JsonPropertyDescription(
                "A script in a ConfigMap in the namespace of the LoadTest. The other keys of the ConfigMap lie beside it, or where items says, so that the script can import or open them.")
        ConfigMapScript configMap,

        @Size(min = 1, max = 131072) @JsonPropertyDescription("The script itself, JavaScript, at most 128 KiB.")
        String inline) {}
