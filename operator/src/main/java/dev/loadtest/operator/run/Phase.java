package dev.loadtest.operator.run;

/** How far a run is. */
enum Phase {
    QUEUED("Queued"),
    PENDING("Pending"),
    STARTING("Starting"),
    RUNNING("Running"),
    COLLECTING("Collecting"),
    COMPLETED("Completed");

    private final String word;

    Phase(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
