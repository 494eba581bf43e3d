package dev.loadtest.demo;

/** How many items a list has. A type of its own, since Jakarta REST answers 404, not 400, to a parameter it cannot convert. */
public record Limit(int value) {
    static final String DEFAULT = "20";
    private static final int MOST = 100;

    public static Limit fromString(String text) {
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw refused();
        }
        if (value < 1 || value > MOST) {
            throw refused();
        }
        return new Limit(value);
    }

    private static InvalidField refused() {
        return new InvalidField("limit", "must be a whole number from 1 to " + MOST);
    }
}
