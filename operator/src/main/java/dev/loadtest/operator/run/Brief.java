package dev.loadtest.operator.run;

import java.nio.charset.StandardCharsets;

/** Texts of others, cut so that a status stays small. */
final class Brief {
    private static final int LONGEST_MESSAGE = 1000;

    private Brief() {}

    static String of(String message) {
        return of(message, LONGEST_MESSAGE);
    }

    /** In bytes, as etcd counts. */
    static String of(String message, int longest) {
        if (bytes(message) <= longest) {
            return message;
        }
        var kept = new StringBuilder();
        var left = longest - bytes("…");
        for (var point : message.codePoints().toArray()) {
            left -= bytes(Character.toString(point));
            if (left < 0) {
                break;
            }
            kept.appendCodePoint(point);
        }
        return kept + "…";
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
