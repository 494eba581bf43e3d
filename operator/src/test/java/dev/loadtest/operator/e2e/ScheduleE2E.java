package dev.loadtest.operator.e2e;

import static dev.loadtest.operator.e2e.VerdictE2E.assertVerdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Schedules, with real runs. None is waited for: a schedule is due once a year, and what the status says of how far it was followed is
 * set back, as if the operator had been away for years.
 */
@Execution(ExecutionMode.CONCURRENT)
class ScheduleE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static final String ONCE_A_YEAR = "schedule: '0 0 1 1 *'\n";

    private final User user = new User(NAMESPACE);

    @Test
    void forbidWaitsForTheEndOfTheRunThatGoes() {
        user.applies("forbid", ONCE_A_YEAR, Scripts.idle(600, 1));
        becomesDue("forbid");
        var first = user.seesPhase("forbid-1", "Running");
        var trigger = first.getSpec().trigger();
        assertThat(trigger).matches("schedule at \\d{4}-01-01T00:00:00Z, definition [0-9a-f]+ of generation \\d+");
        user.sees(() -> List.of("forbid-1").equals(status("forbid").active()));
        user.sees(() -> status("forbid").schedule().missed() != null
                && status("forbid").schedule().missed() > 0);
        user.sees(() -> events("forbid").stream().anyMatch(event -> event.startsWith("ScheduleMissed: no run")));

        isDueAgain("forbid");
        user.sees(() -> condition("forbid", "Scheduled")
                .filter(condition -> condition.getReason().equals("WaitsForRun"))
                .isPresent());
        assertThat(condition("forbid", "Scheduled").orElseThrow().getMessage())
                .contains("waits for the end of forbid-1, because concurrencyPolicy is Forbid");
        user.sees(() -> events("forbid").stream().anyMatch(event -> event.startsWith("RunAlreadyActive: ")));
        assertThat(user.runsOf("forbid")).hasSize(1);

        user.stops("forbid-1");
        var stopped = user.seesCompleted("forbid-1");
        user.sees(() -> user.run("forbid-2").isPresent());
        assertBegunAfter("forbid-2", stopped.getStatus().completionTime());
        user.stops("forbid-2");
        user.seesCompleted("forbid-2");
    }

    @Test
    void replaceStopsTheRunThatGoesAndBeginsWhenItHasEnded() {
        user.applies(
                "replace",
                ONCE_A_YEAR + "concurrencyPolicy: Replace\nstartingDeadlineSeconds: 999999999",
                Scripts.idle(600, 1));
        becomesDue("replace");
        user.seesPhase("replace-1", "Running");

        isDueAgain("replace");

        var replaced = user.seesCompleted("replace-1");
        assertVerdict(replaced, "Aborted", "StopRequested");
        assertThat(replaced.getStatus().message()).contains("because concurrencyPolicy is Replace");
        user.sees(() -> user.run("replace-2").isPresent());
        assertBegunAfter("replace-2", replaced.getStatus().completionTime());
        user.stops("replace-2");
        user.seesCompleted("replace-2");
    }

    @Test
    void allowLetsBothGo() {
        user.applies("allow", ONCE_A_YEAR + "concurrencyPolicy: Allow", Scripts.idle(600, 1));
        becomesDue("allow");
        user.seesPhase("allow-1", "Running");

        isDueAgain("allow");

        user.seesPhase("allow-2", "Running");
        assertThat(user.status("allow-1").phase()).isEqualTo("Running");
        user.sees(() -> List.of("allow-1", "allow-2").equals(status("allow").active()));
        user.stops("allow-2");
        user.seesCompleted("allow-2");
        user.stops("allow-1");
        user.seesCompleted("allow-1");
        user.sees(() -> status("allow").active() == null);
        assertThat(status("allow").run()).isEqualTo("allow-2");
    }

    @Test
    void whatIsTooLateIsReportedAsMissed() {
        user.applies("late", ONCE_A_YEAR + "startingDeadlineSeconds: 1", Scripts.idle(1, 1));
        becomesDue("late");

        user.sees(() -> status("late").schedule().missed() != null);
        user.sees(() ->
                events("late").stream().anyMatch(event -> event.contains("startingDeadlineSeconds (1) was over")));
        assertThat(user.runsOf("late")).isEmpty();
    }

    @Test
    void aScheduleThatCannotBeFollowedIsSaid() {
        user.applies("backwards", "schedule: '0 20-8 * * *'", Scripts.idle(1, 1));
        user.applies("never", "schedule: '0 10 30 feb *'", Scripts.idle(1, 1));

        for (var expected : List.of(
                List.of("backwards", "spec.schedule: hour \"20-8\" ends before it begins"),
                List.of("never", "spec.schedule: \"0 10 30 feb *\" is never due"))) {
            user.sees(() -> condition(expected.get(0), "Scheduled").isPresent());
            assertThat(condition(expected.get(0), "Scheduled").orElseThrow())
                    .extracting(Condition::getStatus, Condition::getReason)
                    .containsExactly("False", "InvalidSchedule");
            assertThat(condition(expected.get(0), "Scheduled").orElseThrow().getMessage())
                    .startsWith(expected.get(1));
            assertThat(user.runsOf(expected.get(0))).isEmpty();
        }
    }

    /** The one test that waits for a minute of the clock. */
    @Test
    void whatIsDueEveryMinuteBeginsAtTheMinute() {
        user.applies("minutely", "schedule: '* * * * *'\nstalenessLimitSeconds: 1", Scripts.idle(1, 1));
        user.sees(() -> condition("minutely", "Fresh")
                .filter(condition -> condition.getStatus().equals("False"))
                .isPresent());
        assertThat(status("minutely").nextScheduleTime()).endsWith(":00Z");
        user.sees(() -> events("minutely").stream().anyMatch(event -> event.startsWith("ResultIsStale: ")));

        var begun = await().atMost(Duration.ofMinutes(7))
                .until(() -> status("minutely"), status -> status.lastScheduleTime() != null);
        edit("minutely", "{\"spec\": {\"suspend\": true, \"stalenessLimitSeconds\": 86400}}");
        // As it was then: on a slow machine it is the next minute by now.
        var run = user.seesCompleted("minutely-1");
        assertThat(run.getSpec().trigger()).startsWith("schedule at " + begun.lastScheduleTime());
        assertThat(begun.schedule().missed()).isNull();
        user.sees(() -> condition("minutely", "Scheduled")
                .filter(condition -> condition.getReason().equals("Suspended"))
                .isPresent());
        user.sees(() -> condition("minutely", "Fresh").orElseThrow().getStatus().equals("True"));
    }

    private void becomesDue(String loadTest) {
        user.sees(() -> status(loadTest) != null && status(loadTest).schedule() != null);
        sets(loadTest, "{\"schedule\": {\"since\": \"2020-06-01T00:00:00Z\"}}");
    }

    private void isDueAgain(String loadTest) {
        user.sees(() -> status(loadTest).lastScheduleTime() != null);
        sets(loadTest, "{\"lastScheduleTime\": \"2020-06-01T00:00:00Z\"}");
    }

    private void sets(String loadTest, String status) {
        user.client()
                .resources(LoadTest.class)
                .withName(loadTest)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": " + status + "}");
        // Nobody looks at a change of the status; this one is looked at, and means nothing to a run.
        edit(loadTest, "{\"spec\": {\"ttlSecondsAfterFinished\": " + (1000 + System.nanoTime() % 1000) + "}}");
    }

    private void edit(String loadTest, String patch) {
        user.client().resources(LoadTest.class).withName(loadTest).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    private void assertBegunAfter(String run, String end) {
        var created = Instant.parse(user.run(run).orElseThrow().getMetadata().getCreationTimestamp());
        assertThat(created).isAfterOrEqualTo(Instant.parse(end).minus(Duration.ofSeconds(1))); // known to the second
    }

    private LoadTestStatus status(String loadTest) {
        return user.loadTest(loadTest).getStatus();
    }

    private Optional<Condition> condition(String loadTest, String type) {
        return Optional.ofNullable(status(loadTest)).map(LoadTestStatus::conditions).orElse(List.of()).stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    private List<String> events(String loadTest) {
        return user.client().v1().events().list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(loadTest))
                .map(event -> event.getReason() + ": " + event.getMessage())
                .toList();
    }
}
