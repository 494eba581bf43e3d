package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.ResourceRequirements;
import dev.loadtest.api.Start;
import dev.loadtest.operator.artifact.ReportArchive;
import dev.loadtest.operator.control.RunSeen;
import dev.loadtest.operator.control.RunnerControl;
import dev.loadtest.operator.control.WatchedRun;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.operator.queue.Place;
import dev.loadtest.operator.queue.RunQueue;
import dev.loadtest.operator.runner.HarnessConfigMap;
import dev.loadtest.operator.target.TargetSeen;
import dev.loadtest.operator.target.Targets;
import dev.loadtest.verdict.Generators;
import dev.loadtest.verdict.LiveThresholds;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Gathers all that a decision about a run is made of. Reads caches and what the runners have said; changes nothing. */
@ApplicationScoped
class RunObserver {
    private final RunnerControl control;
    private final RunWakeUp wakeUp;
    private final EventReading events;
    private final ReportArchive archive;
    private final RunQueue queue;
    private final Targets targets;
    private final Clock clock;

    RunObserver(
            RunnerControl control,
            RunWakeUp wakeUp,
            EventReading events,
            ReportArchive archive,
            RunQueue queue,
            Targets targets,
            Clock clock) {
        this.control = control;
        this.wakeUp = wakeUp;
        this.events = events;
        this.archive = archive;
        this.queue = queue;
        this.targets = targets;
        this.clock = clock;
    }

    Observed observe(LoadTestRun run, ScriptLookup script, Context<LoadTestRun> context) {
        var asked = RunReading.asked(run);
        var recorded = RunReading.recorded(run);
        var job = recorded.completed() ? Optional.<Job>empty() : JobReading.job(run, recorded, context);
        var allPods = context.getSecondaryResources(Pod.class);
        var pods = PodReading.podsByIndex(allPods);
        var seen = control.watch(
                watched(run, asked, recorded),
                pods.entrySet().stream()
                        .map(pod -> PodReading.podState(pod.getKey(), pod.getValue()))
                        .toList(),
                () -> wakeUp.runChanged(run));
        var state = JobReading.state(run, job);
        var lostIndexes = JobReading.lostIndexes(asked, recorded, job);
        var runners = new ArrayList<Runner>();
        for (int index = 0; index < asked.runners(); index++) {
            var pod = pods.get(index);
            if (pod != null) {
                runners.add(PodReading.runner(
                        index, pod, run, seen.runners().get(pod.getMetadata().getUid())));
            } else if (lostIndexes.contains(index)) {
                runners.add(PodReading.lost(
                        index, run, Optional.ofNullable(seen.gone().get(index))));
            }
        }
        var trouble = StartTrouble.of(
                recorded, clock.instant(), job, pods.values(), seen, () -> events.of(run, job, pods.values(), context));
        if (recorded.completed() || recorded.resumed().isPresent()) {
            events.forget(run);
        }
        var place = recorded.completed() ? new Place.Admitted() : queue.place(run, clock.instant());
        var looking = recorded.jobCreating().isEmpty() // later on its snapshot counts
                && !recorded.completed()
                && place instanceof Place.Admitted;
        var missing = looking ? script.missing() : Optional.<Finding>empty();
        return new Observed(
                asked,
                recorded,
                place,
                target(run, recorded, looking && missing.isEmpty(), runners),
                new Observed.Script(missing),
                state,
                List.copyOf(runners),
                trouble.map(StartTrouble::finding),
                trouble.map(StartTrouble::since),
                seen.setup(),
                seen.plan(),
                seen.live(),
                seen.series(),
                broken(asked, recorded, runners, seen),
                new Generators(
                        // What an earlier life of the operator has seen is in the status; either may know of a later
                        // start.
                        Stream.concat(seen.generators().skew().stream(), skew(run).stream())
                                .max(Comparator.naturalOrder()),
                        seen.generators().atMaxVUsShare(),
                        seen.generators().cpuShare(),
                        seen.generators().inPart()),
                seen.writeFailures(),
                recorded.teardown().creating().isPresent()
                        ? JobReading.teardown(run, allPods, context)
                        : TeardownSeen.NOTHING,
                archive.seen(run.getMetadata().getUid()));
    }

    /** Asked before the runners are created, and again when the last of them has ended. */
    private TargetSeen target(LoadTestRun run, Recorded recorded, boolean beginning, List<Runner> runners) {
        if (beginning && Targets.isNamed(run)) {
            return targets.before(run, () -> wakeUp.runChanged(run));
        }
        var over = !recorded.completed()
                && recorded.target().filter(tested -> !tested.start().isEmpty()).isPresent()
                && !runners.isEmpty()
                && runners.stream().allMatch(Runner::ended);
        return over ? targets.after(run) : new TargetSeen.NotLookedAt();
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
                recorded.started().isPresent(),
                limit.map(cpu -> OptionalDouble.of(cpu.getNumericalAmount().doubleValue()))
                        .orElse(OptionalDouble.empty()));
    }

    private static Optional<Duration> skew(LoadTestRun run) {
        return Optional.ofNullable(run.getStatus())
                .map(LoadTestRunStatus::start)
                .map(Start::skewMillis)
                .map(Duration::ofMillis);
    }

    /** One runner alone looks after its thresholds itself. */
    private static Optional<String> broken(Asked asked, Recorded recorded, List<Runner> runners, RunSeen seen) {
        if (recorded.resumed().isEmpty() || seen.plan().isEmpty() || seen.live().isEmpty()) {
            return Optional.empty();
        }
        var live = seen.live().get();
        var lost = runners.stream().filter(Runner::lost).count();
        if (live.runners().size() + lost < asked.runners()) {
            return Optional.empty(); // without the samples of those that have ended nothing is known of all
        }
        return LiveThresholds.broken(
                seen.plan().get().aborts(),
                live.runners(),
                Duration.between(recorded.resumed().get(), live.at()));
    }
}
