package dev.loadtest.operator.web;

import dev.loadtest.api.ThresholdStatus;
import dev.loadtest.report.ReportFile;
import dev.loadtest.verdict.Verdict;
import io.quarkus.qute.TemplateExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Values as people read them. What is not known is a dash. */
@TemplateExtension(namespace = "shown")
final class Shown {
    private static final String NOTHING = "–";
    private static final int BRIEF = 12;
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    private Shown() {}

    static String millis(Double millis) {
        if (millis == null) {
            return NOTHING;
        }
        return millis >= 10_000
                ? decimal("%.1f s", millis / 1_000)
                : decimal(millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }

    static String share(Double share) {
        return share == null ? NOTHING : decimal("%.2f %%", share * 100);
    }

    static String rate(Double perSecond) {
        return perSecond == null ? NOTHING : decimal(perSecond < 10 ? "%.1f/s" : "%,.0f/s", perSecond);
    }

    static String count(Long count) {
        return count == null ? NOTHING : decimal("%,d", count);
    }

    /** A value of a threshold, in the unit of its metric, which is not known here. */
    static String value(Double value) {
        if (value == null) {
            return NOTHING;
        }
        return Math.rint(value) == value && Math.abs(value) < 1e15
                ? Long.toString(value.longValue())
                : new java.math.BigDecimal(value)
                        .round(new java.math.MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    static String seconds(Double seconds) {
        return seconds == null ? NOTHING : duration(Math.round(seconds));
    }

    static String ago(Instant instant, Instant now) {
        return instant == null
                ? NOTHING
                : roughly(Math.max(0, Duration.between(instant, now).toSeconds())) + " ago";
    }

    static String time(Instant instant) {
        return instant == null
                ? NOTHING
                : instant.truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace('T', ' ')
                        .replace("Z", " UTC");
    }

    /** What can be asked for: the verdicts, and what comes before one. */
    static List<String> verdicts() {
        return Stream.concat(
                        Arrays.stream(Verdict.values()).map(Verdict::word),
                        Stream.of("Queued", "Pending", "Starting", "Running", "Collecting"))
                .toList();
    }

    static List<String> files() {
        return Arrays.stream(ReportFile.values()).map(ReportFile::fileName).toList();
    }

    /** The style of a verdict or phase; never what somebody else has written. */
    static String badge(String state) {
        return Arrays.stream(Verdict.values())
                .map(Verdict::word)
                .filter(word -> word.equals(state))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("going");
    }

    static String observed(ThresholdStatus threshold) {
        return threshold == null ? NOTHING : value(threshold.observed());
    }

    /** The beginning of a hash: enough to see that two are not the same. */
    static String brief(String hash) {
        return hash == null ? NOTHING : hash.substring(0, Math.min(BRIEF, hash.length()));
    }

    static String orDash(Object value) {
        return value == null ? NOTHING : value.toString();
    }

    private static String roughly(long seconds) {
        if (seconds < 2 * MINUTE) {
            return seconds + " s";
        }
        if (seconds < 2 * HOUR) {
            return seconds / MINUTE + " min";
        }
        return seconds < 2 * DAY ? seconds / HOUR + " h" : seconds / DAY + " d";
    }

    private static String duration(long seconds) {
        if (seconds < 2 * MINUTE) {
            return seconds + " s";
        }
        return seconds < HOUR
                ? "%d min %02d s".formatted(seconds / MINUTE, seconds % MINUTE)
                : "%d h %02d min".formatted(seconds / HOUR, seconds % HOUR / MINUTE);
    }

    private static String decimal(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
