package dev.loadtest.operator.telemetry;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.RunNumbers;
import dev.loadtest.api.Start;
import dev.loadtest.verdict.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts the runs that come to their verdict, and how long they took to get there. It begins anew with the operator, as counters do. */
@Singleton
public class RunMetrics {
    static final String COMPLETED = "loadtest.runs.completed";

    private final MeterRegistry registry;
    private final Timer queue;
    private final Timer start;
    private final Timer skew;
    private final Timer verdict;
    private final Timer whole;

    RunMetrics(MeterRegistry registry) {
        this.registry = registry;
        // All of them at once: the first run that ends in one would otherwise be no increase.
        Arrays.stream(Reason.values())
                .forEach(reason -> completed(reason.verdict().word(), reason.word()));
        queue = timer(
                "loadtest.run.queue",
                "From the creation of a run to its turn; runs that name a lock, or all where runners are limited.",
                Stream.of(1_000, 10_000, 60_000, 300_000, 900_000, 3_600_000, 14_400_000));
        start = timer(
                "loadtest.run.start",
                "From the creation of a run to the start of its load.",
                Stream.of(500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 60_000, 300_000));
        skew = timer(
                "loadtest.run.start.skew",
                "Between the first and the last runner of a run to be resumed; runs with several runners.",
                Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 5_000));
        verdict = timer(
                "loadtest.run.verdict.delay",
                "From the end of a run's load, its start and the time of its longest runner, to its verdict.",
                Stream.of(250, 500, 1_000, 1_500, 2_000, 5_000, 10_000, 30_000, 60_000));
        whole = timer(
                "loadtest.run.duration",
                "From the creation of a run to its verdict.",
                Stream.of(5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000, 14_400_000, 86_400_000));
    }

    /** To be called once, when its turn has come. */
    public void admitted(LoadTestRun run, Instant now) {
        record(queue, Duration.between(Instant.parse(run.getMetadata().getCreationTimestamp()), now));
    }

    /** To be called once, when the verdict has been written. */
    public void completed(LoadTestRun run) {
        var status = run.getStatus();
        completed(status.verdict(), status.reason()).increment();
        var created = Instant.parse(run.getMetadata().getCreationTimestamp());
        var over = Instant.parse(status.completionTime());
        record(whole, Duration.between(created, over));
        Optional.ofNullable(status.startTime()).map(Instant::parse).ifPresent(started -> {
            record(start, Duration.between(created, started));
            loadSeconds(status)
                    .ifPresent(load ->
                            record(verdict, Duration.between(started, over).minusMillis(Math.round(load * 1000))));
        });
        Optional.ofNullable(status.start())
                .map(Start::skewMillis)
                .ifPresent(millis -> record(skew, Duration.ofMillis(millis)));
    }

    private static Optional<Double> loadSeconds(LoadTestRunStatus status) {
        return Optional.ofNullable(status.numbers()).map(RunNumbers::durationSeconds);
    }

    /** Creation is known to the second only, so a difference can come out below zero. */
    private static void record(Timer timer, Duration time) {
        timer.record(time.isNegative() ? Duration.ZERO : time);
    }

    private Counter completed(String word, String reason) {
        return Counter.builder(COMPLETED)
                .description("Runs that came to their verdict since this operator was started.")
                .tag("verdict", word)
                .tag("reason", reason)
                .register(registry);
    }

    private Timer timer(String name, String description, Stream<Integer> bucketMillis) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(bucketMillis.map(Duration::ofMillis).toArray(Duration[]::new))
                .register(registry);
    }
}
