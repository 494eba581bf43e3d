package dev.loadtest.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A table of the page. The first cell of a row is its head.
 *
 * @param caption what it shows
 * @param columns the heads
 * @param rows the rows, each with as many cells
 */
record Table(String caption, List<Column> columns, List<Row> rows) {

    /** @param style of the cells below: text, or nothing for numbers, which stand at the right */
    record Column(String name, String style) {}

    record Row(Cell head, List<Cell> cells) {}

    /**
     * @param text as people read it
     * @param exact the number with all its digits; empty where the text is all there is
     * @param style how it looks: text, name, good, bad, odd, or nothing for a number
     */
    record Cell(String text, String exact, String style) {
        static Cell text(String text) {
            return new Cell(text, "", "text");
        }

        /** What a script or a resource calls something. */
        static Cell name(String text) {
            return new Cell(text, "", "name");
        }

        static Cell styled(String text, String style) {
            return new Cell(text, "", style);
        }

        static Cell number(String text) {
            return new Cell(text, "", "");
        }

        static Cell number(String text, OptionalDouble exact) {
            return new Cell(text, Figures.exact(exact), "");
        }
    }

    static Row row(Cell... cells) {
        return new Row(cells[0], List.of(cells).subList(1, cells.length));
    }

    /** @param columns a head that begins with a dash is one of texts */
    static Table of(String caption, List<String> columns, Stream<Row> rows) {
        return new Table(
                caption,
                columns.stream()
                        .map(name ->
                                name.startsWith("-") ? new Column(name.substring(1), "text") : new Column(name, ""))
                        .toList(),
                rows.toList());
    }
}
