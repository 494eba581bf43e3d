package dev.loadtest.operator.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.Columns;
import dev.loadtest.api.LastResult;
import dev.loadtest.api.LastRun;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.api.PendingRun;
import dev.loadtest.api.ThresholdResult;
import dev.loadtest.operator.definition.DefinitionDecisions.Decision;
import dev.loadtest.operator.definition.DefinitionDecisions.Next;
import dev.loadtest.operator.definition.DefinitionObserver.Followed;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DefinitionStatusesTest {
    private static final Instant T0 = Instant.parse("2026-08-01T12:00:00Z");
    private static final String OVER = "2026-08-01T12:00:40Z";
    private static final Trigger A1 = new Trigger("aa", 1);
    private static final Trigger A2 = new Trigger("aa", 2);
    private static final Trigger B2 = new Trigger("bb", 2);
    private static final Columns COLUMNS = new Columns("1/1", "10", "187ms", "0.00%");

    @Test
    void announcesARunBeforeItExists() {
        var status = DefinitionStatuses.announce(
                Definitions.loadTest(1, null), new Decision(Next.ANNOUNCE, 1, A1, Optional.empty()));

        assertThat(status.pendingRun()).isEqualTo(new PendingRun(1, "definition aa of generation 1"));
        assertThat(status.lastRun()).isNull();
    }

    @Test
    void aCreatedRunReplacesItsAnnouncement() {
        var status = created();

        assertThat(status.pendingRun()).isNull();
        assertThat(status.run()).isEqualTo("items-1");
        assertThat(status.lastRun().phase()).isEqualTo("Pending");
        assertThat(status.verdict()).isNull();
        assertThat(status.observedGeneration()).isEqualTo(1);
        assertThat(condition(status, "Completed").getStatus()).isEqualTo("False");
        assertThat(condition(status, "Succeeded").getStatus()).isEqualTo("Unknown");
    }

    @Test
    void mirrorsARunThatGoes() {
        var going = run("Running", null, null, "1 runners send load");

        var status = mirror(created(), Optional.of(going), A1);

        assertThat(status.columns()).isEqualTo(COLUMNS);
        assertThat(status.lastRun().phase()).isEqualTo("Running");
        assertThat(condition(status, "Succeeded"))
                .extracting(Condition::getStatus, Condition::getReason, Condition::getMessage)
                .containsExactly("Unknown", "Running", "items-1: 1 runners send load");
    }

    @Test
    void mirrorsTheVerdict() {
        var passed = mirror(created(), Optional.of(run("Completed", "Passed", "ThresholdsHeld", "all held")), A1);
        var failed = mirror(created(), Optional.of(run("Completed", "Failed", "ThresholdBroken", "p95")), A1);

        assertThat(passed.verdict()).isEqualTo("Passed");
        assertThat(condition(passed, "Completed").getStatus()).isEqualTo("True");
        assertThat(condition(passed, "Succeeded").getStatus()).isEqualTo("True");
        assertThat(failed.verdict()).isEqualTo("Failed");
        assertThat(condition(failed, "Completed").getStatus()).isEqualTo("True");
        assertThat(condition(failed, "Succeeded"))
                .extracting(Condition::getStatus, Condition::getReason)
                .containsExactly("False", "ThresholdBroken");
    }

    @Test
    void keepsTheResultWhileTheNextRunGoes() {
        var over = mirror(created(), Optional.of(passed()), A1);
        assertThat(over.lastResult())
                .extracting(LastResult::run, LastResult::verdict, LastResult::valid, LastResult::completionTime)
                .containsExactly("items-1", "Passed", true, OVER);
        assertThat(over.lastResult().thresholds())
                .containsExactly(new ThresholdResult("http_reqs", "count>0", 12.0, true));
        assertThat(over.lastSuccessfulTime()).isEqualTo(OVER);

        var announced = DefinitionStatuses.announce(
                Definitions.loadTest(2, over), new Decision(Next.ANNOUNCE, 2, B2, Optional.empty()));
        var next = DefinitionStatuses.created(
                Definitions.loadTest(2, announced),
                Definitions.run(2, null),
                new Decision(Next.CREATE, 2, B2, Optional.empty()),
                T0);

        assertThat(next.verdict()).isNull();
        assertThat(next.lastResult()).isEqualTo(over.lastResult());
        assertThat(next.lastSuccessfulTime()).isEqualTo(OVER);
        assertThat(next.lastValidTime()).isEqualTo(OVER);
        var failed = mirror(next, Optional.of(run("Completed", "Failed", "ThresholdBroken", "p95")), B2);
        assertThat(failed.lastResult().verdict()).isEqualTo("Failed");
        assertThat(failed.lastResult().valid()).isFalse();
        assertThat(failed.lastSuccessfulTime()).isEqualTo(OVER);
        assertThat(failed.lastValidTime()).isEqualTo(OVER);
    }

    @Test
    void aRunThatIsGoneBeforeItsVerdictWasDeleted() {
        var status = mirror(created(), Optional.empty(), A1);

        assertThat(status.verdict()).isEqualTo("Aborted");
        assertThat(status.lastRun())
                .extracting(LastRun::phase, LastRun::reason, LastRun::message)
                .containsExactly("Completed", "Deleted", "the run was deleted before it ended");
    }

    @Test
    void aRunThatIsGoneAfterItsVerdictChangesNothing() {
        var over = mirror(created(), Optional.of(run("Completed", "Passed", "ThresholdsHeld", "all held")), A1);

        assertThat(mirror(over, Optional.empty(), A1)).isEqualTo(over);
    }

    @Test
    void theSamePictureChangesNothing() {
        var going = run("Running", null, null, "1 runners send load");
        var once = mirror(created(), Optional.of(going), A1);

        assertThat(DefinitionStatuses.mirror(
                        Definitions.loadTest(1, once), followed(once, Optional.of(going)), A1, T0.plusSeconds(600)))
                .isEqualTo(once);
    }

    @Test
    void aChangeThatNeedsNoRunIsTakenIn() {
        var status = mirror(created(), Optional.of(run("Running", null, null, "on")), A2);

        assertThat(status.observedGeneration()).isEqualTo(2);
    }

    /** Else whoever waits for the condition of the new generation would see the old run's. */
    @Test
    void aChangeThatNeedsARunIsTakenInWithThatRun() {
        var over = mirror(created(), Optional.of(run("Completed", "Passed", "ThresholdsHeld", "all held")), B2);

        assertThat(over.observedGeneration()).isEqualTo(1);
        assertThat(condition(over, "Completed").getObservedGeneration()).isEqualTo(1);
        var next = DefinitionStatuses.created(
                Definitions.loadTest(2, over),
                Definitions.run(2, null),
                new Decision(Next.CREATE, 2, B2, Optional.empty()),
                T0);
        assertThat(next.observedGeneration()).isEqualTo(2);
        assertThat(condition(next, "Completed"))
                .extracting(Condition::getStatus, Condition::getObservedGeneration)
                .containsExactly("False", 2L);
    }

    private static LoadTestStatus created() {
        return DefinitionStatuses.created(
                Definitions.loadTest(1, null),
                Definitions.run(1, null),
                new Decision(Next.CREATE, 1, A1, Optional.empty()),
                T0);
    }

    private static LoadTestStatus mirror(LoadTestStatus before, Optional<LoadTestRun> run, Trigger trigger) {
        return DefinitionStatuses.mirror(
                Definitions.loadTest(trigger.generation(), before), followed(before, run), trigger, T0.plusSeconds(60));
    }

    /** As long as it is called active. */
    private static List<Followed> followed(LoadTestStatus before, Optional<LoadTestRun> run) {
        var going = run.filter(seen -> seen.getStatus().verdict() == null).isPresent();
        return before.active() == null ? List.of() : List.of(new Followed(before.run(), going, run));
    }

    private static LoadTestRun run(String phase, String verdict, String reason, String message) {
        return Definitions.run(
                1,
                new LoadTestRunStatus(
                        1L, phase, verdict, reason, message, null, null, null, null, null, null, null, null, null, null,
                        null, null, COLUMNS, null, null, null));
    }

    private static LoadTestRun passed() {
        return Definitions.run(1, Serialization.unmarshal("""
                phase: Completed
                verdict: Passed
                reason: ThresholdsHeld
                startTime: "2026-08-01T12:00:01Z"
                completionTime: "%s"
                numbers: {requests: 12}
                thresholds: [{metric: http_reqs, expression: count>0, observed: 12, passed: true}]
                conditions: [{type: Valid, status: "True"}]
                """.formatted(OVER), LoadTestRunStatus.class));
    }

    private static Condition condition(LoadTestStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
