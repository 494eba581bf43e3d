package dev.loadtest.operator.condition;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The conditions of a status in the making. The transition time stays while the status stays. */
public final class Conditions {
    private final Map<String, Condition> byType = new TreeMap<>();
    private final Long observedGeneration;
    private final Instant now;

    private Conditions(Long observedGeneration, Instant now) {
        this.observedGeneration = observedGeneration;
        this.now = now;
    }

    /**
     * @param before the conditions that stand, or null
     * @param observedGeneration the generation that every condition set from now on is about
     */
    public static Conditions from(List<Condition> before, Long observedGeneration, Instant now) {
        var conditions = new Conditions(observedGeneration, now);
        if (before != null) {
            before.forEach(condition -> conditions.byType.put(condition.getType(), condition));
        }
        return conditions;
    }

    public Conditions with(String type, String status, String reason, String message) {
        var before = byType.get(type);
        var same = before != null && Objects.equals(before.getStatus(), status);
        byType.put(
                type,
                new ConditionBuilder()
                        .withType(type)
                        .withStatus(status)
                        .withReason(reason)
                        .withMessage(message)
                        .withObservedGeneration(observedGeneration)
                        .withLastTransitionTime(
                                same
                                        ? before.getLastTransitionTime()
                                        : now.truncatedTo(ChronoUnit.SECONDS).toString())
                        .build());
        return this;
    }

    /** Without the condition of this type, which nobody asks about any more. */
    public Conditions without(String type) {
        byType.remove(type);
        return this;
    }

    /** Sorted by type. */
    public List<Condition> build() {
        return new ArrayList<>(byType.values());
    }
}
