package dev.loadtest.operator.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** By the runs that are over and had the lock. */
class SettlingTest {
    private static final Lock SHOP = new Lock("shop", Optional.of("team"));

    @Test
    void theLastThatHadTheLockCounts() {
        assertThat(Settling.last(
                        SHOP,
                        List.of(
                                over("a", "shop", "13:00:00"),
                                over("b", "shop", "13:00:09"),
                                over("c", "store", "13:01:00"))))
                .contains(new Settling.Former("b-1", at("13:00:09")));
    }

    @Test
    void whatComesAfterTheVerdictCounts() {
        var run = over("a", "shop", "13:00:00", """
                - {type: TornDown, status: "True", lastTransitionTime: "2026-08-01T13:00:40Z"}
                - {type: ReportStored, status: "True", lastTransitionTime: "2026-08-01T13:05:00Z"}
                """);

        assertThat(Settling.last(SHOP, List.of(run))).contains(new Settling.Former("a-1", at("13:00:40")));
    }

    @Test
    void whoNeverHadItsTurnDoesNotCount() {
        var run = Queues.run("a", 1, "shop", 1);
        run.setStatus(Serialization.unmarshal(
                "verdict: Aborted\ncompletionTime: \"2026-08-01T13:00:00Z\"", LoadTestRunStatus.class));

        assertThat(Settling.last(SHOP, List.of(run))).isEmpty();
    }

    /** A run that was deleted before its end has no word of it. */
    @Test
    void whoLeavesHasEndedByHisOwnWordOrNow() {
        assertThat(Settling.former(over("a", "shop", "13:00:00"), at("13:02:00")))
                .isEqualTo(new Settling.Former("a-1", at("13:00:00")));
        assertThat(Settling.former(Queues.run("a", 1, "shop", 1), at("13:02:00")))
                .isEqualTo(new Settling.Former("a-1", at("13:02:00")));
    }

    @Test
    void aLockOfTheClusterIsAnotherThanThatOfANamespace() {
        assertThat(Settling.last(new Lock("shop", Optional.empty()), List.of(over("a", "shop", "13:00:00"))))
                .isEmpty();
    }

    @Test
    void itIsWaitedUntilTheTimeHasPassed() {
        var former = Optional.of(new Settling.Former("a-1", at("13:00:00")));
        var settle = Duration.ofSeconds(30);

        assertThat(Settling.place(former, settle, at("13:00:29")))
                .contains(new Place.Waiting(
                        1, "30 s to pass after run a-1 (target.settleSeconds)", Optional.of(at("13:00:30"))));
        assertThat(Settling.place(former, settle, at("13:00:30"))).isEmpty();
        assertThat(Settling.place(Optional.empty(), settle, at("13:00:00"))).isEmpty();
    }

    private static LoadTestRun over(String name, String lock, String time) {
        return over(name, lock, time, "[]");
    }

    private static LoadTestRun over(String name, String lock, String time, String conditions) {
        var run = Queues.run(name, 1, lock, 1);
        run.setStatus(Serialization.unmarshal(
                "verdict: Passed\nmarkers: {jobUid: u}\ncompletionTime: \"%s\"\nconditions:\n%s"
                        .formatted(at(time), conditions.indent(2)),
                LoadTestRunStatus.class));
        return run;
    }

    private static Instant at(String time) {
        return Instant.parse("2026-08-01T" + time + "Z");
    }
}
