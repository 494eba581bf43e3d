package dev.loadtest.operator.definition;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.operator.definition.World.Death;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two years of schedules, and operators that come and go. The clock is the test's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ScheduleHistories {
    private static final Period SPAN = Period.ofYears(2);

    /** What the documentation of CronJobs says of a schedule, in words of Java: a condition on the wall clock, minute by minute. */
    record Schedule(String expression, String zone, Predicate<LocalDateTime> due) {
        @Override
        public String toString() {
            return expression + " in " + zone;
        }

        private List<Instant> due(Instant after, Instant until) {
            var times = new ArrayList<Instant>();
            var rules = ZoneId.of(zone);
            for (var time = after.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
                    !time.isAfter(until);
                    time = time.plusSeconds(60)) {
                if (due.test(LocalDateTime.ofInstant(time, rules))) {
                    times.add(time);
                }
            }
            return times;
        }
    }

    /** Zones that change their clocks by an hour in spring or in autumn, and one that changes them by half an hour. */
    static Stream<String> zones() {
        return Stream.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe");
    }

    static Stream<Schedule> everySchedule() {
        return zones().flatMap(zone -> Stream.of(
                new Schedule(
                        "*/30 8-20 * * *",
                        zone,
                        time -> time.getMinute() % 30 == 0 && time.getHour() >= 8 && time.getHour() <= 20),
                sundayNight(zone),
                new Schedule(
                        "0 10 * * 1",
                        zone,
                        time -> time.getDayOfWeek() == DayOfWeek.MONDAY
                                && time.getHour() == 10
                                && time.getMinute() == 0),
                new Schedule("15 * * * *", zone, time -> time.getMinute() == 15),
                new Schedule("30 2 * * *", zone, time -> time.getHour() == 2 && time.getMinute() == 30),
                new Schedule("45 1 * * *", zone, time -> time.getHour() == 1 && time.getMinute() == 45),
                new Schedule(
                        "0 0 1,15 * fri",
                        zone,
                        time -> time.getHour() == 0
                                && time.getMinute() == 0
                                && (time.getDayOfMonth() == 1
                                        || time.getDayOfMonth() == 15
                                        || time.getDayOfWeek() == DayOfWeek.FRIDAY)),
                new Schedule(
                        "@monthly",
                        zone,
                        time -> time.getDayOfMonth() == 1 && time.getHour() == 0 && time.getMinute() == 0)));
    }

    /** The hour at which most zones change their clocks, on the Sundays of the months in which they do. */
    static Schedule sundayNight(String zone) {
        return new Schedule(
                "30 2 * 3,4,10,11 sun",
                zone,
                time -> List.of(3, 4, 10, 11).contains(time.getMonthValue())
                        && time.getDayOfWeek() == DayOfWeek.SUNDAY
                        && time.getHour() == 2
                        && time.getMinute() == 30);
    }

    /** Those that are tried. */
    abstract Stream<Schedule> schedules();

    abstract int histories();

    /** @param spec lines of YAML beside the script */
    abstract World world(String spec);

    /** Each run takes ten minutes. */
    @ParameterizedTest
    @MethodSource("schedules")
    void everyStartOfTwoYearsIsWhereTheDocumentationHasIt(Schedule schedule) {
        var world = world("""
                schedule: "%s"
                timeZone: %s
                suspend: false
                """.formatted(schedule.expression(), schedule.zone()));
        var begin = world.now();
        var end = begin.atOffset(ZoneOffset.UTC).plus(SPAN).toInstant();
        var starts = new ArrayList<Instant>();

        var next = world.looks();
        while (next.isPresent() && !next.get().isAfter(end)) {
            world.goesOnTo(next.get());
            world.looks();
            for (var run : world.going()) {
                assertThat(world.now()).isEqualTo(world.dueTime(run));
                starts.add(world.now());
                world.goesOnTo(world.now().plusSeconds(600));
                world.ends(run, "Passed");
            }
            next = world.looks();
        }

        assertThat(starts).isEqualTo(schedule.due(begin, end));
        assertThat(world.reports()).isEmpty();
    }

    /** Operators die between any two writes and are away for a while; runs take their time; schedules are suspended and go on. */
    @Test
    void eachDueTimeStartsOneRunOrIsReportedAsMissed() {
        for (long seed = 0; seed < histories(); seed++) {
            history(new Random(seed), "seed " + seed);
        }
    }

    private void history(Random random, String seed) {
        var schedule = new Schedule("*/10 * * * *", "Europe/Berlin", time -> time.getMinute() % 10 == 0);
        var policy = List.of("Allow", "Forbid", "Replace").get(random.nextInt(3));
        var deadline = random.nextInt(3) == 0 ? 60 * (1 + random.nextInt(40)) : null;
        var world = world("""
                schedule: "%s"
                timeZone: %s
                suspend: false
                concurrencyPolicy: %s
                """.formatted(schedule.expression(), schedule.zone(), policy)
                + (deadline == null ? "" : "startingDeadlineSeconds: " + deadline + "\n"));
        var begin = world.now();
        for (int step = 0; step < 60; step++) {
            if (random.nextInt(4) == 0) {
                world.diesAfter(random.nextInt(6));
            }
            Optional<Instant> next;
            try {
                next = world.looks();
            } catch (Death death) {
                // the next one comes at once, or much later
                world.goesOnTo(
                        world.now().plusSeconds(random.nextInt(3) == 0 ? random.nextInt(5_000) : random.nextInt(3)));
                continue;
            }
            switch (random.nextInt(6)) {
                case 0, 1, 2 ->
                    world.goesOnTo(next.filter(world.now()::isBefore)
                            .orElse(world.now().plusSeconds(30)));
                case 3 -> world.goesOnTo(world.now().plusSeconds(random.nextInt(900)));
                case 4 ->
                    world.going().stream()
                            .filter(run -> random.nextBoolean())
                            .forEach(run -> world.ends(run, "Passed"));
                default -> world.suspends(random.nextInt(4) == 0);
            }
            world.stopping().forEach(run -> world.ends(run, "Aborted"));
        }
        // then an operator stays, and every run comes to its end
        world.diesAfter(Integer.MAX_VALUE);
        world.suspends(false);
        for (int i = 0; i < 3; i++) {
            world.looks();
            world.going().forEach(run -> world.ends(run, "Passed"));
        }
        world.looks();

        var started = world.started();
        assertThat(started).as(seed).doesNotHaveDuplicates();
        var due = new TreeSet<>(schedule.due(begin, world.now()));
        var missed = due.stream().filter(time -> !started.contains(time)).collect(toSet());
        assertThat(started).as(seed).allMatch(due::contains);
        assertThat(Optional.ofNullable(world.loadTest().getStatus().schedule().missed())
                        .orElse(0L))
                .as("%s, %s: as many as were not started", seed, policy)
                .isEqualTo(missed.size());
        assertThat(world.reports()).as(seed).allSatisfy(report -> assertThat(missed)
                .contains(report.first(), report.last()));
        assertThat(missed).as(seed).allMatch(time -> world.reports().stream()
                .anyMatch(report -> !time.isBefore(report.first()) && !time.isAfter(report.last())));
    }
}
