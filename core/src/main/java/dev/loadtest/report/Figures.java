package dev.loadtest.report;

import dev.loadtest.verdict.Amount;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as people read them, alike in every form and on every page. What is not known is a dash. */
public final class Figures {
    public static final String UNKNOWN = "–";

    private static final double KILO = 1000;
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Figures() {}

    /** With all its digits, for programs; empty where there is no such number. */
    static String exact(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble())
                ? BigDecimal.valueOf(value.getAsDouble()).stripTrailingZeros().toPlainString()
                : "";
    }

    public static String count(double value) {
        return Math.rint(value) == value && Math.abs(value) < Long.MAX_VALUE
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : Amount.of(value);
    }

    static String count(OptionalDouble value) {
        return value.isPresent() ? count(value.getAsDouble()) : UNKNOWN;
    }

    static String number(double value) {
        return Amount.of(value);
    }

    public static String perSecond(double value) {
        return Amount.of(value) + "/s";
    }

    static String perSecond(OptionalDouble value) {
        return value.isPresent() ? perSecond(value.getAsDouble()) : UNKNOWN;
    }

    public static String percent(double share) {
        return Amount.percent(share);
    }

    static String percent(OptionalDouble share) {
        return share.isPresent() ? percent(share.getAsDouble()) : UNKNOWN;
    }

    public static String millis(double value) {
        return Amount.of(value) + " ms";
    }

    static String millis(OptionalDouble value) {
        return value.isPresent() ? millis(value.getAsDouble()) : UNKNOWN;
    }

    static String seconds(double value) {
        if (value < 60) {
            return Amount.of(value) + " s";
        }
        var whole = Math.round(value);
        return whole < 3600
                ? "%d min %d s".formatted(whole / 60, whole % 60)
                : "%d h %d min".formatted(whole / 3600, whole % 3600 / 60);
    }

    static String seconds(OptionalDouble value) {
        return value.isPresent() ? seconds(value.getAsDouble()) : UNKNOWN;
    }

    /** A value of a threshold, with the digits that it takes to see on which side of the limit it is. */
    public static String beside(double value, String expression) {
        return Threshold.parsed(expression)
                .map(limit -> Amount.of(value, shown -> limit.operator().test(shown, limit.limit())))
                .orElseGet(() -> Amount.of(value));
    }

    static String bytes(double value) {
        var size = value;
        var unit = 0;
        var units = new String[] {"B", "kB", "MB", "GB", "TB"};
        while (Math.abs(size) >= KILO && unit < units.length - 1) {
            size /= KILO;
            unit++;
        }
        return Amount.of(size) + " " + units[unit];
    }

    static String moment(Instant moment) {
        return MOMENT.format(moment);
    }

    /** How a number changed against an earlier one, in percent of that. */
    static String change(double before, double now) {
        if (before == now) {
            return "same";
        }
        if (before == 0) {
            return UNKNOWN;
        }
        var percent = (now - before) / Math.abs(before) * 100;
        return (percent > 0 ? "+" : "−") + String.format(Locale.ROOT, "%.1f %%", Math.abs(percent));
    }
}
