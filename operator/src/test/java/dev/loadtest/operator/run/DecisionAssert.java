package dev.loadtest.operator.run;

import dev.loadtest.api.Phase;
import dev.loadtest.verdict.Judgement;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** What a decision says, in the project's words. */
final class DecisionAssert extends AbstractAssert<DecisionAssert, Decision> {
    private DecisionAssert(Decision actual) {
        super(actual, DecisionAssert.class);
    }

    static DecisionAssert assertThat(Decision actual) {
        return new DecisionAssert(actual);
    }

    DecisionAssert isInPhase(Phase phase) {
        Assertions.assertThat(actual.phase()).as("phase").isEqualTo(phase);
        return this;
    }

    DecisionAssert does(Next next) {
        Assertions.assertThat(actual.next()).as("next").isEqualTo(next);
        return this;
    }

    DecisionAssert waits() {
        return does(new Next.Nothing());
    }

    DecisionAssert waitsFor(Reason reason) {
        waits();
        Assertions.assertThat(actual.waitingFor()).as("what it waits for").contains(reason);
        return this;
    }

    DecisionAssert createsTheJob() {
        return does(new Next.CreateJob());
    }

    DecisionAssert resumes(Integer... indexes) {
        Assertions.assertThat(actual.next()).isInstanceOf(Next.Resume.class);
        Assertions.assertThat(indexes(((Next.Resume) actual.next()).runners()))
                .as("resumed runners")
                .containsExactly(indexes);
        return this;
    }

    DecisionAssert stops(Stopped why, Integer... indexes) {
        Assertions.assertThat(actual.next()).isInstanceOf(Next.Stop.class);
        var stop = (Next.Stop) actual.next();
        Assertions.assertThat(stop.why()).as("why it stops").isEqualTo(why);
        Assertions.assertThat(indexes(stop.runners())).as("stopped runners").containsExactly(indexes);
        return this;
    }

    DecisionAssert finishesBecause(Reason reason) {
        Assertions.assertThat(judgement().reason()).as(judgement().message()).isEqualTo(reason);
        return isInPhase(Phase.COMPLETED);
    }

    /** In what is said for people, while it goes or at its end. */
    DecisionAssert says(String... parts) {
        var message = actual.next() instanceof Next.Finish ? judgement().message() : actual.message();
        Assertions.assertThat(message).as("message").contains(parts);
        return this;
    }

    DecisionAssert keepsTheNumbersOf(int requests) {
        Assertions.assertThat(judgement().numbers()).as("numbers").hasValueSatisfying(numbers -> Assertions.assertThat(
                        numbers.requests())
                .isEqualTo(requests));
        return this;
    }

    DecisionAssert looksAgainAt(Instant when) {
        Assertions.assertThat(actual.deadline()).as("looks again").contains(when);
        return this;
    }

    Judgement judgement() {
        Assertions.assertThat(actual.next()).isInstanceOf(Next.Finish.class);
        return ((Next.Finish) actual.next()).judgement();
    }

    private static List<Integer> indexes(List<Runner> runners) {
        return runners.stream().map(Runner::index).toList();
    }
}
