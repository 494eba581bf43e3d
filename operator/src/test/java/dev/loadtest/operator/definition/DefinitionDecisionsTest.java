package dev.loadtest.operator.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.operator.definition.DefinitionDecisions.Decision;
import dev.loadtest.operator.definition.DefinitionDecisions.Last;
import dev.loadtest.operator.definition.DefinitionDecisions.Next;
import dev.loadtest.operator.definition.DefinitionDecisions.Pending;
import dev.loadtest.operator.definition.DefinitionDecisions.Seen;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DefinitionDecisionsTest {
    private static final Trigger A1 = new Trigger("aa", 1);
    private static final Trigger A2 = new Trigger("aa", 2);
    private static final Trigger B2 = new Trigger("bb", 2);
    private static final Trigger C3 = new Trigger("cc", 3);

    @Test
    void aNewDefinitionIsRunOnce() {
        assertThat(decide(A1, Optional.empty(), Optional.empty())).isEqualTo(new Decision(Next.ANNOUNCE, 1, A1));
        assertThat(decide(A1, Optional.empty(), Optional.of(new Last(1, A1, true))))
                .extracting(Decision::next)
                .isEqualTo(Next.NOTHING);
    }

    @Test
    void aChangeThatMattersIsRun() {
        assertThat(decide(B2, Optional.empty(), Optional.of(new Last(7, A1, true))))
                .isEqualTo(new Decision(Next.ANNOUNCE, 8, B2));
    }

    @Test
    void aChangeThatNoRunNoticesIsNot() {
        assertThat(decide(A2, Optional.empty(), Optional.of(new Last(7, A1, true))))
                .extracting(Decision::next)
                .isEqualTo(Next.NOTHING);
    }

    @Test
    void anotherFingerprintOfTheSameGenerationIsNoReason() {
        assertThat(decide(new Trigger("zz", 1), Optional.empty(), Optional.of(new Last(7, A1, true))))
                .extracting(Decision::next)
                .isEqualTo(Next.NOTHING);
    }

    @Test
    void aChangeWaitsForTheEndOfTheRunThatGoes() {
        assertThat(decide(B2, Optional.empty(), Optional.of(new Last(7, A1, false))))
                .extracting(Decision::next)
                .isEqualTo(Next.NOTHING);
    }

    @Test
    void suspendedBeginsNothing() {
        assertThat(DefinitionDecisions.decide(new Seen(A1, true, Optional.empty(), Optional.empty())))
                .extracting(Decision::next)
                .isEqualTo(Next.NOTHING);
        assertThat(DefinitionDecisions.decide(new Seen(B2, true, Optional.of(new Pending(8, B2, false)), last(7, A1))))
                .extracting(Decision::next)
                .isEqualTo(Next.NOTHING);
    }

    @Test
    void whatWasAnnouncedIsCreated() {
        assertThat(decide(B2, Optional.of(new Pending(8, B2, false)), last(7, A1)))
                .isEqualTo(new Decision(Next.CREATE, 8, B2));
    }

    @Test
    void whatWasAnnouncedAndCreatedIsFoundEvenWhenSuspendedOrChangedSince() {
        var pending = Optional.of(new Pending(8, B2, true));

        assertThat(DefinitionDecisions.decide(new Seen(C3, true, pending, last(7, A1))))
                .isEqualTo(new Decision(Next.CREATE, 8, B2));
    }

    /** The run would be of the third generation, and once more run for it when it has ended. */
    @Test
    void whatWasAnnouncedForAnOutdatedDefinitionIsAnnouncedAnew() {
        assertThat(decide(C3, Optional.of(new Pending(8, B2, false)), last(7, A1)))
                .isEqualTo(new Decision(Next.ANNOUNCE, 8, C3));
    }

    @Test
    void whatWasAnnouncedForAChangeThatWasTakenBackIsNotCreated() {
        var back = new Trigger("aa", 3);

        assertThat(decide(back, Optional.of(new Pending(8, B2, false)), last(7, A1)))
                .extracting(Decision::next)
                .isEqualTo(Next.NOTHING);
    }

    private static Optional<Last> last(int number, Trigger trigger) {
        return Optional.of(new Last(number, trigger, true));
    }

    private static Decision decide(Trigger now, Optional<Pending> pending, Optional<Last> last) {
        return DefinitionDecisions.decide(new Seen(now, false, pending, last));
    }
}
