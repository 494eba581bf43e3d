package dev.loadtest.report;

import java.util.List;

/**
 * A picture of numbers, ready to be drawn: places are in units of the picture, from its upper left corner.
 *
 * @param id of the element, unique in the page
 * @param title what it shows
 * @param description the same in a sentence with its most telling numbers, for those who do not see it
 * @param ys lines across with what stands at their left end
 * @param xs marks below with what stands under them
 * @param lines curves; the first one is the most important
 * @param bars rectangles
 * @param marks upright lines with a word at their upper end
 */
record Chart(
        String id,
        String title,
        String description,
        List<Tick> ys,
        List<Tick> xs,
        List<Line> lines,
        List<Bar> bars,
        List<Tick> marks) {
    static final double WIDTH = 400;
    static final double HEIGHT = 200;
    static final double LEFT = 44;
    static final double RIGHT = 10;
    static final double TOP = 14;
    static final double BOTTOM = 22;

    static final double PLOT_WIDTH = WIDTH - LEFT - RIGHT;
    static final double PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;

    /**
     * @param at its place on the axis
     * @param text what it says
     * @param anchor which part of the text is at the place: start, middle or end
     */
    record Tick(String at, String text, String anchor) {}

    /**
     * @param style how it looks: a, b, c, d, e
     * @param name what it is
     * @param path the curve
     * @param area the same closed below, to be filled; empty where that says nothing
     */
    record Line(String style, String name, String path, String area) {}

    /** @param text what it says when it is pointed at */
    record Bar(String x, String y, String width, String height, String style, String text) {}

    /** A length of the picture; a tenth of a unit cannot be seen. */
    static String unit(double value) {
        var tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10.0 + "";
    }
}
