package dev.loadtest.operator.run;

import dev.loadtest.k6.Plan;
import dev.loadtest.k6.WriteFailures;
import dev.loadtest.operator.artifact.Keeping;
import dev.loadtest.operator.control.LivePoint;
import dev.loadtest.operator.control.LiveSeen;
import dev.loadtest.operator.control.SetupSeen;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.operator.queue.Place;
import dev.loadtest.operator.target.TargetChange;
import dev.loadtest.operator.target.TargetSeen;
import dev.loadtest.verdict.Generators;
import dev.loadtest.verdict.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a decision is made of.
 *
 * @param place whether it is its turn
 * @param target how its target is, when it is the time to look
 * @param script whether the run's script is at hand
 * @param job the run's Job
 * @param runners one entry for each pod of the Job, by index
 * @param finding what keeps runners from running
 * @param findingSince since when that could be a finding; nothing before it can
 * @param setup how far the one call of setup() is
 * @param plan what the script plans, once a runner said so
 * @param live what the runners say while they send load
 * @param series how the load went, as far as this life of the operator has seen it
 * @param broken the threshold with {@code abortOnFail} that is broken over all runners, in words
 * @param generators what was seen of the runners while they sent load
 * @param writeFailures writes of series to Prometheus that failed, as far as the logs were read
 * @param teardown the Job that calls teardown() once for all
 * @param report how far the keeping of the report is
 */
record Observed(
        Asked asked,
        Recorded recorded,
        Place place,
        TargetSeen target,
        Script script,
        Job job,
        List<Runner> runners,
        Optional<Finding> finding,
        Optional<Instant> findingSince,
        SetupSeen setup,
        Optional<Plan> plan,
        Optional<LiveSeen> live,
        List<LivePoint> series,
        Optional<String> broken,
        Generators generators,
        WriteFailures writeFailures,
        TeardownSeen teardown,
        Keeping report) {

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

    /** When its turn came; without a queue it was its own from the beginning. */
    Instant turn() {
        return recorded.admittedAt().orElse(asked.createdAt());
    }

    /** What of its target was another at the end of the load than at its beginning. */
    Optional<String> targetChange() {
        return recorded.target().flatMap(tested -> tested.change()
                .or(() -> target instanceof TargetSeen.Afterwards now
                        ? TargetChange.between(tested.start(), now.workloads())
                        : Optional.empty()));
    }

    List<Runner> alive() {
        return runners.stream().filter(Runner::live).toList();
    }

    boolean everyRunnerEnded() {
        return runners.size() >= asked.runners() && runners.stream().allMatch(Runner::ended);
    }

    boolean everyResult() {
        return runners.size() >= asked.runners()
                && runners.stream().allMatch(runner -> runner.result().isPresent());
    }

    boolean anyResult() {
        return runners.stream().anyMatch(runner -> runner.result().isPresent());
    }

    /** Whether the load has begun: with a barrier once it was lifted, without once the only runner was up. */
    boolean loadStarted() {
        if (recorded.started().isPresent() || recorded.resumed().isPresent()) {
            return true;
        }
        return !asked.barrier()
                && runners.stream()
                        .anyMatch(runner -> runner.state() == Runner.State.UP || runner.state() == Runner.State.ENDED);
    }

    /** How many runners are ready to send load, or send it. */
    long ready() {
        return runners.stream()
                .filter(runner -> runner.live() && (runner.atBarrier() || !asked.barrier()))
                .count();
    }

    /** Whether a runner's container was not even created: nobody but the cluster can say why. */
    boolean waitsForTheCluster() {
        return runners.size() < asked.runners()
                || runners.stream().anyMatch(runner -> runner.state() == Runner.State.WAITING);
    }

    /** Whether the run is over and its report has yet to be kept. */
    boolean reportOpen() {
        return recorded.completed() && recorded.reportOpen();
    }

    /** Whether teardown() has yet to be called, in a pod of its own. */
    boolean teardownOpen() {
        if (recorded.teardown().state() != Recorded.Teardown.State.NOT_WANTED) {
            return recorded.teardown().state() == Recorded.Teardown.State.OPEN;
        }
        if (recorded.setupStarted().isEmpty() || recorded.resumed().isPresent()) {
            return false; // no setup() was called, or the script has no teardown()
        }
        if (setup instanceof SetupSeen.Done done) {
            return done.answer().teardown();
        }
        // k6 calls no teardown() after a setup() that failed; one that was cut off may have left something behind.
        return !(setup instanceof SetupSeen.Failed failed)
                || failed.reason() == Reason.SETUP_INTERRUPTED
                || failed.reason() == Reason.SETUP_DATA_TOO_LARGE
                || failed.reason() == Reason.RUNNER_LOST;
    }
}
