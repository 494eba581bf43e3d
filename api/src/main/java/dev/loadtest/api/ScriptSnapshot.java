package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The script as a run uses it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScriptSnapshot(
        @JsonPropertyDescription("Name of the immutable ConfigMap that holds the copy which the runners mount.")
        String configMap,

        @JsonPropertyDescription("Key of the script in that ConfigMap.")
        String file,

        @JsonPropertyDescription(
                "SHA-256 of the script and what lies beside it, in hexadecimal: the same value means the same script.")
        String sha256) {}
