package dev.loadtest.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronScheduleTest {

    /** Times with their offset, as the tests of the library have them that CronJobs are made with. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # the clock is set forward at 02:00: what would be due in between is left out
                    0 * * * *    | America/New_York  | 2012-03-11T01:00:00-05:00 | 2012-03-11T03:00:00-04:00
                    0 2 * * *    | America/New_York  | 2012-03-11T00:00:00-05:00 | 2012-03-12T02:00:00-04:00
                    30 2 11 3 *  | America/New_York  | 2012-03-11T00:00:00-05:00 | 2013-03-11T02:30:00-04:00
                    # the clock is set back at 02:00: 01:00 comes twice, 02:00 once
                    0 * * * *    | America/New_York  | 2012-11-04T01:00:00-04:00 | 2012-11-04T01:00:00-05:00
                    0 1 * * *    | America/New_York  | 2012-11-04T01:00:00-04:00 | 2012-11-04T01:00:00-05:00
                    0 1 * * *    | America/New_York  | 2012-11-04T01:00:00-05:00 | 2012-11-05T01:00:00-05:00
                    0 2 * * *    | America/New_York  | 2012-11-04T00:00:00-04:00 | 2012-11-04T02:00:00-05:00
                    # a midnight that is left out
                    0 0 * * *    | America/Sao_Paulo | 2018-11-03T12:00:00-03:00 | 2018-11-05T00:00:00-02:00
                    # half an hour, not a whole one
                    */30 * * * * | Australia/Lord_Howe | 2026-04-05T01:30:00+11:00 | 2026-04-05T01:30:00+10:30
                    # leap years
                    0 0 29 2 *   | Etc/UTC | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z
                    0 0 29 2 *   | Etc/UTC | 2096-03-01T00:00:00Z | 2104-02-29T00:00:00Z
                    # both days restricted: either will do
                    0 0 13 * 5   | Etc/UTC | 2026-11-08T00:00:00Z | 2026-11-13T00:00:00Z
                    0 0 1 * mon  | Etc/UTC | 2026-11-23T00:00:00Z | 2026-11-30T00:00:00Z
                    0 0 1 * mon  | Etc/UTC | 2026-11-30T00:00:00Z | 2026-12-01T00:00:00Z
                    # one of them open: both have to fit
                    0 0 1 * */1  | Etc/UTC | 2026-11-23T00:00:00Z | 2026-12-01T00:00:00Z
                    0 0 ? * mon  | Etc/UTC | 2026-11-23T00:00:00Z | 2026-11-30T00:00:00Z
                    # a step of more than 1 restricts
                    0 0 */2 * 1  | Etc/UTC | 2026-11-24T00:00:00Z | 2026-11-25T00:00:00Z
                    5/20 * * * * | Etc/UTC | 2026-11-23T10:05:00Z | 2026-11-23T10:25:00Z
                    1,2,3-9/3 * * JAN-Mar Sun | Etc/UTC | 2026-11-23T00:00:00Z | 2027-01-03T00:01:00Z
                    59 23 * * *  | Etc/UTC | 2026-11-23T23:58:59.999Z | 2026-11-23T23:59:00Z
                    59 23 * * *  | Etc/UTC | 2026-11-23T23:59:00Z | 2026-11-24T23:59:00Z
                    @weekly      | Etc/UTC | 2026-11-23T00:00:00Z | 2026-11-29T00:00:00Z
                    @hourly      | Asia/Kolkata | 2026-11-23T10:00:00+05:30 | 2026-11-23T11:00:00+05:30
                    # names that Java alone does not know
                    0 0 * * *    | EST | 2026-07-01T00:00:00-05:00 | 2026-07-02T00:00:00-05:00
                    0 0 * * *    | MST | 2026-07-01T00:00:00-07:00 | 2026-07-02T00:00:00-07:00
                    0 0 * * *    | HST | 2026-07-01T00:00:00-10:00 | 2026-07-02T00:00:00-10:00
                    """)
    void isDue(String expression, String zone, String after, String next) throws InvalidSchedule {
        assertThat(CronSchedule.parse(expression.strip(), zone.strip()).next(instant(after)))
                .contains(instant(next));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    99 * * * *    | Etc/UTC | spec.schedule: minute "99" has 99, which is not one of 0 to 59
                    0 24 * * *    | Etc/UTC | spec.schedule: hour "24" has 24
                    0 0 0 * *     | Etc/UTC | spec.schedule: day-of-month "0" has 0, which is not one of 1 to 31
                    0 0 1 13 *    | Etc/UTC | spec.schedule: month "13" has 13
                    0 0 * * 7     | Etc/UTC | spec.schedule: day-of-week "7" has 7, which is not one of 0 to 6 (0 is Sunday)
                    0 0 * * fri-mon | Etc/UTC | spec.schedule: day-of-week "fri-mon" ends before it begins
                    */0 * * * *   | Etc/UTC | spec.schedule: minute "*/0" has the step 0
                    0 0 * foo *   | Etc/UTC | spec.schedule: month "foo" has "foo": use a number from 1 to 12 or one of jan, feb
                    0 0 L * *     | Etc/UTC | spec.schedule: day-of-month "L" has "L": use a number from 1 to 31
                    1,,2 * * * *  | Etc/UTC | spec.schedule: minute "1,,2" is not understood
                    -5 * * * *    | Etc/UTC | spec.schedule: minute "-5" is not understood
                    99999999999 * * * * | Etc/UTC | spec.schedule: minute "99999999999" has
                    0 0 31 2 *    | Etc/UTC | spec.schedule: "0 0 31 2 *" is never due
                    0 0 * *       | Etc/UTC | spec.schedule: "0 0 * *" has 4 fields
                    @every 1h     | Etc/UTC | spec.schedule: "@every 1h" has 2 fields
                    0 0 * * *     | Europe/Berln | spec.timeZone: no time zone is called "Europe/Berln"
                    0 0 * * *     | europe/berlin | spec.timeZone: no time zone is called "europe/berlin"
                    """)
    void isRefused(String expression, String zone, String message) {
        assertThatThrownBy(() -> CronSchedule.parse(expression.strip(), zone.strip()))
                .isInstanceOf(InvalidSchedule.class)
                .hasMessageContaining(message.strip());
    }

    @Test
    void whatHasPassed() throws InvalidSchedule {
        var schedule = CronSchedule.parse("0 10 * * *", "Etc/UTC");
        var since = Instant.parse("2026-11-20T10:00:00Z");

        assertThat(schedule.passed(since, Instant.parse("2026-11-21T09:59:59Z")))
                .isEmpty();
        var passed =
                schedule.passed(since, Instant.parse("2026-11-23T10:00:00Z")).orElseThrow();
        assertThat(passed.count()).isEqualTo(3);
        assertThat(passed.first()).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(passed.beforeLast()).contains(Instant.parse("2026-11-22T10:00:00Z"));
        assertThat(passed.last()).isEqualTo("2026-11-23T10:00:00Z");
        assertThat(schedule.passed(since, Instant.parse("2025-01-01T00:00:00Z")))
                .as("after the clock was set back")
                .isEmpty();
    }

    /** A clock that jumps a year ahead must not keep anybody waiting. */
    @Test
    void countsManyOfThem() throws InvalidSchedule {
        var passed = CronSchedule.parse("* * * * *", "Europe/Berlin")
                .passed(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"))
                .orElseThrow();

        assertThat(passed.count()).isEqualTo(365 * 24 * 60);
    }

    @Test
    void inShort() throws InvalidSchedule {
        var schedule = CronSchedule.parse("30 10 * * *", "Europe/Berlin");
        var now = Instant.parse("2026-11-23T10:00:00Z");

        assertThat(schedule.inShort(Instant.parse("2026-11-24T09:30:00Z"), now)).isEqualTo("10:30");
        assertThat(schedule.inShort(Instant.parse("2026-11-30T09:30:00Z"), now)).isEqualTo("Nov 30");
    }

    /** Every time is after the one before it, also where the clock is set back over midnight. */
    @Test
    void timesOnlyGoForward() throws InvalidSchedule {
        var schedule = CronSchedule.parse("*/15 * * * *", "America/Havana");
        var times = new ArrayList<Instant>(List.of(Instant.parse("2026-10-30T00:00:00Z")));
        for (int i = 0; i < 400; i++) {
            times.add(schedule.next(times.get(i)).orElseThrow());
        }

        assertThat(times).isSorted().doesNotHaveDuplicates();
    }

    private static Instant instant(String time) {
        return java.time.OffsetDateTime.parse(time.strip()).toInstant();
    }
}
