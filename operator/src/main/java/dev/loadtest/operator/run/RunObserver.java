package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.Markers;
import dev.loadtest.api.ResourceRequirements;
import dev.loadtest.api.RunnerStatus;
import dev.loadtest.api.Runners;
import dev.loadtest.api.Start;
import dev.loadtest.api.ValiditySpec;
import dev.loadtest.k6.ResultReader;
import dev.loadtest.operator.control.K6Status;
import dev.loadtest.operator.control.RunSeen;
import dev.loadtest.operator.control.RunnerControl;
import dev.loadtest.operator.control.RunnerPodState;
import dev.loadtest.operator.control.RunnerSeen;
import dev.loadtest.operator.control.WatchedRun;
import dev.loadtest.operator.diagnosis.Diagnosis;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.operator.runner.HarnessConfigMap;
import dev.loadtest.operator.runner.Labels;
import dev.loadtest.operator.runner.RunnerPod;
import dev.loadtest.operator.runner.Teardown;
import dev.loadtest.verdict.Generators;
import dev.loadtest.verdict.LiveThresholds;
import dev.loadtest.verdict.Loss;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import dev.loadtest.verdict.Validity;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
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
import java.util.stream.Stream;

/** Gathers all that a decision about a run is made of. Reads caches and what the runners have said; changes nothing. */
@ApplicationScoped
class RunObserver {
    /** The first moment is for those pods that come up as they should. */
    private static final Duration BEFORE_EVENTS_ARE_READ = Duration.ofSeconds(2);

    private static final String INDEX = "batch.kubernetes.io/job-completion-index";

    private final RunnerControl control;
    private final RunWakeUp wakeUp;

    private final Clock clock;

    RunObserver(RunnerControl control, RunWakeUp wakeUp, Clock clock) {
        this.control = control;
        this.wakeUp = wakeUp;
        this.clock = clock;
    }

    Observed observe(LoadTestRun run, ScriptLookup script, Context<LoadTestRun> context) {
        var asked = asked(run);
        var recorded = recorded(run);
        var job = recorded.completed() ? Optional.<Job>empty() : job(run, recorded, context);
        var allPods = context.getSecondaryResources(Pod.class);
        var pods = podsByIndex(allPods);
        var seen = control.watch(
                watched(run, asked, recorded),
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
                runners.add(lost(index, run));
            }
        }
        var trouble = starting(recorded)
                ? trouble(recorded, job, pods.values(), runners, context).or(() -> unreachable(pods.values(), seen))
                : Optional.<Trouble>empty();
        var looking = recorded.jobCreating().isEmpty() && !recorded.completed(); // later on its snapshot counts
        return new Observed(
                asked,
                recorded,
                new Observed.Script(looking ? script.missing() : Optional.empty()),
                state,
                List.copyOf(runners),
                trouble.map(Trouble::finding),
                trouble.map(Trouble::since),
                seen.setup(),
                seen.plan(),
                seen.live(),
                broken(asked, recorded, runners, seen),
                new Generators(
                        Optional.ofNullable(run.getStatus())
                                .map(LoadTestRunStatus::start)
                                .map(Start::skewMillis)
                                .map(Duration::ofMillis),
                        seen.generators().atMaxVUsShare(),
                        seen.generators().cpuShare()),
                recorded.teardown().creating().isPresent() ? teardown(run, allPods, context) : TeardownSeen.NOTHING);
    }

    /** What keeps runners from running, and since when it could. */
    private record Trouble(Finding finding, Instant since) {}

    private static boolean starting(Recorded recorded) {
        return !recorded.completed()
                && recorded.jobUid().isPresent()
                && recorded.resumed().isEmpty();
    }

    private Optional<Trouble> trouble(
            Recorded recorded,
            Optional<Job> job,
            Collection<Pod> pods,
            List<SeenRunner> runners,
            Context<LoadTestRun> context) {
        var since = pods.stream()
                .map(pod -> Instant.parse(pod.getMetadata().getCreationTimestamp()))
                .min(Instant::compareTo)
                .or(recorded::jobCreating)
                .orElse(clock.instant());
        var late = recorded.jobCreating()
                .filter(created -> clock.instant().isAfter(created.plus(BEFORE_EVENTS_ARE_READ)))
                .isPresent();
        return Diagnosis.of(job, pods, late ? events(job, pods, runners, context) : List.of())
                .map(finding -> new Trouble(finding, since));
    }

    /** Nobody else says why the pods of a Job were refused, or why a pod cannot mount what it needs. One pod speaks for all. */
    private static List<Event> events(
            Optional<Job> job, Collection<Pod> pods, List<SeenRunner> runners, Context<LoadTestRun> context) {
        var refused = job.filter(known -> pods.size() < known.getSpec().getParallelism());
        var waiting = runners.stream()
                .filter(runner -> runner.state() == SeenRunner.State.WAITING)
                .map(SeenRunner::uid)
                .findFirst();
        return Stream.concat(refused.map(known -> known.getMetadata().getUid()).stream(), waiting.stream())
                .flatMap(uid -> context
                        .getClient()
                        .v1()
                        .events()
                        .inNamespace(context.getPrimaryResource().getMetadata().getNamespace())
                        .withField("involvedObject.uid", uid)
                        .list()
                        .getItems()
                        .stream())
                .toList();
    }

    /** Packets that vanish, as a NetworkPolicy makes them: k6 that does not listen yet refuses them. */
    private static Optional<Trouble> unreachable(Collection<Pod> pods, RunSeen seen) {
        return pods.stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .map(pod -> Map.entry(pod, seen.runners().get(pod.getMetadata().getUid())))
                .filter(runner -> runner.getValue().k6().isEmpty())
                .flatMap(runner -> runner.getValue().unreachableSince().stream()
                        .map(since -> new Trouble(
                                new Finding(
                                        Reason.RUNNER_UNREACHABLE,
                                        "k6's API on port %d of pod %s cannot be reached: connections to it time out; let a NetworkPolicy admit the operator, see docs/security.md"
                                                .formatted(
                                                        RunnerPod.API_PORT,
                                                        runner.getKey()
                                                                .getMetadata()
                                                                .getName()),
                                        Finding.A_MOMENT),
                                since)))
                .findFirst();
    }

    private static WatchedRun watched(LoadTestRun run, Asked asked, Recorded recorded) {
        var setup = recorded.setupStarted().isEmpty()
                ? WatchedRun.Setup.NOT_BEGUN
                : recorded.resumed().isEmpty() ? WatchedRun.Setup.BEGUN : WatchedRun.Setup.SHARED;
        var limit = Optional.ofNullable(run.getSpec().definition().resources())
                .map(ResourceRequirements::limits)
                .map(limits -> limits.get("cpu"));
        return new WatchedRun(
                run.getMetadata().getUid(),
                HarnessConfigMap.nonce(run),
                setup,
                recorded.resumed(),
                limit.map(cpu -> OptionalDouble.of(cpu.getNumericalAmount().doubleValue()))
                        .orElse(OptionalDouble.empty()));
    }

    /** One runner alone looks after its thresholds itself. */
    private static Optional<String> broken(Asked asked, Recorded recorded, List<SeenRunner> runners, RunSeen seen) {
        if (recorded.resumed().isEmpty() || seen.plan().isEmpty() || seen.live().isEmpty()) {
            return Optional.empty();
        }
        var live = seen.live().get();
        var lost = runners.stream().filter(SeenRunner::lost).count();
        if (live.runners().size() + lost < asked.runners()) {
            return Optional.empty(); // without the samples of those that have ended nothing is known of all
        }
        return LiveThresholds.broken(
                seen.plan().get().aborts(),
                live.runners(),
                Duration.between(recorded.resumed().get(), live.at()));
    }

    private static Asked asked(LoadTestRun run) {
        var definition = run.getSpec().definition();
        var bears = "Continue".equals(definition.onRunnerLoss());
        return new Asked(
                definition.parallelism(),
                RunnerPod.setupOnce(definition),
                bears ? Optional.ofNullable(definition.minRunners()).orElse(definition.parallelism() + 1) : 0,
                Optional.ofNullable(definition.validity())
                        .map(RunObserver::validity)
                        .orElse(Validity.DEFAULT),
                Duration.ofSeconds(definition.startTimeoutSeconds()),
                Optional.ofNullable(definition.activeDeadlineSeconds()).map(Duration::ofSeconds),
                Boolean.TRUE.equals(run.getSpec().stop()),
                Instant.parse(run.getMetadata().getCreationTimestamp()));
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

    private static Recorded recorded(LoadTestRun run) {
        var status = Optional.ofNullable(run.getStatus());
        var markers = status.map(LoadTestRunStatus::markers);
        var stopping = markers.map(Markers::stopping);
        return new Recorded(
                status.map(LoadTestRunStatus::verdict).isPresent(),
                status.map(LoadTestRunStatus::completionTime).map(Instant::parse),
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
                        status.flatMap(RunObserver::teardownState).orElse(Recorded.Teardown.State.NOT_WANTED),
                        markers.map(Markers::teardownCreating).map(Instant::parse),
                        markers.map(Markers::teardownJobUid)));
    }

    private static Optional<Recorded.Teardown.State> teardownState(LoadTestRunStatus status) {
        return Optional.ofNullable(status.conditions()).stream()
                .flatMap(List::stream)
                .filter(condition -> condition.getType().equals(RunStatuses.TORN_DOWN))
                .findFirst()
                .map(condition -> condition.getStatus().equals("Unknown")
                        ? Recorded.Teardown.State.OPEN
                        : Recorded.Teardown.State.SETTLED);
    }

    private static TeardownSeen teardown(LoadTestRun run, Collection<Pod> pods, Context<LoadTestRun> context) {
        var job = job(run, Teardown.jobName(run), context);
        var end = pods.stream()
                .filter(pod ->
                        Teardown.COMPONENT.equals(pod.getMetadata().getLabels().get(Labels.COMPONENT)))
                .flatMap(pod -> container(pod).stream())
                .flatMap(container ->
                        Optional.ofNullable(container.getState()).map(ContainerState::getTerminated).stream())
                .findFirst();
        var lines = new ResultReader(HarnessConfigMap.nonce(run));
        end.map(ContainerStateTerminated::getMessage)
                .ifPresent(message -> message.lines().forEach(lines::accept));
        return new TeardownSeen(
                state(run, job),
                end.map(code -> OptionalInt.of(code.getExitCode())).orElse(OptionalInt.empty()),
                lines.errorLine());
    }

    private static Optional<Job> job(LoadTestRun run, Recorded recorded, Context<LoadTestRun> context) {
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
                Diagnosis.loss(pod),
                seen.k6().map(K6Status::atBarrier).orElse(false),
                seen.k6().map(K6Status::paused).orElse(false),
                seen.k6().isPresent(),
                seen.k6().map(k6 -> OptionalInt.of(k6.vusMax())).orElse(OptionalInt.empty()),
                seen.result(),
                seen.errorLine().or(() -> Diagnosis.crash(pod).map(Finding::message)),
                seen.logEnded(),
                seen.logExhausted());
    }

    /** Its pod does not exist any more; what was said of it while it did is in the status. */
    private static SeenRunner lost(int index, LoadTestRun run) {
        var known = Optional.ofNullable(run.getStatus()).map(LoadTestRunStatus::runners).map(Runners::notable).stream()
                .flatMap(List::stream)
                .filter(runner -> runner.index() == index)
                .findFirst()
                .flatMap(RunObserver::loss);
        return new SeenRunner(
                index,
                "",
                "",
                Optional.empty(),
                SeenRunner.State.GONE,
                Optional.empty(),
                OptionalInt.empty(),
                known.or(() -> Optional.of(new Loss(Reason.RUNNER_LOST, "was lost: its pod was removed"))),
                false,
                false,
                false,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                true);
    }

    private static Optional<Loss> loss(RunnerStatus known) {
        return Stream.of(Reason.RUNNER_EVICTED, Reason.RUNNER_OUT_OF_MEMORY, Reason.RUNNER_LOST)
                .filter(reason -> reason.word().equals(known.reason()) && known.message() != null)
                .findFirst()
                .map(reason -> new Loss(reason, known.message()));
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

    private static Optional<ContainerStatus> container(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(RunnerPod.CONTAINER))
                .findFirst();
    }
}
