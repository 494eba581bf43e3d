package dev.loadtest.operator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.operator.store.StoreEnd;
import dev.loadtest.operator.store.StoreReason;
import dev.loadtest.operator.store.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoreDecisionsTest {
    private static final Instant END = Instant.parse("2026-03-01T10:00:00Z");
    private static final DeliveryCondition PENDING = new DeliveryCondition("Unknown", "Pending", "about to be");
    private static final StoreState TROUBLE = new StoreState.Trouble(StoreReason.BUCKET_MISSING, "404 NoSuchBucket");

    @Test
    void aRunWithoutAPlaceIsDoneAtOnce() {
        var decision = StoreDecisions.decide(
                new StoreDecisions.Seen(
                        Optional.of(END), false, Optional.empty(), "", true, true, new StoreState.NoJob()),
                END);

        assertThat(decision.done()).isTrue();
        assertThat(decision.create()).isFalse();
        assertThat(decision.said()).isEmpty();
    }

    /** Or it would be out of sight, with the label that its Pushgateway gave it, before the report is kept. */
    @Test
    void aRunIsKeptInSightUntilItsReportIsKept() {
        var before = decide(Optional.empty(), true, new StoreState.NoJob(), END);

        assertThat(before.done()).isFalse();
        assertThat(before.create()).isFalse();
        assertThat(decide(Optional.empty(), true, new StoreState.NoJob(), END.plus(StoreDecisions.LONGEST))
                        .done())
                .isTrue();
    }

    @Test
    void itIsLookedAtLessOftenLater() {
        assertThat(decide(Optional.of(PENDING), true, TROUBLE, END).lookAgain())
                .isEqualTo(END.plus(StoreDecisions.SOON));
        var later = END.plus(Duration.ofHours(1));
        assertThat(decide(Optional.of(PENDING), true, TROUBLE, later).lookAgain())
                .isAfter(later.plusSeconds(60));
    }

    @Test
    void theJobIsMadeOnceTheReportIsKept() {
        var decision = decide(Optional.of(PENDING), true, new StoreState.NoJob(), END);

        assertThat(decision.create()).isTrue();
        assertThat(decision.done()).isFalse();
    }

    @Test
    void itIsMadeAgainAfterAFailureThatTookIt() {
        var failed = StoreDecisions.failed("bucket reports", StoreReason.POD_REFUSED, "quota");

        assertThat(decide(Optional.of(failed), true, new StoreState.NoJob(), END.plusSeconds(600))
                        .create())
                .isTrue();
    }

    @Test
    void withoutAnImageNothingIsMadeAndItIsSaid() {
        var decision = decide(Optional.of(PENDING), false, new StoreState.NoJob(), END);

        assertThat(decision.create()).isFalse();
        assertThat(decision.done()).isFalse();
        assertThat(decision.said().orElseThrow().message()).contains("set LOADTEST_OPERATOR_IMAGE");
    }

    @Test
    void aReportThatWasDroppedBeforeItWasStoredIsNotWaitedFor() {
        var decision = StoreDecisions.decide(
                new StoreDecisions.Seen(
                        Optional.of(END),
                        true,
                        Optional.of(PENDING),
                        "bucket reports",
                        false,
                        true,
                        new StoreState.NoJob()),
                END);

        assertThat(decision.create()).isFalse();
        assertThat(decision.done()).isTrue();
        assertThat(decision.said().orElseThrow().reason()).isEqualTo("NoReport");
    }

    @Test
    void troubleIsSaidWithTheNextStepAndLookedAfter() {
        var decision = decide(Optional.of(PENDING), true, TROUBLE, END);

        assertThat(decision.said())
                .contains(
                        new DeliveryCondition(
                                "False",
                                "BucketMissing",
                                "the files of the report are not in bucket reports: 404 NoSuchBucket; create the bucket, or correct spec.report.s3.bucket. It is tried again for a day after the run, at least every 5 minutes."));
        assertThat(decision.done()).isFalse();
        assertThat(decision.lookAgain()).isAfter(END);
    }

    @Test
    void whileItIsTriedAgainTheLastTroubleStands() {
        var said = decide(Optional.of(PENDING), true, TROUBLE, END).said();

        var decision = decide(said, true, new StoreState.Underway(), END.plusSeconds(20));

        assertThat(decision.said()).isEmpty();
        assertThat(decision.done()).isFalse();
    }

    @Test
    void successComesAlsoAfterTrouble() {
        var said = decide(Optional.of(PENDING), true, TROUBLE, END).said();
        var end = new StoreEnd(StoreReason.STORED, "", List.of(new StoredFile("report.html", 7, "ab")), 3);

        var decision = decide(said, true, new StoreState.Stored(end), END.plus(Duration.ofDays(2)));

        assertThat(decision.said().orElseThrow().status()).isEqualTo("True");
        assertThat(decision.said().orElseThrow().message())
                .isEqualTo("4 files are in bucket reports; SHA256SUMS names the 3 that status.artifacts leaves out");
        assertThat(decision.stored()).contains(end);
        assertThat(decision.done()).isTrue();
    }

    @Test
    void whatIsGivenUpIsSaidOnceAndForGood() {
        var said = decide(Optional.of(PENDING), true, TROUBLE, END).said();
        for (var state : List.of(new StoreState.GivenUp(), TROUBLE)) {
            var decision = decide(said, true, state, END.plus(StoreDecisions.LONGEST));

            assertThat(decision.done()).isTrue();
            assertThat(decision.said().orElseThrow().reason()).isEqualTo("BucketMissing");
            assertThat(decision.said().orElseThrow().message())
                    .contains("given up")
                    .doesNotContain("tried again");

            var later = decide(decision.said(), true, new StoreState.NoJob(), END.plus(Duration.ofDays(3)));
            assertThat(later.done()).isTrue();
            assertThat(later.create()).isFalse();
            assertThat(later.said()).isEqualTo(decision.said());
        }
    }

    private static StoreDecisions.Decision decide(
            Optional<DeliveryCondition> said, boolean image, StoreState state, Instant now) {
        return StoreDecisions.decide(
                new StoreDecisions.Seen(Optional.of(END), true, said, "bucket reports", true, image, state), now);
    }
}
