package dev.loadtest.operator.runner;

import dev.loadtest.api.LoadTestRun;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.Optional;

/** The one Job of a run: an index for each runner. */
public final class RunnerJob {
    /** Time for k6 to stop at the user's deadline, with teardown and summary, before the Job's own deadline ends it. */
    private static final Duration STOPPING = Duration.ofSeconds(270);

    private RunnerJob() {}

    public static Job of(LoadTestRun run, String scriptConfigMap, RunnerSettings settings) {
        var runners = run.getSpec().definition().parallelism();
        // A lost index is never recreated, and stops nobody. So no backoffLimit: 0 would let one runner's end kill the
        // others.
        // No podFailurePolicy: an ignored disruption recreates the index. No maxFailedIndexes, no successPolicy.
        // @formatter:off
        return new JobBuilder()
                .withMetadata(Labels.owned(run, run.getMetadata().getName(), Labels.of(run)))
                .withNewSpec()
                    .withCompletionMode("Indexed")
                    .withCompletions(runners)
                    .withParallelism(runners)
                    .withBackoffLimitPerIndex(0)
                    .withPodReplacementPolicy("Failed")
                    .withActiveDeadlineSeconds(backstop(run).map(Duration::toSeconds).orElse(null))
                    .withTemplate(RunnerPod.of(run, scriptConfigMap, settings))
                .endSpec()
                .build();
        // @formatter:on
    }

    /** The operator stops runners at the user's deadline, so that a partial result survives; this is for when it cannot. */
    private static Optional<Duration> backstop(LoadTestRun run) {
        var definition = run.getSpec().definition();
        return Optional.ofNullable(definition.activeDeadlineSeconds()).map(seconds -> Duration.ofSeconds(seconds)
                .plusSeconds(definition.startTimeoutSeconds())
                .plus(STOPPING));
    }
}
