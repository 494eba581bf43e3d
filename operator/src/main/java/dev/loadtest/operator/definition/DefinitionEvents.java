package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.operator.telemetry.Announcements;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is told once of a schedule and of stale results, before it is written into the status: an operator that dies in between tells it
 * again under the same name, which makes one event.
 *
 * @param reason one word for programs
 * @param key what tells it from others of the same reason
 * @param message for people
 */
record DefinitionEvents(String reason, String key, String message) {

    static List<DefinitionEvents> of(LoadTest loadTest, ScheduleLook look, LoadTestStatus told) {
        var events = new ArrayList<DefinitionEvents>();
        look.missed()
                .ifPresent(missed -> events.add(
                        new DefinitionEvents("ScheduleMissed", key(missed.last()), message(loadTest, missed))));
        var before = Optional.ofNullable(loadTest.getStatus());
        news(before, told, LoadTestStatus.SCHEDULED)
                .filter(condition -> condition.getReason().equals("WaitsForRun"))
                .ifPresent(condition -> events.add(new DefinitionEvents(
                        "RunAlreadyActive",
                        look.due().map(DefinitionEvents::key).orElse(""),
                        condition.getMessage())));
        news(before, told, LoadTestStatus.SCHEDULED)
                .filter(condition -> condition.getReason().equals("InvalidSchedule"))
                .ifPresent(condition -> events.add(new DefinitionEvents(
                        "InvalidSchedule",
                        String.valueOf(loadTest.getMetadata().getGeneration()),
                        condition.getMessage())));
        news(before, told, LoadTestStatus.FRESH)
                .filter(condition -> condition.getStatus().equals("False"))
                .ifPresent(condition -> events.add(new DefinitionEvents(
                        "ResultIsStale",
                        Optional.ofNullable(told.lastValidTime())
                                .map(time -> key(Instant.parse(time)))
                                .orElse("0"),
                        condition.getMessage())));
        return events;
    }

    private static String message(LoadTest loadTest, ScheduleLook.Missed missed) {
        var going = Optional.ofNullable(loadTest.getStatus())
                .map(LoadTestStatus::active)
                .orElse(List.of());
        var why = missed.tooLate()
                ? "startingDeadlineSeconds (%d) was over before a run could begin"
                        .formatted(loadTest.getSpec().startingDeadlineSeconds())
                : going.isEmpty()
                        ? "the operator was not there, or spec.suspend was true"
                        : "%s is still going, and of the times that pass meanwhile only the latest is made up for"
                                .formatted(String.join(", ", going));
        return missed.count() == 1
                ? "no run for %s: %s".formatted(missed.first(), why)
                : "no runs for %d times from %s to %s: %s"
                        .formatted(missed.count(), missed.first(), missed.last(), why);
    }

    private static Optional<Condition> news(Optional<LoadTestStatus> before, LoadTestStatus told, String type) {
        return told.condition(type).filter(condition -> before.flatMap(known -> known.condition(type))
                .filter(known -> known.getStatus().equals(condition.getStatus())
                        && known.getMessage().equals(condition.getMessage()))
                .isEmpty());
    }

    private static String key(Instant time) {
        return Long.toHexString(time.getEpochSecond());
    }

    void announce(Announcements announcements, LoadTest about) {
        announcements.announce(about, Announcements.Kind.WARNING, reason, key, message);
    }
}
