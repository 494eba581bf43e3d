package dev.loadtest.verdict;

import dev.loadtest.k6.DeclaredThreshold;
import dev.loadtest.k6.MetricResult;
import dev.loadtest.k6.RunnerResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes runners as tests need them: a healthy one, and what is wrong with it. */
final class Runners {
    private final int index;
    private final Map<String, MetricResult> metrics = new HashMap<>();
    private final Map<String, List<DeclaredThreshold>> declared = new HashMap<>();
    private final Map<String, Map<String, Boolean>> held = new HashMap<>();
    private Duration duration = Duration.ofSeconds(10);
    private Optional<String> userSummaryError = Optional.empty();
    private Optional<String> errorLine = Optional.empty();

    private Runners(int index) {
        this.index = index;
        metric("http_reqs", new MetricResult.Counter(100, 10));
        metric("iterations", new MetricResult.Counter(100, 10));
        metric("http_req_failed", new MetricResult.Rate(0, 100));
        metric("http_req_duration", Samples.trend(100, 200, 300, 400));
    }

    /** 100 requests in 10 s, none failed, 100 to 400 ms. */
    static Runners runner(int index) {
        return new Runners(index);
    }

    static RunnerEnd withoutResult(int index, int code) {
        return new RunnerEnd(index, OptionalInt.of(code), Optional.empty(), Optional.empty());
    }

    static RunnerEnd vanished(int index) {
        return new RunnerEnd(index, OptionalInt.empty(), Optional.empty(), Optional.empty());
    }

    static RunnerEnd evicted(int index) {
        return takenAway(index, OptionalInt.empty(), Optional.empty());
    }

    private static RunnerEnd takenAway(int index, OptionalInt code, Optional<RunnerResult> result) {
        var loss = new Loss(Reason.RUNNER_EVICTED, "(pod items-%d) was evicted".formatted(index));
        return new RunnerEnd(index, code, result, Optional.of("level=error msg=\"signal\""), Optional.of(loss));
    }

    Runners metric(String name, MetricResult metric) {
        metrics.put(name, metric);
        return this;
    }

    Runners durations(double... samples) {
        return metric("http_req_duration", Samples.trend(samples));
    }

    Runners failed(long failed, long fine) {
        return metric("http_req_failed", new MetricResult.Rate(failed, fine));
    }

    Runners without(String name) {
        metrics.remove(name);
        return this;
    }

    Runners threshold(String metric, String expression) {
        declared.computeIfAbsent(metric, name -> new ArrayList<>())
                .add(new DeclaredThreshold(expression, DeclaredThreshold.Source.SCRIPT, false));
        return this;
    }

    Runners abortOnFail(String metric, String expression) {
        declared.computeIfAbsent(metric, name -> new ArrayList<>())
                .add(new DeclaredThreshold(expression, DeclaredThreshold.Source.SCRIPT, true));
        return this;
    }

    /** With k6's own answer. */
    Runners threshold(String metric, String expression, boolean answer) {
        held.computeIfAbsent(metric, name -> new HashMap<>()).put(expression, answer);
        return threshold(metric, expression);
    }

    Runners lasting(Duration lasting) {
        duration = lasting;
        return this;
    }

    Runners summaryThrew(String error) {
        userSummaryError = Optional.of(error);
        return this;
    }

    Runners logged(String line) {
        errorLine = Optional.of(line);
        return this;
    }

    RunnerResult result() {
        return new RunnerResult(index, duration, declared, metrics, held, List.of(), userSummaryError, false, false);
    }

    /** Ended with this exit code, its result printed. */
    RunnerEnd ended(int code) {
        return new RunnerEnd(index, OptionalInt.of(code), Optional.of(result()), errorLine);
    }

    /** Evicted, but not before it had printed its result. */
    RunnerEnd evictedWith(int code) {
        return takenAway(index, OptionalInt.of(code), Optional.of(result()));
    }

    /** Its result is in, its exit code is not yet. */
    RunnerEnd printed() {
        return new RunnerEnd(index, OptionalInt.empty(), Optional.of(result()), errorLine);
    }
}
