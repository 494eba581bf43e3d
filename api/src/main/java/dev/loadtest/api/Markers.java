package dev.loadtest.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What was begun and must not be done twice; each is written before the act. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Markers(
        @JsonPropertyDescription(
                "When the run got its turn, RFC 3339: from then on it has its lock and its place among the runners. Absent where there was nothing to wait for.")
        String admittedAt,

        @JsonPropertyDescription("When the Job was about to be created, RFC 3339.")
        String jobCreating,

        @JsonPropertyDescription("UID of the Job, once it was created.")
        String jobUid,

        @JsonPropertyDescription("When setup() was about to be called on one runner for all, RFC 3339.")
        String setupStarted,

        @JsonPropertyDescription("When the runners were about to be resumed from the common start, RFC 3339.")
        String resumed,

        @JsonPropertyDescription("Why and since when the runners are being stopped.")
        Stopping stopping,

        @JsonPropertyDescription("When the Job that calls teardown() was about to be created, RFC 3339.")
        String teardownCreating,

        @JsonPropertyDescription("UID of the Job that calls teardown(), once it was created.")
        String teardownJobUid) {

    /** Nothing was begun. */
    public static final Markers NONE = new Markers(null, null, null, null, null, null, null, null);

    public Markers admittedAt(String time) {
        return new Markers(
                time, jobCreating, jobUid, setupStarted, resumed, stopping, teardownCreating, teardownJobUid);
    }

    public Markers jobCreatingAt(String time) {
        return new Markers(admittedAt, time, jobUid, setupStarted, resumed, stopping, teardownCreating, teardownJobUid);
    }

    public Markers jobCreated(String uid) {
        return new Markers(
                admittedAt, jobCreating, uid, setupStarted, resumed, stopping, teardownCreating, teardownJobUid);
    }

    public Markers setupStartedAt(String time) {
        return new Markers(admittedAt, jobCreating, jobUid, time, resumed, stopping, teardownCreating, teardownJobUid);
    }

    public Markers resumedAt(String time) {
        return new Markers(
                admittedAt, jobCreating, jobUid, setupStarted, time, stopping, teardownCreating, teardownJobUid);
    }

    public Markers stoppingFor(String why, String since) {
        var told = new Stopping(why, since);
        return new Markers(
                admittedAt, jobCreating, jobUid, setupStarted, resumed, told, teardownCreating, teardownJobUid);
    }

    public Markers teardownCreatingAt(String time) {
        return new Markers(admittedAt, jobCreating, jobUid, setupStarted, resumed, stopping, time, teardownJobUid);
    }

    public Markers teardownCreated(String uid) {
        return new Markers(admittedAt, jobCreating, jobUid, setupStarted, resumed, stopping, teardownCreating, uid);
    }
}
