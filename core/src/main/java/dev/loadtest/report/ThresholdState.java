package dev.loadtest.report;

/** What became of a threshold; in the order in which they are read. */
enum ThresholdState {
    BROKEN("broken"),
    NO_SAMPLES("no samples"),
    HELD("held");

    private final String text;

    ThresholdState(String text) {
        this.text = text;
    }

    /** For people. */
    String text() {
        return text;
    }

    static ThresholdState of(Threshold threshold) {
        if (threshold.passed()) {
            return HELD;
        }
        return threshold.observed().isPresent() ? BROKEN : NO_SAMPLES;
    }
}
