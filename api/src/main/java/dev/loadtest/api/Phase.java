package dev.loadtest.api;

/** How far a run is, as its status has it. */
public enum Phase {
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

    /** As it is written. */
    public String word() {
        return word;
    }
}
