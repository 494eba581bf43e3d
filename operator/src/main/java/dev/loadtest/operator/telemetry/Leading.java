package dev.loadtest.operator.telemetry;

/** Whether this operator is the one that works: the others only wait to take over. */
@FunctionalInterface
public interface Leading {
    boolean leads();
}
