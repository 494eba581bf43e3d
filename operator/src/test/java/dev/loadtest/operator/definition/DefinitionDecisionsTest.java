package dev.loadtest.operator.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.operator.definition.DefinitionDecisions.ByHand;
import dev.loadtest.operator.definition.DefinitionDecisions.Concurrency;
import dev.loadtest.operator.definition.DefinitionDecisions.Decision;
import dev.loadtest.operator.definition.DefinitionDecisions.Last;
import dev.loadtest.operator.definition.DefinitionDecisions.Next;
import dev.loadtest.operator.definition.DefinitionDecisions.Pending;
import dev.loadtest.operator.definition.DefinitionDecisions.Seen;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DefinitionDecisionsTest {
    private static final Trigger A1 = new Trigger("aa", 1);
    private static final Trigger A2 = new Trigger("aa", 2);
    private static final Trigger B2 = new Trigger("bb", 2);
    private static final Trigger C3 = new Trigger("cc", 3);
    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");

    private boolean suspended;
    private boolean onChange = true;
    private Concurrency concurrency = Concurrency.FORBID;
    private Optional<ByHand> byHand = Optional.empty();
    private Optional<String> request = Optional.empty();
    private Optional<Instant> due = Optional.empty();
    private Optional<Pending> pending = Optional.empty();
    private Optional<Last> last = Optional.of(new Last(7, A1));
    private List<String> going = List.of();

    @Test
    void aNewDefinitionIsRunOnce() {
        last = Optional.empty();
        assertThat(decide(A1)).isEqualTo(begins(1, A1));

        last = Optional.of(new Last(1, A1));
        assertThat(decide(A1)).isEqualTo(nothing());
    }

    @Test
    void aChangeThatMattersIsRun() {
        assertThat(decide(B2)).isEqualTo(begins(8, B2));
    }

    @Test
    void aChangeThatNoRunNoticesIsNot() {
        assertThat(decide(A2)).isEqualTo(nothing());
    }

    @Test
    void anotherFingerprintOfTheSameGenerationIsNoReason() {
        assertThat(decide(new Trigger("zz", 1))).isEqualTo(nothing());
    }

    @Test
    void aChangeIsNoReasonWhereRunsBeginOtherwise() {
        onChange = false;
        assertThat(decide(B2)).isEqualTo(nothing());

        last = Optional.empty();
        assertThat(decide(A1)).isEqualTo(nothing());
    }

    @ParameterizedTest
    @EnumSource
    void aChangeAndARequestWaitForTheEndOfTheRunThatGoes(Concurrency policy) {
        concurrency = policy;
        going = List.of("items-7");
        assertThat(decide(B2)).isEqualTo(nothing());

        request = Optional.of("request now");
        assertThat(decide(A1)).isEqualTo(nothing());
    }

    @Test
    void suspendedBeginsNothing() {
        suspended = true;
        due = Optional.of(TEN);
        request = Optional.of("request now");
        byHand = Optional.of(new ByHand("again", A1.causedBy("creation of again")));
        pending = Optional.of(new Pending(8, B2));

        assertThat(decide(B2)).isEqualTo(nothing());
    }

    @Test
    void whatWasAnnouncedIsCreated() {
        pending = Optional.of(new Pending(8, B2));

        assertThat(decide(B2)).isEqualTo(new Decision(Next.CREATE, 8, B2, Optional.empty()));
    }

    /** The run would be of the third generation, and once more run for it when it has ended. */
    @Test
    void whatWasAnnouncedForAnOutdatedDefinitionIsAnnouncedAnew() {
        pending = Optional.of(new Pending(8, B2));

        assertThat(decide(C3)).isEqualTo(begins(8, C3));
    }

    @Test
    void whatWasAnnouncedForAChangeThatWasTakenBackIsNotCreated() {
        pending = Optional.of(new Pending(8, B2));

        assertThat(decide(new Trigger("aa", 3))).isEqualTo(nothing());
    }

    @Test
    void aRequestIsForTheDefinitionAsItIsNow() {
        request = Optional.of("request now by kubectl-annotate");

        assertThat(decide(B2)).isEqualTo(begins(8, B2.causedBy("request now by kubectl-annotate")));
    }

    @Test
    void aRunCreatedByHandTakesTheNextNumber() {
        var trigger = A1.causedBy("creation of again");
        byHand = Optional.of(new ByHand("again", trigger));
        assertThat(decide(A1)).isEqualTo(new Decision(Next.ANNOUNCE, 8, trigger, Optional.of("again")));

        pending = Optional.of(new Pending(8, trigger));
        assertThat(decide(A1)).isEqualTo(new Decision(Next.CREATE, 8, trigger, Optional.of("again")));
    }

    /** Else nobody would know afterwards that the definition itself was never run. */
    @Test
    void aChangeIsRunAsItIsBeforeSomethingElseIsMadeOfItByHand() {
        var creation = B2.causedBy("creation of again");
        byHand = Optional.of(new ByHand("again", creation));
        assertThat(decide(B2)).isEqualTo(new Decision(Next.ANNOUNCE, 8, creation, Optional.of("again")));

        var overridden = new Trigger("creation of again", "bb", 2, Optional.of("xx"));
        byHand = Optional.of(new ByHand("again", overridden));
        assertThat(decide(B2)).isEqualTo(begins(8, B2));

        last = Optional.of(new Last(8, B2));
        assertThat(decide(B2)).isEqualTo(new Decision(Next.ANNOUNCE, 9, overridden, Optional.of("again")));

        onChange = false;
        last = Optional.of(new Last(7, A1));
        assertThat(decide(B2)).isEqualTo(new Decision(Next.ANNOUNCE, 8, overridden, Optional.of("again")));
    }

    @Test
    void forbidBeginsNothingBesideARunThatGoes() {
        due = Optional.of(TEN);
        going = List.of("items-7");
        assertThat(decide(A1)).isEqualTo(nothing());

        going = List.of();
        assertThat(decide(A1)).isEqualTo(begins(8, A1.dueAt(TEN)));
    }

    @Test
    void allowBeginsBesideARunThatGoes() {
        concurrency = Concurrency.ALLOW;
        due = Optional.of(TEN);
        going = List.of("items-7");
        assertThat(decide(A1)).isEqualTo(begins(8, A1.dueAt(TEN)));

        due = Optional.empty();
        byHand = Optional.of(new ByHand("again", A1.causedBy("creation of again")));
        assertThat(decide(A1).next()).isEqualTo(Next.ANNOUNCE);
    }

    @Test
    void replaceAnnouncesThenStopsThenBegins() {
        concurrency = Concurrency.REPLACE;
        due = Optional.of(TEN);
        going = List.of("items-7");
        assertThat(decide(A1)).isEqualTo(begins(8, A1.dueAt(TEN)));

        pending = Optional.of(new Pending(8, A1.dueAt(TEN)));
        assertThat(decide(A1)).isEqualTo(new Decision(Next.STOP, 8, A1.dueAt(TEN), Optional.empty()));

        going = List.of();
        assertThat(decide(A1)).isEqualTo(new Decision(Next.CREATE, 8, A1.dueAt(TEN), Optional.empty()));
    }

    /** It would be stopped at once by the time that is due already. */
    @Test
    void withReplaceWhatPeopleAskForComesAfterTheSchedule() {
        concurrency = Concurrency.REPLACE;
        due = Optional.of(TEN);
        request = Optional.of("request now");
        byHand = Optional.of(new ByHand("again", A1.causedBy("creation of again")));
        assertThat(decide(B2)).isEqualTo(begins(8, B2.dueAt(TEN)));

        pending = Optional.of(new Pending(8, A1.dueAt(TEN)));
        going = List.of("items-7");
        assertThat(decide(A1).next()).isEqualTo(Next.STOP);

        going = List.of();
        assertThat(decide(A1)).isEqualTo(new Decision(Next.CREATE, 8, A1.dueAt(TEN), Optional.empty()));
    }

    /** A schedule that is always due would never let them begin. */
    @Test
    void whatPeopleAskForComesBeforeTheSchedule() {
        due = Optional.of(TEN);
        request = Optional.of("request now");

        assertThat(decide(A1).trigger()).isEqualTo(A1.causedBy("request now"));
    }

    private static Decision begins(int number, Trigger trigger) {
        return new Decision(Next.ANNOUNCE, number, trigger, Optional.empty());
    }

    private Decision nothing() {
        return new Decision(Next.NOTHING, 0, A1, Optional.empty());
    }

    private Decision decide(Trigger now) {
        var decision = DefinitionDecisions.decide(
                new Seen(now, suspended, onChange, concurrency, byHand, request, due, pending, last, going));
        return decision.next() == Next.NOTHING ? nothing() : decision;
    }
}
