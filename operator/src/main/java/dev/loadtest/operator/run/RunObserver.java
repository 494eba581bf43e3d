package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.Markers;
import dev.loadtest.api.Start;
import dev.loadtest.k6.Plan;
import dev.loadtest.operator.control.K6Status;
import dev.loadtest.operator.control.RunnerControl;
import dev.loadtest.operator.control.RunnerPodState;
import dev.loadtest.operator.control.RunnerSeen;
import dev.loadtest.operator.control.WatchedRun;
import dev.loadtest.operator.diagnosis.Diagnosis;
import dev.loadtest.operator.runner.HarnessConfigMap;
import dev.loadtest.operator.runner.Labels;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gathers all that a decision about a run is made of. Reads caches and what the runners have said; changes nothing. */
@ApplicationScoped
class RunObserver {
    private static final String INDEX = "batch.kubernetes.io/job-completion-index";

    private final RunnerControl control;
    private final RunWakeUp wakeUp;

    RunObserver(RunnerControl control, RunWakeUp wakeUp) {
        this.control = control;
        this.wakeUp = wakeUp;
    }

    Observed observe(LoadTestRun run, ScriptLookup script, Context<LoadTestRun> context) {
        var asked = asked(run);
        var recorded = recorded(run);
        var job = recorded.completed() ? Optional.<Job>empty() : job(run, recorded, context);
        var pods = podsByIndex(context.getSecondaryResources(Pod.class));
        var seen = control.watch(
                watched(run, recorded),
                pods.entrySet().stream()
                        .map(pod -> podState(pod.getKey(), pod.getValue()))
                        .toList(),
                () -> wakeUp.runChanged(run));
        var state = state(run, job);
        var lostIndexes = lostIndexes(asked, recorded, job);
        var runners = new ArrayList<SeenRunner>();
        for (int index = 0; index < asked.runners(); index++) {
            var pod = pods.get(index);
            if (pod != null) {
                runners.add(
                        runner(index, pod, seen.runners().get(pod.getMetadata().getUid())));
            } else if (lostIndexes.contains(index)) {
                runners.add(lost(index));
            }
        }
        var looking = recorded.jobCreating().isEmpty() && !recorded.completed(); // later on its snapshot counts
        return new Observed(
                asked,
                recorded,
                new Observed.Script(looking ? script.missing() : Optional.empty()),
                state,
                List.copyOf(runners),
                Diagnosis.of(pods.values()),
                pods.values().stream()
                        .map(pod -> Instant.parse(pod.getMetadata().getCreationTimestamp()))
                        .min(Instant::compareTo),
                seen.plan().map(Plan::longest));
    }

    private static WatchedRun watched(LoadTestRun run, Recorded recorded) {
        return new WatchedRun(
                run.getMetadata().getUid(),
                HarnessConfigMap.nonce(run),
                WatchedRun.Setup.NOT_BEGUN,
                recorded.resumed(),
                OptionalDouble.empty());
    }

    private static Asked asked(LoadTestRun run) {
        var definition = run.getSpec().definition();
        return new Asked(
                definition.parallelism(),
                Duration.ofSeconds(definition.startTimeoutSeconds()),
                Optional.ofNullable(definition.activeDeadlineSeconds()).map(Duration::ofSeconds),
                Boolean.TRUE.equals(run.getSpec().stop()),
                Instant.parse(run.getMetadata().getCreationTimestamp()));
    }

    private static Recorded recorded(LoadTestRun run) {
        var status = Optional.ofNullable(run.getStatus());
        var markers = status.map(LoadTestRunStatus::markers);
        var stopping = markers.map(Markers::stopping);
        return new Recorded(
                status.map(LoadTestRunStatus::verdict).isPresent(),
                markers.map(Markers::jobCreating).map(Instant::parse),
                markers.map(Markers::jobUid),
                markers.map(Markers::resumed).map(Instant::parse),
                status.map(LoadTestRunStatus::start)
                        .map(Start::podUids)
                        .map(Set::copyOf)
                        .orElse(Set.of()),
                status.map(LoadTestRunStatus::startTime).map(Instant::parse),
                stopping.map(since -> Stopped.ofWord(since.why())).orElse(Stopped.NOT),
                stopping.map(since -> Instant.parse(since.since())));
    }

    /** The cache first; before a Job is called absent, the API server has the last word. */
    private static Optional<Job> job(LoadTestRun run, Recorded recorded, Context<LoadTestRun> context) {
        var cached = context.getSecondaryResource(Job.class);
        if (cached.isPresent() || recorded.jobCreating().isEmpty()) {
            return cached;
        }
        return Optional.ofNullable(context.getClient()
                .batch()
                .v1()
                .jobs()
                .inNamespace(run.getMetadata().getNamespace())
                .withName(run.getMetadata().getName())
                .get());
    }

    private static Observed.Job state(LoadTestRun run, Optional<Job> job) {
        if (job.isEmpty()) {
            return Observed.Job.ABSENT;
        }
        if (!Labels.ownerUid(job.get()).equals(run.getMetadata().getUid())) {
            return Observed.Job.FOREIGN;
        }
        return finished(job.get()) ? Observed.Job.FINISHED : Observed.Job.PRESENT;
    }

    private static boolean finished(Job job) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(condition -> "True".equals(condition.getStatus())
                                && ("Complete".equals(condition.getType()) || "Failed".equals(condition.getType())));
    }

    /** Indexes whose pod is not there and will not come: a lost index is never created again. */
    private static Set<Integer> lostIndexes(Asked asked, Recorded recorded, Optional<Job> job) {
        var all = java.util.stream.IntStream.range(0, asked.runners()).boxed().collect(Collectors.toSet());
        if (recorded.started().isPresent() || job.map(RunObserver::finished).orElse(false)) {
            return all;
        }
        return job.map(Job::getStatus)
                .map(status -> JobIndexes.parse(status.getFailedIndexes(), status.getCompletedIndexes()))
                .orElse(Set.of());
    }

    private static Map<Integer, Pod> podsByIndex(Collection<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getAnnotations().containsKey(INDEX))
                .collect(Collectors.toMap(
                        pod -> Integer.valueOf(
                                pod.getMetadata().getAnnotations().get(INDEX)),
                        pod -> pod,
                        (one, other) -> newest(one, other),
                        TreeMap::new));
    }

    private static Pod newest(Pod one, Pod other) {
        return Comparator.<Pod, String>comparing(pod -> pod.getMetadata().getCreationTimestamp())
                                .compare(one, other)
                        < 0
                ? other
                : one;
    }

    private static RunnerPodState podState(int index, Pod pod) {
        var state = container(pod).map(ContainerStatus::getState);
        return new RunnerPodState(
                index,
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                Optional.ofNullable(pod.getStatus().getPodIP()),
                state.map(current -> current.getRunning() != null || current.getTerminated() != null)
                        .orElse(false),
                state.map(current -> current.getTerminated() != null).orElse(false));
    }

    private static SeenRunner runner(int index, Pod pod, RunnerSeen seen) {
        var state = container(pod).map(ContainerStatus::getState);
        var terminated = state.map(ContainerState::getTerminated);
        return new SeenRunner(
                index,
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                Optional.ofNullable(pod.getStatus().getPodIP()),
                progress(pod, state),
                terminated.map(ContainerStateTerminated::getFinishedAt).map(Instant::parse),
                terminated.map(end -> OptionalInt.of(end.getExitCode())).orElse(OptionalInt.empty()),
                terminated.flatMap(RunObserver::killed),
                seen.k6().map(K6Status::atBarrier).orElse(false),
                seen.k6().map(K6Status::paused).orElse(false),
                seen.k6().isPresent(),
                seen.k6().map(k6 -> OptionalInt.of(k6.vusMax())).orElse(OptionalInt.empty()),
                seen.result(),
                seen.errorLine(),
                seen.logEnded(),
                seen.logExhausted());
    }

    private static SeenRunner lost(int index) {
        return new SeenRunner(
                index,
                "",
                "",
                Optional.empty(),
                SeenRunner.State.GONE,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                false,
                false,
                false,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                true);
    }

    private static SeenRunner.State progress(Pod pod, Optional<ContainerState> state) {
        var terminated = state.map(ContainerState::getTerminated);
        if (terminated.isPresent()) {
            // Without a time the kubelet only found that the container is not there any more, and its log hardly is.
            return terminated.get().getFinishedAt() == null ? SeenRunner.State.GONE : SeenRunner.State.ENDED;
        }
        // An evicted pod has an end, but its container often has none.
        if (List.of("Failed", "Succeeded")
                .contains(Optional.ofNullable(pod.getStatus().getPhase()).orElse(""))) {
            return SeenRunner.State.GONE;
        }
        return state.map(ContainerState::getRunning).isPresent() ? SeenRunner.State.UP : SeenRunner.State.WAITING;
    }

    private static Optional<Reason> killed(ContainerStateTerminated end) {
        return Optional.ofNullable(
                switch (Optional.ofNullable(end.getReason()).orElse("")) {
                    case "OOMKilled" -> Reason.RUNNER_OUT_OF_MEMORY;
                    case "StartError", "ContainerCannotRun" -> Reason.RUNNER_CANNOT_START;
                    default -> null;
                });
    }

    private static Optional<ContainerStatus> container(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(dev.loadtest.operator.runner.RunnerPod.CONTAINER))
                .findFirst();
    }
}
