package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A script in a ConfigMap. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConfigMapScript(
        @Required
        @Size(min = 1, max = 253)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")
        @JsonPropertyDescription(
                "Name of the ConfigMap. A run waits 10 seconds for it, so the two can be applied in any order.")
        String name,

        @Required
        @Size(min = 1, max = 253)
        @Pattern("^[-._a-zA-Z0-9]+$")
        @ValidationRule(
                value = "!self.endsWith('.tar')",
                message = "archives (.tar) are not supported yet: name the key of the script itself")
        @ValidationRule(
                value =
                        "self.endsWith('.js') || self.endsWith('.mjs') || self.endsWith('.ts') || self.endsWith('.tar')",
                message = "the key of a script ends in .js, .mjs or .ts, because k6 tells the language by it")
        @JsonPropertyDescription(
                "Key of the ConfigMap that holds the script. It must end in .js, .mjs or .ts; archives (.tar) are not supported yet.")
        String file,

        @Size(min = 1, max = 64)
        @JsonPropertyDescription(
                "Where other keys lie, as with a ConfigMap volume: a script that imports ./lib/items.js needs {key: items.js, path: lib/items.js}. With items only these lie beside the script. Default: all keys, under their own names.")
        List<ConfigMapItem> items) {}
