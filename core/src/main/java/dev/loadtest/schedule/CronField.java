package dev.loadtest.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** One field of a cron expression: its name, its least and greatest value, and the words for its values. */
enum CronField {
    MINUTE("minute", 0, 59, List.of()),
    HOUR("hour", 0, 23, List.of()),
    DAY_OF_MONTH("day-of-month", 1, 31, List.of()),
    MONTH("month", 1, 12, List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    DAY_OF_WEEK("day-of-week", 0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

    private static final Pattern PART = Pattern.compile("(?:([*?])|(\\w+)(?:-(\\w+))?)(?:/(\\d+))?");

    private final String title;
    private final int least;
    private final int greatest;
    private final List<String> words;

    CronField(String title, int least, int greatest, List<String> words) {
        this.title = title;
        this.least = least;
        this.greatest = greatest;
        this.words = words;
    }

    /**
     * The values that a field admits.
     *
     * @param open whether it leaves its values open, so that it is not one of two days of which either will do
     */
    record Values(BitSet set, boolean open) {
        boolean has(int value) {
            return set.get(value);
        }
    }

    Values parse(String text) throws InvalidSchedule {
        var set = new BitSet();
        var open = false;
        for (var part : text.split(",", -1)) {
            var read = PART.matcher(part);
            if (!read.matches()) {
                throw new InvalidSchedule(
                        "spec.schedule: %s %s is not understood: write a value, a range as in %d-%d, a list, *, or a step as in */2"
                                .formatted(title, quoted(text), least, greatest));
            }
            var any = read.group(1) != null;
            var step = read.group(4) == null ? 1 : number(read.group(4), text);
            var from = any ? least : value(read.group(2), text);
            // N/step goes on to the greatest value.
            var lone = read.group(3) == null && read.group(4) == null;
            var to = any ? greatest : read.group(3) != null ? value(read.group(3), text) : lone ? from : greatest;
            if (from > to) {
                throw new InvalidSchedule(
                        "spec.schedule: %s %s ends before it begins: write the smaller value first, or a list"
                                .formatted(title, quoted(text)));
            }
            if (step == 0) {
                throw new InvalidSchedule(
                        "spec.schedule: %s %s has the step 0: use 1 or more".formatted(title, quoted(text)));
            }
            for (int value = from; value <= to; value += step) {
                set.set(value);
            }
            open |= any && step == 1;
        }
        return new Values(set, open);
    }

    /** The word for a value. */
    String word(int value) {
        return words.get(value - least);
    }

    private int value(String text, String field) throws InvalidSchedule {
        var word = words.indexOf(text.toLowerCase(Locale.ROOT));
        if (word >= 0) {
            return word + least;
        }
        var value = number(text, field);
        if (value < least || value > greatest) {
            throw new InvalidSchedule("spec.schedule: %s %s has %s, which is not one of %d to %d%s"
                    .formatted(
                            title, quoted(field), text, least, greatest, this == DAY_OF_WEEK ? " (0 is Sunday)" : ""));
        }
        return value;
    }

    private int number(String text, String field) throws InvalidSchedule {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            var instead = words.isEmpty()
                    ? "use a number from %d to %d".formatted(least, greatest)
                    : "use a number from %d to %d or one of %s".formatted(least, greatest, String.join(", ", words));
            throw new InvalidSchedule(
                    "spec.schedule: %s %s has %s: %s".formatted(title, quoted(field), quoted(text), instead));
        }
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
