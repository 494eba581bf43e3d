package dev.loadtest.operator.run;

import dev.loadtest.operator.diagnosis.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a decision is made of.
 *
 * @param script whether the run's script is at hand
 * @param job the run's Job
 * @param runners one entry for each pod of the Job, by index
 * @param finding what keeps runners from running
 * @param findingSince when the first runner was created; nothing before it can be a finding
 * @param longest how long the load may last by the script's own options, once a runner said so
 */
record Observed(
        Asked asked,
        Recorded recorded,
        Script script,
        Job job,
        List<SeenRunner> runners,
        Optional<Finding> finding,
        Optional<Instant> findingSince,
        Optional<Duration> longest) {

    /** Whether the script is at hand; {@code missing} says what is not, and is not looked up again once the Job is created. */
    record Script(Optional<Finding> missing) {}

    enum Job {
        ABSENT,
        PRESENT,
        /** It has ended, by itself or by its deadline. */
        FINISHED,
        /** A Job of that name belongs to somebody else. */
        FOREIGN
    }

    List<SeenRunner> live() {
        return runners.stream().filter(SeenRunner::live).toList();
    }

    boolean everyRunnerEnded() {
        return runners.size() >= asked.runners() && runners.stream().allMatch(SeenRunner::ended);
    }

    boolean everyResult() {
        return runners.size() >= asked.runners()
                && runners.stream().allMatch(runner -> runner.result().isPresent());
    }

    boolean anyResult() {
        return runners.stream().anyMatch(runner -> runner.result().isPresent());
    }
}
