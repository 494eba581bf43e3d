package dev.loadtest.api.crd;

import dev.loadtest.verdict.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What annotations cannot say about a status: the words that can stand in it, times, and conditions as Kubernetes has them. */
final class StatusEdits {

    private static final List<String> VERDICTS =
            Arrays.stream(Verdict.values()).map(Verdict::word).toList();
    private static final Map<String, List<String>> WORDS = Map.of(
            "verdict", VERDICTS,
            "phase", List.of("Queued", "Pending", "Starting", "Running", "Collecting", "Completed"),
            "source", List.of("Script", "Resource"));
    private static final Set<String> TIMES = Set.of(
            "startTime",
            "completionTime",
            "admittedAt",
            "jobCreating",
            "resumed",
            "readyAt",
            "setupStarted",
            "teardownCreating",
            "at",
            "resumedAt",
            "since",
            "lastTransitionTime",
            "nextScheduleTime",
            "lastScheduleTime",
            "lastMissedTime");

    private StatusEdits() {}

    static void apply(Schema status) {
        conditions(status.property("conditions"));
        status.all().filter(schema -> schema.isType("string")).forEach(schema -> {
            var field = schema.path().substring(schema.path().lastIndexOf('.') + 1);
            if (WORDS.containsKey(field)) {
                schema.oneOf(WORDS.get(field));
            }
            if (TIMES.contains(field)) {
                schema.node().put("format", "date-time");
            }
        });
        Bounds.apply(status);
    }

    /** The bounds are those of metav1.Condition. */
    private static void conditions(Schema conditions) {
        var condition = conditions.mapListBy("type").items();
        condition
                .node()
                .putArray("required")
                .add("lastTransitionTime")
                .add("message")
                .add("reason")
                .add("status")
                .add("type");
        condition.property("lastTransitionTime").describe("When the status last changed, RFC 3339.");
        condition
                .property("message")
                .describe("What is the case, in a sentence or two for people; may be empty.")
                .node()
                .put("maxLength", 32768);
        condition
                .property("observedGeneration")
                .describe("The metadata.generation that this condition is about.")
                .node()
                .put("minimum", 0);
        condition
                .property("reason")
                .describe("Why it is so, as one word for programs.")
                .node()
                .put("minLength", 1)
                .put("maxLength", 1024)
                .put("pattern", "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$");
        condition
                .property("status")
                .describe("True, False, or Unknown while it is open.")
                .oneOf(List.of("True", "False", "Unknown"));
        condition
                .property("type")
                .describe("What the condition is about, such as Completed or Succeeded.")
                .node()
                .put("minLength", 1)
                .put("maxLength", 316);
    }
}
