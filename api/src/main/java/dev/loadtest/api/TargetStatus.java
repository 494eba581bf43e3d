package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What was put load on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TargetStatus(
        @JsonPropertyDescription("When workloads and probe were ready, RFC 3339.")
        String readyAt,

        @Size(max = 10)
        @JsonPropertyDescription(
                "The workloads of spec.definition.target, as they were when the runners were created and when the load had ended.")
        List<TargetWorkloadStatus> workloads,

        @JsonPropertyDescription("What changed in between, in words; absent when nothing did.")
        String changed) {}
