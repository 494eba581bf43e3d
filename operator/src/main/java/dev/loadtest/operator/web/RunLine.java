package dev.loadtest.operator.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.Phase;
import dev.loadtest.api.RunLive;
import dev.loadtest.api.RunNumbers;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;

/**
 * A run as a line of a table: small, so that many can be kept. What is not known yet is null; while load is sent the numbers are those of the
 * moment.
 *
 * @param valid whether the numbers can be believed
 * @param ended when the run was over
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunLine(
        String namespace,
        String loadTest,
        String name,
        int number,
        String phase,
        String verdict,
        String reason,
        String message,
        Boolean valid,
        Instant created,
        Instant started,
        Instant ended,
        Long requests,
        Double requestsPerSecond,
        Double failedShare,
        Double p95Millis,
        Double meanMillis,
        Double durationSeconds) {

    static final Comparator<RunLine> NEWEST_FIRST = Comparator.comparing(RunLine::created)
            .thenComparing(RunLine::number)
            .reversed();

    static RunLine of(LoadTestRun run) {
        var status = Optional.ofNullable(run.getStatus());
        var numbers = status.map(LoadTestRunStatus::numbers);
        var live = status.map(LoadTestRunStatus::live);
        return new RunLine(
                run.getMetadata().getNamespace(),
                run.getSpec().loadTest(),
                run.getMetadata().getName(),
                Optional.ofNullable(run.getSpec().number()).orElse(0), // none before it is admitted
                status.map(LoadTestRunStatus::phase).orElse(Phase.PENDING.word()),
                status.map(LoadTestRunStatus::verdict).orElse(null),
                status.map(LoadTestRunStatus::reason).orElse(null),
                status.map(LoadTestRunStatus::message).orElse(null),
                status.flatMap(RunLine::valid).orElse(null),
                instant(run.getMetadata().getCreationTimestamp()).orElse(Instant.EPOCH),
                status.map(LoadTestRunStatus::startTime)
                        .flatMap(RunLine::instant)
                        .orElse(null),
                status.map(LoadTestRunStatus::completionTime)
                        .flatMap(RunLine::instant)
                        .orElse(null),
                numbers.map(RunNumbers::requests).orElse(null),
                either(numbers, RunNumbers::requestsPerSecond, live, RunLive::requestsPerSecond),
                either(numbers, RunNumbers::failedShare, live, RunLive::failedShare),
                either(numbers, RunNumbers::p95Millis, live, RunLive::slowestP95Millis),
                numbers.map(RunNumbers::meanMillis).orElse(null),
                numbers.map(RunNumbers::durationSeconds).orElse(null));
    }

    /** Whether the run is over: nothing of it changes any more. */
    public boolean over() {
        return verdict != null;
    }

    /** The verdict, or how far the run is. */
    public String state() {
        return over() ? verdict : phase;
    }

    private static <A, B> Double either(
            Optional<A> first, Function<A, Double> ofFirst, Optional<B> second, Function<B, Double> ofSecond) {
        return first.map(ofFirst).or(() -> second.map(ofSecond)).orElse(null);
    }

    private static Optional<Boolean> valid(LoadTestRunStatus status) {
        return status.condition(LoadTestRunStatus.VALID)
                .filter(condition -> !condition.getStatus().equals("Unknown"))
                .map(condition -> condition.getStatus().equals("True"));
    }

    private static Optional<Instant> instant(String time) {
        return Optional.ofNullable(time).map(Instant::parse);
    }
}
