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
        List<String> podUids) {

    /** All runners are ready, and that is all. */
    public static Start readyAt(String time) {
        return new Start(time, null, null, null, null, null);
    }

    public Start resumed(String time, Long setupMillis, List<String> podUids) {
        return new Start(readyAt == null ? time : readyAt, setupMillis, time, null, plannedSeconds, podUids);
    }

    public Start skewed(Integer millis) {
        return new Start(readyAt, setupMillis, resumedAt, millis, plannedSeconds, podUids);
    }

    public Start planned(Double seconds) {
        return new Start(readyAt, setupMillis, resumedAt, skewMillis, seconds, podUids);
    }
}
