package dev.loadtest.k6;

/** What scripts and targets say, made fit for a status that people read in a terminal. */
public final class PlainText {
    private PlainText() {}

    /** The text without characters that control a terminal or turn the direction of writing; white space becomes one space. */
    public static String of(String text) {
        var plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (Character.isWhitespace(point)) {
                if (plain.length() > 0 && plain.charAt(plain.length() - 1) != ' ') {
                    plain.append(' ');
                }
            } else if (!isUnseen(point)) {
                plain.appendCodePoint(point);
            }
        });
        return plain.toString().strip();
    }

    private static boolean isUnseen(int point) {
        var isNoCharacter = (point & 0xFFFE) == 0xFFFE || point >= 0xFDD0 && point <= 0xFDEF;
        return isNoCharacter || isUnseenCharacter(point);
    }

    private static boolean isUnseenCharacter(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR -> true;
            default -> false;
        };
    }
}
