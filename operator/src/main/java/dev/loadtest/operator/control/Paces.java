package dev.loadtest.operator.control;

import java.time.Duration;

/**
 * How often runners are asked and how long it is waited before something is tried again.
 *
 * @param starting between two questions to a runner that is starting, at least
 * @param steady between two questions to a runner that sends load, at least
 * @param again before a log is read again that was cut or said nothing, and before what was missing is looked for again
 * @param live between two looks at the metrics of all runners
 * @param liveWithAborts the same where a threshold may end the test; also before the first look
 * @param livePause between the end of a look and the next one, at least
 * @param untilCancelled k6 ends setup() when the operator that asked goes away, but not at once
 */
record Paces(
        Duration starting,
        Duration steady,
        Duration again,
        Duration live,
        Duration liveWithAborts,
        Duration livePause,
        Duration untilCancelled) {
    /** k6 looks at its own thresholds every 2 s. */
    static final Paces USUAL = new Paces(
            Duration.ofMillis(30),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofMillis(200),
            Duration.ofSeconds(1));
}
