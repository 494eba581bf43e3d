package dev.loadtest.operator.control;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Looks often, and has patience with a busy machine. */
final class Waiting {
    /** The order of the usual ones, without their length. */
    static final Paces SHORT = new Paces(
            Duration.ofMillis(5),
            Duration.ofMillis(40),
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofSeconds(30), // for tests that hold a stream in their hands
            Duration.ofMillis(40),
            Duration.ofMillis(50),
            Duration.ofMillis(20),
            Duration.ofMillis(5),
            Duration.ofMillis(30),
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            Duration.ofMinutes(10));

    private Waiting() {}

    static Paces withQuietLog(Duration quietLog) {
        return new Paces(
                SHORT.starting(),
                SHORT.barrier(),
                SHORT.steady(),
                SHORT.again(),
                quietLog,
                SHORT.setupPlan(),
                SHORT.live(),
                SHORT.liveOften(),
                SHORT.livePause(),
                SHORT.untilCancelled(),
                SHORT.resumeAgain(),
                SHORT.stopAgain(),
                SHORT.unseen());
    }

    static ConditionFactory await() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30));
    }

    /** Until this runner was asked so often that whatever has a pace had its turn. */
    static void whileAsked(FakeK6 k6) {
        var before = k6.asked();
        await().until(() -> k6.asked() >= before + 5);
    }
}
