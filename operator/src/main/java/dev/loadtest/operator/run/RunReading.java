package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.Markers;
import dev.loadtest.api.Start;
import dev.loadtest.api.TargetSpec;
import dev.loadtest.api.ValiditySpec;
import dev.loadtest.operator.runner.Labels;
import dev.loadtest.operator.runner.RunnerPod;
import dev.loadtest.verdict.Stopped;
import dev.loadtest.verdict.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What the run itself says: what its spec asks for, and what was written into its status. */
final class RunReading {
    /** Of a run that names no target, and waits for room among the runners. The CRD has the same for others. */
    private static final Duration LONGEST_QUEUE = Duration.ofHours(6);

    private static final Duration LONGEST_READYING = Duration.ofMinutes(5);

    private RunReading() {}

    static Asked asked(LoadTestRun run) {
        var definition = run.getSpec().definition();
        var target = Optional.ofNullable(definition.target());
        var bears = "Continue".equals(definition.onRunnerLoss());
        return new Asked(
                definition.parallelism(),
                RunnerPod.setupOnce(definition),
                bears ? Optional.ofNullable(definition.minRunners()).orElse(definition.parallelism() + 1) : 0,
                Optional.ofNullable(definition.validity())
                        .map(RunReading::validity)
                        .orElse(Validity.DEFAULT),
                seconds(target.map(TargetSpec::queueTimeoutSeconds), LONGEST_QUEUE),
                seconds(target.map(TargetSpec::readyTimeoutSeconds), LONGEST_READYING),
                Duration.ofSeconds(definition.startTimeoutSeconds()),
                Optional.ofNullable(definition.activeDeadlineSeconds()).map(Duration::ofSeconds),
                Boolean.TRUE.equals(run.getSpec().stop()),
                Labels.letInAt(run));
    }

    private static Duration seconds(Optional<Integer> given, Duration otherwise) {
        return given.map(Duration::ofSeconds).orElse(otherwise);
    }

    private static Validity validity(ValiditySpec spec) {
        var usual = Validity.DEFAULT;
        return new Validity(
                !Boolean.FALSE.equals(spec.enforce()),
                Optional.ofNullable(spec.maxFailedShare()).orElse(usual.maxFailedShare()),
                Optional.ofNullable(spec.maxDroppedShare()).orElse(usual.maxDroppedShare()),
                Optional.ofNullable(spec.maxAtMaxVUsShare()).orElse(usual.maxAtMaxVUsShare()),
                Optional.ofNullable(spec.maxCpuShare()).orElse(usual.maxCpuShare()),
                Optional.ofNullable(spec.maxStartSkewMillis())
                        .map(Duration::ofMillis)
                        .orElse(usual.maxSkew()),
                "Inconclusive".equals(spec.uncertainThreshold()));
    }

    static Recorded recorded(LoadTestRun run) {
        var status = Optional.ofNullable(run.getStatus());
        var markers = status.map(LoadTestRunStatus::markers);
        var stopping = markers.map(Markers::stopping);
        return new Recorded(
                status.map(LoadTestRunStatus::verdict).isPresent(),
                status.map(LoadTestRunStatus::completionTime).map(Instant::parse),
                markers.map(Markers::admittedAt).map(Instant::parse),
                status.map(LoadTestRunStatus::target).map(TestedTargets::read),
                markers.map(Markers::jobCreating).map(Instant::parse),
                markers.map(Markers::jobUid),
                markers.map(Markers::setupStarted).map(Instant::parse),
                markers.map(Markers::resumed).map(Instant::parse),
                status.map(LoadTestRunStatus::start)
                        .map(Start::podUids)
                        .map(Set::copyOf)
                        .orElse(Set.of()),
                status.map(LoadTestRunStatus::startTime).map(Instant::parse),
                stopping.map(since -> Stopped.ofWord(since.why())).orElse(Stopped.NOT),
                stopping.map(since -> Instant.parse(since.since())),
                new Recorded.Teardown(
                        status.flatMap(RunReading::teardownState).orElse(Recorded.Teardown.State.NOT_WANTED),
                        markers.map(Markers::teardownCreating).map(Instant::parse),
                        markers.map(Markers::teardownJobUid)),
                status.filter(known -> known.isOpen(LoadTestRunStatus.REPORT_STORED))
                        .isPresent());
    }

    /** Of a run that is being deleted. */
    static Deletion deletion(LoadTestRun run) {
        var metadata = run.getMetadata();
        return new Deletion(
                Instant.parse(metadata.getDeletionTimestamp()),
                metadata.getFinalizers().contains("foregroundDeletion"));
    }

    private static Optional<Recorded.Teardown.State> teardownState(LoadTestRunStatus status) {
        return status.condition(LoadTestRunStatus.TORN_DOWN)
                .map(known -> known.getStatus().equals("Unknown")
                        ? Recorded.Teardown.State.OPEN
                        : Recorded.Teardown.State.SETTLED);
    }
}
