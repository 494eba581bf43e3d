package dev.loadtest.operator.definition;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTest;
import dev.loadtest.operator.definition.SimulatedDefinition.Death;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two years of schedules, and operators that come and go. The clock is the test's. */
class ScheduleHistoryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:30Z");
    private static final Instant END = Instant.parse("2028-01-01T00:00:00Z");
    private static final int HISTORIES = Integer.getInteger("histories", 1_000);

    /** What the documentation of CronJobs says of each schedule, in words of Java: a condition on the wall clock, minute by minute. */
    static Stream<Arguments> schedules() {
        return Stream.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
                .flatMap(zone -> Stream.of(
                        schedule(
                                zone,
                                "*/30 8-20 * * *",
                                time -> time.getMinute() % 30 == 0 && time.getHour() >= 8 && time.getHour() <= 20),
                        schedule(
                                zone,
                                "0 10 * * 1",
                                time -> time.getDayOfWeek() == java.time.DayOfWeek.MONDAY
                                        && time.getHour() == 10
                                        && time.getMinute() == 0),
                        schedule(zone, "15 * * * *", time -> time.getMinute() == 15),
                        schedule(zone, "30 2 * * *", time -> time.getHour() == 2 && time.getMinute() == 30),
                        schedule(zone, "45 1 * * *", time -> time.getHour() == 1 && time.getMinute() == 45),
                        schedule(
                                zone,
                                "0 0 1,15 * fri",
                                time -> time.getHour() == 0
                                        && time.getMinute() == 0
                                        && (time.getDayOfMonth() == 1
                                                || time.getDayOfMonth() == 15
                                                || time.getDayOfWeek() == java.time.DayOfWeek.FRIDAY)),
                        schedule(
                                zone,
                                "@monthly",
                                time -> time.getDayOfMonth() == 1 && time.getHour() == 0 && time.getMinute() == 0)));
    }

    private static Arguments schedule(String zone, String expression, Predicate<LocalDateTime> due) {
        return Arguments.of(zone, expression, due);
    }

    /** Each run takes ten minutes. */
    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("schedules")
    void everyStartOfTwoYearsIsWhereTheDocumentationHasIt(
            String zone, String expression, Predicate<LocalDateTime> due) {
        var world = world(expression, zone, "Forbid", null);
        var starts = new ArrayList<Instant>();

        var next = world.looks();
        while (next.isPresent() && !next.get().isAfter(END)) {
            world.now = next.get();
            world.looks();
            world.going().forEach(run -> {
                assertThat(world.now).isEqualTo(dueTime(world, run));
                starts.add(world.now);
                world.now = world.now.plusSeconds(600);
                world.ends(run, "Passed");
            });
            next = world.looks();
        }

        assertThat(starts).isEqualTo(expected(ZoneId.of(zone), due));
        assertThat(world.reports).isEmpty();
    }

    private static List<Instant> expected(ZoneId zone, Predicate<LocalDateTime> due) {
        var times = new ArrayList<Instant>();
        for (var time = Instant.parse("2026-01-01T00:01:00Z"); !time.isAfter(END); time = time.plusSeconds(60)) {
            if (due.test(LocalDateTime.ofInstant(time, zone))) {
                times.add(time);
            }
        }
        return times;
    }

    /** Operators die between any two writes and are away for a while; runs take their time; schedules are suspended and go on. */
    @Test
    void eachDueTimeStartsOneRunOrIsReportedAsMissed() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            history(new Random(seed), "seed " + seed);
        }
    }

    private static void history(Random random, String seed) {
        var policy = List.of("Allow", "Forbid", "Replace").get(random.nextInt(3));
        var deadline = random.nextInt(3) == 0 ? 60 * (1 + random.nextInt(40)) : null;
        var world = world("*/10 * * * *", "Europe/Berlin", policy, deadline);
        for (int step = 0; step < 60; step++) {
            if (random.nextInt(4) == 0) {
                world.diesAfter(random.nextInt(6));
            }
            Optional<Instant> next;
            try {
                next = world.looks();
            } catch (Death death) {
                // the next one comes at once, or much later
                world.now = world.now.plusSeconds(random.nextInt(3) == 0 ? random.nextInt(5_000) : random.nextInt(3));
                continue;
            }
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> world.now = next.filter(world.now::isBefore).orElse(world.now.plusSeconds(30));
                case 3 -> world.now = world.now.plusSeconds(random.nextInt(900));
                case 4 ->
                    world.going().stream()
                            .filter(run -> random.nextBoolean())
                            .forEach(run -> world.ends(run, "Passed"));
                default -> world.loadTest().setSpec(suspended(world.loadTest(), random.nextInt(4) == 0));
            }
            if (!world.stopped.isEmpty()) {
                world.stopped.forEach(run -> world.ends(run, "Aborted"));
                world.stopped.clear();
            }
        }
        // then an operator stays, and every run comes to its end
        world.diesAfter(Integer.MAX_VALUE);
        world.loadTest().setSpec(suspended(world.loadTest(), false));
        for (int i = 0; i < 3; i++) {
            world.looks();
            world.going().forEach(run -> world.ends(run, "Passed"));
            world.stopped.clear();
        }
        world.looks();

        var started =
                world.runs.keySet().stream().map(run -> dueTime(world, run)).toList();
        assertThat(started).as(seed).doesNotHaveDuplicates();
        var due = new TreeSet<>(expected(ZoneId.of("Europe/Berlin"), START, world.now, 10));
        var unaccounted = due.stream().filter(time -> !started.contains(time)).collect(toSet());
        assertThat(started).as(seed).allMatch(due::contains);
        assertThat(Optional.ofNullable(world.status().schedule().missed()).orElse(0L))
                .as("%s, %s: as many as were not started", seed, policy)
                .isEqualTo(unaccounted.size());
        assertThat(world.reports).as(seed).allSatisfy(report -> assertThat(unaccounted)
                .contains(report.first(), report.last()));
        assertThat(world.reports.stream().mapToLong(ScheduleLook.Missed::count).sum())
                .as(seed)
                .isEqualTo(unaccounted.size());
    }

    private static List<Instant> expected(ZoneId zone, Instant after, Instant until, int everyMinutes) {
        var times = new ArrayList<Instant>();
        for (var time = Instant.ofEpochSecond(after.getEpochSecond() / 60 * 60 + 60);
                !time.isAfter(until);
                time = time.plus(Duration.ofMinutes(1))) {
            if (LocalDateTime.ofInstant(time, zone).getMinute() % everyMinutes == 0) {
                times.add(time);
            }
        }
        return times;
    }

    private static Instant dueTime(SimulatedDefinition world, String run) {
        return Trigger.parse(world.runs.get(run).getSpec().trigger()).due().orElseThrow();
    }

    private static dev.loadtest.api.LoadTestSpec suspended(LoadTest loadTest, boolean suspended) {
        var yaml = Serialization.asYaml(loadTest.getSpec()).replaceAll("suspend: \\w+", "suspend: " + suspended);
        return Serialization.unmarshal(yaml, dev.loadtest.api.LoadTestSpec.class);
    }

    private static SimulatedDefinition world(String expression, String zone, String policy, Integer deadline) {
        var loadTest = Serialization.unmarshal(
                """
                metadata: {name: items, namespace: shop, uid: items-uid, generation: 1, creationTimestamp: "%s"}
                spec:
                  script: {inline: x}
                  parallelism: 1
                  suspend: false
                  schedule: "%s"
                  timeZone: %s
                  concurrencyPolicy: %s
                """.formatted(START, expression, zone, policy)
                        + (deadline == null ? "" : "  startingDeadlineSeconds: " + deadline + "\n"),
                LoadTest.class);
        return new SimulatedDefinition(loadTest, START);
    }
}
