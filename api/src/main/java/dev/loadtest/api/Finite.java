package dev.loadtest.api;

/** JSON has no word for infinity or not-a-number; Jackson would write a string, which the API server refuses with the whole status. */
final class Finite {

    private Finite() {}

    static Double orNull(Double value) {
        return value == null || value.isNaN() || value.isInfinite() ? null : value;
    }
}
