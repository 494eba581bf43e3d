package dev.loadtest.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** A report with its texts and lists cut off, wherever they stand in it. */
final class Shortened {
    private final int longest;
    private final int most;

    private Shortened(int longest, int most) {
        this.longest = longest;
        this.most = most;
    }

    /**
     * @param longest of a text, in characters
     * @param most how many elements a list may have
     */
    static Report of(Report report, int longest, int most) {
        return ReportJson.report(new Shortened(longest, most).cut(ReportJson.tree(report)));
    }

    private JsonNode cut(JsonNode node) {
        if (node.isTextual()) {
            return TextNode.valueOf(cut(node.textValue()));
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(cut(entry.getValue())));
        } else if (node instanceof ArrayNode array) {
            while (array.size() > most) {
                array.remove(array.size() - 1);
            }
            for (int i = 0; i < array.size(); i++) {
                array.set(i, cut(array.get(i)));
            }
        }
        return node;
    }

    private String cut(String text) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }
}
