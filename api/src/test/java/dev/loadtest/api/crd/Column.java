package dev.loadtest.api.crd;

/** One column of {@code kubectl get}; those with priority 1 show with {@code -o wide} only. */
record Column(String name, String type, String jsonPath, int priority, String description) {

    static final Column AGE = new Column("Age", "date", ".metadata.creationTimestamp", 0, "Time since it was created");
}
