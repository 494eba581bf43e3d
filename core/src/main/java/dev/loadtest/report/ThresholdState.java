package dev.loadtest.report;

/** What became of a threshold. */
enum ThresholdState {
    HELD("held"),
    BROKEN("broken"),
    NO_SAMPLES("no samples");

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
