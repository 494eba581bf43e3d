package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How far a schedule was followed. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScheduleStatus(
        @JsonPropertyDescription("The schedule that this is about, as in the spec.")
        String expression,

        @JsonPropertyDescription("Its time zone.") String timeZone,

        @JsonPropertyDescription(
                "Since when it is followed, RFC 3339: times before are none of its own. That is the creation of the LoadTest, or when a change of the schedule was seen.")
        String since,

        @JsonPropertyDescription(
                "The next time, as kubectl get shows it: the time of a day not far off, else the date.")
        String next,

        @JsonPropertyDescription("How many times of any schedule of this LoadTest passed without a run. It only grows.")
        Long missed,

        @JsonPropertyDescription("The latest of them, RFC 3339.")
        String lastMissedTime) {}
