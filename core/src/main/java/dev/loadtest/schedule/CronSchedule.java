package dev.loadtest.schedule;

import dev.loadtest.schedule.CronField.Values;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * When something is due: a cron expression in a time zone, as a Kubernetes CronJob has it. Due is each minute at whose wall clock time all
 * fields hold. So a time that a change to daylight saving leaves out is not due on that day, and one that the change back brings twice
 * is due twice.
 */
public final class CronSchedule {
    /** A CronJob without one takes its controller's zone, which is UTC nearly everywhere. */
    public static final String DEFAULT_ZONE = "Etc/UTC";

    private static final Map<String, String> MACROS = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");
    /** In the time zone database, but not in Java's copy of it. */
    private static final Map<String, String> FIXED_ZONES = Map.of("EST", "-05:00", "MST", "-07:00", "HST", "-10:00");
    /** Between two leap years around a century lie eight. */
    private static final int YEARS_AHEAD = 9;

    private final ZoneId zone;
    private final Values minutes;
    private final Values hours;
    private final Values daysOfMonth;
    private final Values months;
    private final Values daysOfWeek;

    private CronSchedule(ZoneId zone, List<Values> fields) {
        this.zone = zone;
        this.minutes = fields.get(0);
        this.hours = fields.get(1);
        this.daysOfMonth = fields.get(2);
        this.months = fields.get(3);
        this.daysOfWeek = fields.get(4);
    }

    /**
     * @param expression of five fields, or a macro
     * @param timeZone its name in the time zone database
     * @throws InvalidSchedule when either is not understood, or no day will ever fit
     */
    public static CronSchedule parse(String expression, String timeZone) throws InvalidSchedule {
        if (!ZoneId.getAvailableZoneIds().contains(timeZone) && !FIXED_ZONES.containsKey(timeZone)) {
            throw new InvalidSchedule(
                    "spec.timeZone: no time zone is called \"%s\": use a name of the time zone database, as in Europe/Berlin or Etc/UTC"
                            .formatted(timeZone));
        }
        var given = expression.strip();
        var texts = MACROS.getOrDefault(given, given).split(" +");
        if (texts.length != CronField.values().length) {
            throw new InvalidSchedule(
                    "spec.schedule: \"%s\" has %d fields: write five, minute hour day-of-month month day-of-week, or one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly"
                            .formatted(given, texts.length));
        }
        var fields = new ArrayList<Values>();
        for (var field : CronField.values()) {
            fields.add(field.parse(texts[field.ordinal()]));
        }
        var schedule = new CronSchedule(ZoneId.of(timeZone, FIXED_ZONES), fields);
        if (schedule.next(Instant.EPOCH).isEmpty()) {
            throw new InvalidSchedule(
                    "spec.schedule: \"%s\" is never due: no month of those has such a day".formatted(given));
        }
        return schedule;
    }

    public ZoneId zone() {
        return zone;
    }

    /** The first time after this one; empty if there is none for years. */
    public Optional<Instant> next(Instant after) {
        var rules = zone.getRules();
        var at = after.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        var end = at.atZone(zone).plusYears(YEARS_AHEAD).toInstant();
        while (at.isBefore(end)) {
            // Until the clock is changed, wall clock and time go at the same pace.
            var change = rules.nextTransition(at);
            var segmentEnd = change == null || change.getInstant().isAfter(end) ? end : change.getInstant();
            var offset = rules.getOffset(at);
            var local = LocalDateTime.ofInstant(at, offset);
            var lastOfSegment = LocalDateTime.ofInstant(segmentEnd, offset);
            while (local.isBefore(lastOfSegment)) {
                if (!isDay(local)) {
                    local = local.toLocalDate().plusDays(1).atStartOfDay();
                } else if (!hours.has(local.getHour())) {
                    local = local.truncatedTo(ChronoUnit.HOURS).plusHours(1);
                } else if (!minutes.has(local.getMinute())) {
                    local = local.plusMinutes(1);
                } else {
                    return Optional.of(local.toInstant(offset));
                }
            }
            at = segmentEnd;
        }
        return Optional.empty();
    }

    /**
     * The times that have passed.
     *
     * @param count how many
     * @param first the first of them
     * @param beforeLast the last but one, if there are two
     * @param last the last of them
     */
    public record Passed(long count, Instant first, Optional<Instant> beforeLast, Instant last) {}

    /** The times after {@code after}, up to {@code now} and including it; empty if there are none. */
    public Optional<Passed> passed(Instant after, Instant now) {
        Instant first = null;
        Instant beforeLast = null;
        Instant last = null;
        long count = 0;
        for (var due = next(after); due.isPresent() && !due.get().isAfter(now); due = next(due.get())) {
            first = first == null ? due.get() : first;
            beforeLast = last;
            last = due.get();
            count++;
        }
        return count == 0
                ? Optional.empty()
                : Optional.of(new Passed(count, first, Optional.ofNullable(beforeLast), last));
    }

    /** A time for people who have little room: of a day that is not far off the wall clock's, else the date. */
    public String inShort(Instant due, Instant now) {
        var local = due.atZone(zone);
        if (Duration.between(now, due).compareTo(Duration.ofDays(1)) < 0) {
            return LocalTime.from(local).truncatedTo(ChronoUnit.MINUTES).toString();
        }
        var month = CronField.MONTH.word(local.getMonthValue());
        return month.substring(0, 1).toUpperCase(Locale.ROOT) + month.substring(1) + " " + local.getDayOfMonth();
    }

    /** With both days restricted either will do, else both have to. */
    private boolean isDay(LocalDateTime local) {
        if (!months.has(local.getMonthValue())) {
            return false;
        }
        var byMonth = daysOfMonth.has(local.getDayOfMonth());
        var byWeek = daysOfWeek.has(local.getDayOfWeek().getValue() % 7);
        return daysOfMonth.open() || daysOfWeek.open() ? byMonth && byWeek : byMonth || byWeek;
    }
}
