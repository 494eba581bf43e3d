package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.k6.ResultReader;
import dev.loadtest.operator.diagnosis.Diagnosis;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.operator.runner.HarnessConfigMap;
import dev.loadtest.operator.runner.Labels;
import dev.loadtest.operator.runner.Teardown;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the Jobs of a run say. */
final class JobReading {
    private JobReading() {}

    static Optional<Job> job(LoadTestRun run, Recorded recorded, Context<LoadTestRun> context) {
        return recorded.jobCreating().isEmpty()
                ? cached(run.getMetadata().getName(), context)
                : job(run, run.getMetadata().getName(), context);
    }

    /** The cache first; before a Job is called absent, the API server has the last word. */
    private static Optional<Job> job(LoadTestRun run, String name, Context<LoadTestRun> context) {
        return cached(name, context)
                .or(() -> Optional.ofNullable(context.getClient()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(run.getMetadata().getNamespace())
                        .withName(name)
                        .get()));
    }

    private static Optional<Job> cached(String name, Context<LoadTestRun> context) {
        return context.getSecondaryResources(Job.class).stream()
                .filter(job -> job.getMetadata().getName().equals(name))
                .findFirst();
    }

    static Observed.Job state(LoadTestRun run, Optional<Job> job) {
        if (job.isEmpty()) {
            return Observed.Job.ABSENT;
        }
        if (!Labels.ownerUid(job.get()).equals(run.getMetadata().getUid())) {
            return Observed.Job.FOREIGN;
        }
        return finished(job.get()) ? Observed.Job.FINISHED : Observed.Job.PRESENT;
    }

    private static boolean finished(Job job) {
        return is(job, "Complete") || is(job, "Failed");
    }

    /** Indexes whose pod is not there and will not come: a lost index is never created again. */
    static Set<Integer> lostIndexes(Asked asked, Recorded recorded, Optional<Job> job) {
        var all = IntStream.range(0, asked.runners()).boxed().collect(Collectors.toSet());
        if (recorded.started().isPresent() || job.map(JobReading::finished).orElse(false)) {
            return all;
        }
        return job.map(Job::getStatus)
                .map(status -> JobIndexes.parse(status.getFailedIndexes(), status.getCompletedIndexes()))
                .orElse(Set.of());
    }

    static TeardownSeen teardown(LoadTestRun run, Collection<Pod> pods, Context<LoadTestRun> context) {
        var job = job(run, Teardown.jobName(run), context);
        var pod = pods.stream()
                .filter(one ->
                        Teardown.COMPONENT.equals(one.getMetadata().getLabels().get(Labels.COMPONENT)))
                .findFirst();
        var end = pod.flatMap(PodReading::container)
                .map(ContainerStatus::getState)
                .map(ContainerState::getTerminated);
        var lines = new ResultReader(HarnessConfigMap.nonce(run));
        end.map(ContainerStateTerminated::getMessage)
                .ifPresent(message -> message.lines().forEach(lines::accept));
        return new TeardownSeen(
                state(run, job),
                job.filter(known -> is(known, "Complete")).isPresent(),
                end.map(code -> OptionalInt.of(code.getExitCode())).orElse(OptionalInt.empty()),
                lines.errorLine()
                        .or(() -> pod.flatMap(one -> Diagnosis.of(List.of(one))).map(Finding::message))
                        .or(() -> job.flatMap(JobReading::failure)));
    }

    private static boolean is(Job job, String condition) {
        return conditions(job).anyMatch(one -> one.getType().equals(condition) && "True".equals(one.getStatus()));
    }

    private static Optional<String> failure(Job job) {
        return conditions(job)
                .filter(one -> one.getType().equals("Failed") && "True".equals(one.getStatus()))
                .map(JobCondition::getMessage)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Stream<JobCondition> conditions(Job job) {
        return Optional.ofNullable(job.getStatus()).stream().flatMap(status -> status.getConditions().stream());
    }
}
