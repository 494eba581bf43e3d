package dev.loadtest.operator.control;

import java.time.Duration;

/**
 * How often runners are asked and how long it is waited before something is tried again.
 *
 * @param starting between two questions to a runner that is starting, at least
 * @param barrier between two questions to a runner that waits to be resumed, at least: its pod says when it ends
 * @param steady between two questions to a runner that sends load, at least
 * @param again before a log is read again that was cut or said nothing, and before what was missing is looked for again
 * @param quietLog how long a stream may say nothing that was opened before its container ended, from that end on
 * @param setupPlan from the call of setup() until the script's plan is looked for in the log
 * @param live between two looks at the metrics of all runners
 * @param liveOften the same where a threshold may end the test or the runners are few; also before the first look
 * @param livePause between the end of a look and the next one, at least
 * @param untilCancelled k6 ends setup() when the operator that asked goes away, but not at once
 * @param resumeAgain before a runner is resumed again that did not hear, at least
 * @param stopAgain before a runner is told again to end its load, at least
 * @param unseen after so long a run is not watched any more that nobody has looked at
 */
record Paces(
        Duration starting,
        Duration barrier,
        Duration steady,
        Duration again,
        Duration quietLog,
        Duration setupPlan,
        Duration live,
        Duration liveOften,
        Duration livePause,
        Duration untilCancelled,
        Duration resumeAgain,
        Duration stopAgain,
        Duration unseen) {
    /** k6 looks at its own thresholds every 2 s; a run is looked at every 5 min when nothing happens. */
    static final Paces USUAL = new Paces(
            Duration.ofMillis(30),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofMillis(700),
            Duration.ofSeconds(2),
            Duration.ofMinutes(10));
}
