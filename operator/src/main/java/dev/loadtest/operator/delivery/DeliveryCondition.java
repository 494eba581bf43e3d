package dev.loadtest.operator.delivery;

import dev.loadtest.api.LoadTestRun;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;

/**
 * What a condition about a delivery says.
 *
 * @param status {@code True}, {@code False}, or {@code Unknown} while it is being found out
 * @param reason one word for programs
 * @param message for people, with the next step
 */
public record DeliveryCondition(String status, String reason, String message) {

    static Optional<DeliveryCondition> of(LoadTestRun run, String type) {
        return Optional.ofNullable(run.getStatus())
                .flatMap(status -> status.condition(type))
                .map(DeliveryCondition::of);
    }

    private static DeliveryCondition of(Condition condition) {
        return new DeliveryCondition(condition.getStatus(), condition.getReason(), condition.getMessage());
    }

    boolean isOpen() {
        return status.equals("Unknown");
    }
}
