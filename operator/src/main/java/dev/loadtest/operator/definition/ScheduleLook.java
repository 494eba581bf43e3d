package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.api.PendingRun;
import dev.loadtest.api.ScheduleStatus;
import dev.loadtest.schedule.CronSchedule;
import dev.loadtest.schedule.InvalidSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a LoadTest stands to its schedule at one moment. Each time is accounted for once: a run is created for it, or it counts as missed.
 * Both are in the status, and what lies behind them is not looked at again.
 *
 * @param state whether the schedule can be followed
 * @param problem why it cannot
 * @param due the time for which a run may begin, the latest that has passed
 * @param next the first time that has not passed
 * @param late when it is too late for the one that is due
 * @param missed times that have passed since the last look and get no run
 * @param status what is to be written
 */
record ScheduleLook(
        State state,
        String problem,
        Optional<Instant> due,
        Optional<Instant> next,
        Optional<Instant> late,
        Optional<Missed> missed,
        ScheduleStatus status) {

    enum State {
        NONE,
        INVALID,
        SUSPENDED,
        FOLLOWED
    }

    /**
     * @param count how many
     * @param first the first of them
     * @param last the last of them
     * @param tooLate whether it was {@code startingDeadlineSeconds} that the last of them failed
     */
    record Missed(long count, Instant first, Instant last, boolean tooLate) {}

    static ScheduleLook at(LoadTest loadTest, Instant now) {
        var spec = loadTest.getSpec();
        var before = Optional.ofNullable(loadTest.getStatus()).map(LoadTestStatus::schedule);
        if (spec.schedule() == null) {
            // The count goes on when there is a schedule again.
            var rest = before.map(
                    known -> new ScheduleStatus(null, null, null, null, known.missed(), known.lastMissedTime()));
            return without(State.NONE, "", rest.orElse(null));
        }
        var zone = Optional.ofNullable(spec.timeZone()).orElse(CronSchedule.DEFAULT_ZONE);
        CronSchedule schedule;
        try {
            schedule = CronSchedule.parse(spec.schedule(), zone);
        } catch (InvalidSchedule e) {
            return without(State.INVALID, e.getMessage(), before.orElse(null));
        }
        var status = new ScheduleStatus(
                spec.schedule(),
                zone,
                since(loadTest, before, zone, now).toString(),
                null,
                before.map(ScheduleStatus::missed).orElse(null),
                before.map(ScheduleStatus::lastMissedTime).orElse(null));
        return Boolean.TRUE.equals(spec.suspend())
                ? without(State.SUSPENDED, "", status)
                : followed(loadTest, schedule, status, now);
    }

    private static ScheduleLook without(State state, String problem, ScheduleStatus status) {
        return new ScheduleLook(
                state, problem, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), status);
    }

    private static ScheduleLook followed(LoadTest loadTest, CronSchedule schedule, ScheduleStatus status, Instant now) {
        var from = accountedUntil(loadTest, status);
        var next = schedule.next(from.isAfter(now) ? from : now); // the clock may have been set back
        var passed = schedule.passed(from, now);
        var due = passed.map(CronSchedule.Passed::last);
        var late = due.filter(time -> !announced(loadTest, time))
                .flatMap(time -> Optional.ofNullable(loadTest.getSpec().startingDeadlineSeconds())
                        .map(time::plusSeconds));
        var tooLate = late.filter(now::isAfter).isPresent();
        // Of several only the latest may begin, as with a CronJob.
        var missed = passed.flatMap(times -> tooLate
                ? Optional.of(new Missed(times.count(), times.first(), times.last(), true))
                : times.beforeLast().map(last -> new Missed(times.count() - 1, times.first(), last, false)));
        var told = new ScheduleStatus(
                status.expression(),
                status.timeZone(),
                status.since(),
                next.map(time -> schedule.inShort(time, now)).orElse(null),
                missed.map(times -> Optional.ofNullable(status.missed()).orElse(0L) + times.count())
                        .orElse(status.missed()),
                missed.map(times -> times.last().toString()).orElse(status.lastMissedTime()));
        return new ScheduleLook(
                State.FOLLOWED,
                "",
                tooLate ? Optional.empty() : due,
                next,
                tooLate ? Optional.empty() : late,
                missed,
                told);
    }

    /** When this schedule was first seen. A LoadTest that has never changed has had it from the beginning, whether an operator was there or not. */
    private static Instant since(LoadTest loadTest, Optional<ScheduleStatus> before, String zone, Instant now) {
        return before.filter(known ->
                        loadTest.getSpec().schedule().equals(known.expression()) && zone.equals(known.timeZone()))
                .map(known -> Instant.parse(known.since()))
                .orElseGet(() -> Objects.equals(loadTest.getMetadata().getGeneration(), 1L)
                        ? Instant.parse(loadTest.getMetadata().getCreationTimestamp())
                        : now);
    }

    private static Instant accountedUntil(LoadTest loadTest, ScheduleStatus status) {
        return Stream.of(
                        Optional.of(status.since()),
                        Optional.ofNullable(loadTest.getStatus()).map(LoadTestStatus::lastScheduleTime),
                        Optional.ofNullable(status.lastMissedTime()))
                .flatMap(Optional::stream)
                .map(Instant::parse)
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** Its run has begun, as far as deadlines are concerned: it only waits for the end of another. */
    private static boolean announced(LoadTest loadTest, Instant time) {
        return Optional.ofNullable(loadTest.getStatus())
                .map(LoadTestStatus::pendingRun)
                .map(PendingRun::trigger)
                .flatMap(trigger -> Trigger.parse(trigger).due())
                .filter(time::equals)
                .isPresent();
    }

    /** When it has to be looked at again. */
    Optional<Instant> again() {
        return Stream.concat(next.stream(), late.map(time -> time.plus(Duration.ofMillis(1))).stream())
                .min(Instant::compareTo);
    }
}
