package dev.loadtest.operator.run;

import static dev.loadtest.operator.run.RunMaker.T0;
import static dev.loadtest.operator.run.RunMaker.aRun;
import static dev.loadtest.operator.run.RunnerMaker.done;
import static dev.loadtest.operator.run.RunnerMaker.ended;
import static dev.loadtest.operator.run.RunnerMaker.gone;
import static dev.loadtest.operator.run.RunnerMaker.outOfMemory;
import static dev.loadtest.operator.run.RunnerMaker.paused;
import static dev.loadtest.operator.run.RunnerMaker.starting;
import static dev.loadtest.operator.run.RunnerMaker.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loadtest.api.Columns;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.Markers;
import dev.loadtest.api.QueueStatus;
import dev.loadtest.api.RunnerStatus;
import dev.loadtest.api.ScriptSnapshot;
import dev.loadtest.api.Start;
import dev.loadtest.api.ThresholdStatus;
import dev.loadtest.k6.DeclaredThreshold;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.operator.queue.Place;
import dev.loadtest.verdict.Doubt;
import dev.loadtest.verdict.Judgement;
import dev.loadtest.verdict.Numbers;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Spread;
import dev.loadtest.verdict.Stopped;
import dev.loadtest.verdict.ThresholdOutcome;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunStatusesTest {
    private static final Instant LATER = T0.plusSeconds(101);
    private static final int BUDGET = 64 * 1024;

    @Test
    void theSamePictureChangesNoByte() {
        var seen =
                aRun().withRunners(up(0), done(1), ended(2, 107)).resumedAt(T0).observed();

        var once = going(null, seen, LATER);

        assertThat(json(going(once, seen, LATER.plusSeconds(30)))).isEqualTo(json(once));
    }

    @Test
    void whileItGoesNobodyIsTold() {
        var status = going(null, aRun().withRunners(paused(0), starting(1)).observed(), LATER);

        assertThat(status.verdict()).isNull();
        assertThat(status.phase()).isEqualTo("Starting");
        assertThat(status.startTime()).isNull();
        assertThat(condition(status, "Completed")).isEqualTo("False");
        assertThat(condition(status, "Succeeded")).isEqualTo("Unknown");
        assertThat(status.columns()).isEqualTo(new Columns("1/2", null, null, null));
    }

    @Test
    void whatItWaitsForIsTheReason() {
        var seen = aRun().withRunners(RunnerMaker.waiting(0))
                .finding(Reason.UNSCHEDULABLE, Finding.AS_LONG_AS_THE_START)
                .observed();

        var status = going(null, seen, T0.plusSeconds(5));

        assertThat(status.reason()).isEqualTo("Unschedulable");
        assertThat(status.conditions()).extracting(Condition::getReason).containsOnly("Unschedulable");
    }

    @Test
    void whereItStandsInTheQueueIsThereWhileItWaits() {
        var seen = aRun().inTheQueue(new Place.Waiting(2, "run a-1 to end", Optional.empty()))
                .observed();

        var status = going(null, seen, LATER);

        assertThat(status.phase()).isEqualTo("Queued");
        assertThat(status.queue()).isEqualTo(new QueueStatus(2, "run a-1 to end"));
        assertThat(status.columns().runners()).isEqualTo("0/1");
        assertThat(going(status, aRun().observed(), LATER).queue()).isNull();
    }

    @Test
    void theStartIsWrittenDownOnce() {
        var seen = aRun().withRunners(up(0)).observed();

        var once = going(null, seen, LATER);

        assertThat(once.startTime()).isEqualTo(LATER.toString());
        assertThat(going(once, seen, LATER.plusSeconds(60)).startTime()).isEqualTo(LATER.toString());
    }

    @Test
    void theNumbersAreShownBeforeTheVerdictWhenTheLastResultIsIn() {
        var seen = aRun().withRunners(done(0), done(1)).resumedAt(T0).observed();

        var status = going(null, seen, LATER);

        assertThat(status.numbers().requests()).isEqualTo(200);
        assertThat(status.thresholds()).extracting(ThresholdStatus::expression).containsExactly("p(95)<500");
    }

    @Test
    void aPartOfTheNumbersIsNotShown() {
        var seen = aRun().withRunners(up(0), done(1)).resumedAt(T0).observed();

        var status = going(null, seen, LATER);

        assertThat(status.numbers()).isNull();
        assertThat(status.thresholds()).isNull();
        assertThat(status.runners())
                .extracting("desired", "ready", "running", "ended")
                .containsExactly(2, 2, 1, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "THRESHOLDS_HELD, Passed, True, True, Measured",
        "THRESHOLD_BROKEN, Failed, False, True, Measured",
        "SCRIPT_ERROR, Error, False, False, EndedEarly",
        "STOP_REQUESTED, Aborted, False, False, EndedEarly"
    })
    void everyVerdictHasItsConditions(Reason reason, String verdict, String succeeded, String valid, String why) {
        var status = completed(new Judgement(reason, "because", List.of(), numbers(812.4, 187.2, 0.0002), List.of()));

        assertThat(status.phase()).isEqualTo("Completed");
        assertThat(status.verdict()).isEqualTo(verdict);
        assertThat(status.completionTime()).isEqualTo(LATER.toString());
        assertThat(condition(status, "Completed")).isEqualTo("True");
        assertThat(condition(status, "Succeeded")).isEqualTo(succeeded);
        assertThat(condition(status, "Valid")).isEqualTo(valid);
        assertThat(reason(status, "Valid")).isEqualTo(why);
    }

    @Test
    void whatIsDoubtedIsNotValidWhateverTheVerdict() {
        var doubts = List.of(
                new Doubt(Reason.TARGET_UNREACHABLE, "no request got an answer"),
                new Doubt(Reason.NO_SAMPLES, "no samples"));

        var inconclusive = completed(new Judgement(
                Reason.TARGET_UNREACHABLE, "no request got an answer", List.of(), numbers(10, 1, 1), doubts));
        var failed = completed(new Judgement(Reason.THRESHOLD_BROKEN, "broken", List.of(), numbers(10, 1, 1), doubts));

        assertThat(inconclusive.verdict()).isEqualTo("Inconclusive");
        for (var status : List.of(inconclusive, failed)) {
            assertThat(condition(status, "Succeeded")).isEqualTo("False");
            assertThat(condition(status, "Valid")).isEqualTo("False");
            assertThat(reason(status, "Valid")).isEqualTo("TargetUnreachable");
            assertThat(message(status, "Valid"))
                    .isEqualTo("TargetUnreachable: no request got an answer; NoSamples: no samples");
        }
    }

    @Test
    void whatWasNotWatchedIsSaidAndIsNoDoubt() {
        var draft = StatusDraft.of(null);
        var seen = aRun().withRunners(done(0)).watchedInPart().observed();

        RunStatuses.completed(
                draft,
                seen,
                new Judgement(Reason.THRESHOLDS_HELD, "held", List.of(), numbers(10, 1, 0), List.of()),
                LATER);

        var status = draft.build();
        assertThat(status.verdict()).isEqualTo("Passed");
        assertThat(condition(status, "Valid")).isEqualTo("True");
        assertThat(message(status, "Valid")).contains("CPU and VUs were not watched", "operator was restarted");
    }

    @Test
    void withoutNumbersNothingIsValid() {
        var status =
                completed(new Judgement(Reason.IMAGE_PULL_FAILED, "no image", List.of(), Optional.empty(), List.of()));

        assertThat(reason(status, "Valid")).isEqualTo("NothingMeasured");
        assertThat(status.numbers()).isNull();
        assertThat(status.thresholds()).isNull();
        assertThat(status.columns()).isEqualTo(new Columns("0/1", null, null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "812.4, 187.2, 0.0002, 812, 187ms, 0.02%",
        "9.96, 9.94, 0, 10.0, 9.9ms, 0.00%",
        "0.5, 0.04, 1, 0.5, 0.0ms, 100.00%",
        "123456, 60000, 0.33333, 123456, 60000ms, 33.33%"
    })
    void columnsAreShort(double rps, double p95, double failed, String shownRps, String shownP95, String errors) {
        var status =
                completed(new Judgement(Reason.THRESHOLDS_HELD, "", List.of(), numbers(rps, p95, failed), List.of()));

        assertThat(status.columns()).isEqualTo(new Columns("1/1", shownRps, shownP95, errors));
    }

    @Test
    void numbersHaveSixDigitsAndNoneThatJsonDoesNotKnow() {
        var status = completed(new Judgement(
                Reason.THRESHOLDS_HELD, "", List.of(), numbers(1234.56789, Double.NaN, 1.0 / 3), List.of()));

        assertThat(status.numbers().requestsPerSecond()).isEqualTo(1234.57);
        assertThat(status.numbers().failedShare()).isEqualTo(0.333333);
        assertThat(status.numbers().p95Millis()).isNull();
    }

    @Test
    void runnersThatEndAsTheyWereToldAreNotNamed() {
        var seen = aRun().withRunners(
                        ended(0, 103).with(Results.held(0)), ended(1, 99).with(Results.held(1)), outOfMemory(2))
                .resumedAt(T0)
                .stopped(Stopped.BY_RUNNER_ERROR, T0)
                .observed();

        assertThat(going(null, seen, LATER).runners().notable())
                .extracting(RunnerStatus::index)
                .containsExactly(2);
    }

    @Test
    void runnersThatAreNotAsTheyShouldBeAreNamed() {
        var seen = aRun().withRunners(
                        done(0), ended(1, 107).withErrorLine("ReferenceError"), gone(2), outOfMemory(3), up(4))
                .resumedAt(T0)
                .observed();

        var status = going(null, seen, LATER);

        assertThat(status.runners().notable())
                .extracting(RunnerStatus::index, RunnerStatus::reason, RunnerStatus::exitCode, RunnerStatus::message)
                .containsExactly(
                        tuple(1, "ScriptError", 107, "ReferenceError"),
                        tuple(2, "RunnerLost", null, null),
                        tuple(
                                3,
                                "RunnerOutOfMemory",
                                137,
                                "(pod items-1-3) was killed for want of memory; raise spec.resources.limits.memory"));
    }

    @Test
    void atMostTwentyRunnersAreNamed() {
        var lost = IntStream.range(0, 100).mapToObj(RunnerMaker::gone).toArray(RunnerMaker[]::new);

        var status = going(null, aRun().withRunners(lost).resumedAt(T0).observed(), LATER);

        assertThat(status.runners().notable())
                .hasSize(20)
                .last()
                .extracting(RunnerStatus::index)
                .isEqualTo(19);
    }

    @Test
    void theSkewIsRoundedUp() {
        var draft = StatusDraft.of(null);
        draft.start = new Start(T0.toString(), null, T0.toString(), null, null, List.of("uid-0"));
        var seen = aRun().withRunners(up(0), up(1))
                .resumedAt(T0)
                .skewed(Duration.ofNanos(12_000_001))
                .observed();

        RunStatuses.going(draft, seen, RunDecisions.decide(seen, LATER), LATER);

        assertThat(draft.start).isEqualTo(new Start(T0.toString(), null, T0.toString(), 13, null, List.of("uid-0")));
    }

    /** What is sent to etcd and to every watcher again and again. */
    @Test
    void theLargestStatusIsSmall() {
        var long1 = "ошибка: ".repeat(500);
        var runners = IntStream.range(0, 500)
                .mapToObj(index ->
                        ended(index, 107).withUid(UUID.randomUUID().toString()).withErrorLine(long1))
                .toArray(RunnerMaker[]::new);
        var seen = aRun().withRunners(runners).resumedAt(T0).observed();
        var outcomes = IntStream.range(0, 50)
                .mapToObj(index -> new ThresholdOutcome(
                        "http_req_duration{name:a-rather-long-name-of-a-request-%d,expected_response:true}"
                                .formatted(index),
                        "p(99.9)<1234.567",
                        DeclaredThreshold.Source.RESOURCE,
                        OptionalDouble.of(1234.56789),
                        OptionalDouble.of(1200.12345),
                        OptionalDouble.of(1300.98765),
                        123_456_789,
                        true,
                        true,
                        Optional.of(new Spread(1200.123, 1234.567, 1300.987, 499))))
                .toList();
        var judgement = new Judgement(
                Reason.SCRIPT_ERROR,
                long1,
                outcomes,
                numbers(123456.7, 1234.5, 0.123456),
                List.of(new Doubt(Reason.NO_SAMPLES, long1)));
        var draft = StatusDraft.of(null);
        draft.mark(markers -> markers.jobCreatingAt(T0.toString()));
        draft.mark(markers -> markers.jobCreated(UUID.randomUUID().toString()));
        draft.mark(markers -> markers.resumedAt(T0.toString()));
        draft.mark(markers -> markers.stoppingFor("ByRunnerError", T0.toString()));
        draft.script = new ScriptSnapshot("x".repeat(60), "smoke.js", "a".repeat(64));
        draft.start = new Start(
                T0.toString(),
                250L,
                T0.toString(),
                12,
                3600.0,
                seen.runners().stream().map(Runner::uid).toList());

        RunStatuses.completed(draft, seen, judgement, LATER);

        assertThat(json(draft.build()).getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(BUDGET);
    }

    private static LoadTestRunStatus going(LoadTestRunStatus before, Observed seen, Instant now) {
        var draft = StatusDraft.of(before);
        RunStatuses.going(draft, seen, RunDecisions.decide(seen, LATER), now);
        return draft.build();
    }

    private static LoadTestRunStatus completed(Judgement judgement) {
        var draft = StatusDraft.of(null);
        draft.markers = new Markers(null, T0.toString(), "job-uid", null, null, null, null, null);
        var seen = judgement.numbers().isPresent()
                ? aRun().withRunners(done(0)).observed()
                : aRun().withRunners(RunnerMaker.waiting(0)).observed();
        RunStatuses.completed(draft, seen, judgement, LATER);
        return draft.build();
    }

    private static Optional<Numbers> numbers(double rps, double p95, double failed) {
        return Optional.of(new Numbers(
                1000,
                rps,
                OptionalDouble.of(failed),
                OptionalDouble.of(p95),
                OptionalDouble.of(p95 * 1.5),
                OptionalDouble.of(p95 / 2),
                OptionalDouble.of(p95 / 3),
                OptionalDouble.of(p95 / 10),
                OptionalDouble.of(p95 * 2),
                1000,
                0,
                0,
                0,
                Duration.ofMillis(10_001)));
    }

    private static String condition(LoadTestRunStatus status, String type) {
        return of(status, type).getStatus();
    }

    private static String message(LoadTestRunStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseThrow()
                .getMessage();
    }

    private static String reason(LoadTestRunStatus status, String type) {
        return of(status, type).getReason();
    }

    private static Condition of(LoadTestRunStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static String json(LoadTestRunStatus status) {
        try {
            return new ObjectMapper().writeValueAsString(status);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
