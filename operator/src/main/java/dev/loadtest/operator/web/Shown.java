package dev.loadtest.operator.web;

import dev.loadtest.api.Phase;
import dev.loadtest.api.ThresholdStatus;
import dev.loadtest.report.Figures;
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

/** Values as people read them: numbers as in the report of the same run. What is not known is a dash. */
@TemplateExtension(namespace = "shown")
final class Shown {
    private static final String NOTHING = Figures.UNKNOWN;
    private static final int BRIEF = 12;
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    private Shown() {}

    static String millis(Double millis) {
        return millis == null ? NOTHING : Figures.millis(millis);
    }

    static String share(Double share) {
        return share == null ? NOTHING : Figures.percent(share);
    }

    static String rate(Double perSecond) {
        return perSecond == null ? NOTHING : Figures.perSecond(perSecond);
    }

    static String count(Long count) {
        return count == null ? NOTHING : Figures.count((double) count);
    }

    /** A value of a threshold, in the unit of its metric, which is not known here. */
    static String value(Double value, String expression) {
        return value == null ? NOTHING : Figures.beside(value, expression);
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
                        Arrays.stream(Phase.values())
                                .filter(phase -> phase != Phase.COMPLETED)
                                .map(Phase::word))
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
        return threshold == null ? NOTHING : value(threshold.observed(), threshold.expression());
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
}
