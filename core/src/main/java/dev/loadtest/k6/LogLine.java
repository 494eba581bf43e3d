package dev.loadtest.k6;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One line of k6's log in its text format: {@code time="..." level=error msg="..." key=value}. */
final class LogLine {
    private final Map<String, String> fields;

    private LogLine(Map<String, String> fields) {
        this.fields = fields;
    }

    /** Empty when the line is not one of k6's log. */
    static Optional<LogLine> parse(String line) {
        if (!line.startsWith("time=") || !line.contains(" level=")) {
            return Optional.empty();
        }
        var fields = new LinkedHashMap<String, String>();
        var at = 0;
        while (at < line.length()) {
            var equals = line.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            var key = line.substring(at, equals).strip();
            var end = end(line, equals + 1);
            fields.putIfAbsent(key, unquoted(line.substring(equals + 1, end)));
            at = end;
        }
        return Optional.of(new LogLine(fields));
    }

    boolean isFromConsole() {
        return "console".equals(fields.get("source"));
    }

    /** Whether an iteration of a VU threw it; the test goes on after those. */
    boolean isFromIteration() {
        return fields.containsKey("executor") || fields.containsKey("scenario");
    }

    boolean isError() {
        return "error".equals(fields.get("level")) || "fatal".equals(fields.get("level"));
    }

    /** Whether the output to Prometheus logged it; the test goes on without. */
    boolean isFromRemoteWrite() {
        return "Prometheus remote write".equals(fields.get("output"));
    }

    /** What a line about an error gives as its cause; empty when there is none. */
    String error() {
        return fields.getOrDefault("error", "");
    }

    /** When it was logged, to the second. */
    Optional<Instant> time() {
        try {
            return Optional.of(Instant.parse(fields.getOrDefault("time", "")));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    String message() {
        return fields.getOrDefault("msg", "");
    }

    private static int end(String line, int start) {
        if (start >= line.length() || line.charAt(start) != '"') {
            var space = line.indexOf(' ', start);
            return space < 0 ? line.length() : space;
        }
        var at = start + 1;
        while (at < line.length() && line.charAt(at) != '"') {
            at += line.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(line.length(), at + 1);
    }

    /** Undoes Go's %q. What is not an escape of Go's stays as it is. */
    private static String unquoted(String text) {
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            return text;
        }
        var inside = text.substring(1, text.length() - 1);
        var result = new StringBuilder(inside.length());
        var at = 0;
        while (at < inside.length()) {
            var c = inside.charAt(at++);
            if (c != '\\' || at == inside.length()) {
                result.append(c);
                continue;
            }
            var escape = inside.charAt(at++);
            var digits = "xuU".indexOf(escape) < 0 ? 0 : escape == 'x' ? 2 : escape == 'u' ? 4 : 8;
            if (digits > 0 && isHexadecimal(inside, at, digits)) {
                var code = Long.parseLong(inside.substring(at, at + digits), 16);
                result.appendCodePoint(code <= Character.MAX_CODE_POINT ? (int) code : 0xFFFD);
                at += digits;
            } else {
                result.append(plain(escape));
            }
        }
        return result.toString();
    }

    private static boolean isHexadecimal(String text, int from, int digits) {
        return from + digits <= text.length()
                && text.substring(from, from + digits).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    private static char plain(char escape) {
        return switch (escape) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'a' -> '\u0007';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'v' -> '\u000b';
            default -> escape;
        };
    }
}
