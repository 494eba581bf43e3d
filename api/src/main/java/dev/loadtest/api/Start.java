package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** How the runners were started together. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Start(
        @JsonPropertyDescription("When every runner had compiled the script and initialised its VUs, RFC 3339.")
        String readyAt,

        @JsonPropertyDescription(
                "Milliseconds that setup() took. Absent where each runner calls its own, and where the script has none.")
        Long setupMillis,

        @JsonPropertyDescription("When the runners were resumed, RFC 3339.")
        String resumedAt,

        @JsonPropertyDescription(
                "Milliseconds between the first and the last answer to the call that resumed a runner. Absent when the operator was restarted in that moment.")
        Integer skewMillis,

        @JsonPropertyDescription(
                "Seconds that the load is to last by the script's own options, without gracefulStop. Absent before a runner said so.")
        Double plannedSeconds,

        @Size(max = 500)
        @JsonPropertyDescription(
                "UIDs of the runners' pods at the common start. A pod with another UID is never resumed.")
        List<String> podUids) {}
