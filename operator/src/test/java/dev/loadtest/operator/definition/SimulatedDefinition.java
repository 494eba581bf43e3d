package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.LoadTestSpec;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.operator.definition.DefinitionDecisions.Decision;
import dev.loadtest.operator.definition.DefinitionDecisions.Next;
import dev.loadtest.operator.definition.DefinitionObserver.Followed;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One in memory, with an operator that does the steps of LoadTestReconciler. */
final class SimulatedDefinition implements World {
    private final LoadTest loadTest;
    /** All runs that ever were, by their name. */
    private final Map<String, LoadTestRun> runs = new LinkedHashMap<>();

    private final List<ScheduleLook.Missed> reports = new ArrayList<>();
    private final Set<String> stopped = new LinkedHashSet<>();
    private Instant now;
    private final Set<String> going = new LinkedHashSet<>();
    private int stepsToLive = Integer.MAX_VALUE;

    SimulatedDefinition(LoadTest loadTest, Instant now) {
        this.loadTest = loadTest;
        this.now = now;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void goesOnTo(Instant time) {
        now = time;
    }

    @Override
    public LoadTest loadTest() {
        return loadTest;
    }

    @Override
    public void suspends(boolean suspended) {
        var yaml = Serialization.asYaml(loadTest.getSpec()).replaceAll("suspend: \\w+", "suspend: " + suspended);
        loadTest.setSpec(Serialization.unmarshal(yaml, LoadTestSpec.class));
    }

    @Override
    public void diesAfter(int writes) {
        stepsToLive = writes;
    }

    @Override
    public List<Instant> started() {
        return runs.keySet().stream().map(this::dueTime).toList();
    }

    @Override
    public Instant dueTime(String run) {
        return Trigger.parse(runs.get(run).getSpec().trigger()).due().orElseThrow();
    }

    @Override
    public List<ScheduleLook.Missed> reports() {
        return reports;
    }

    @Override
    public List<String> going() {
        return List.copyOf(going);
    }

    @Override
    public List<String> stopping() {
        return going().stream().filter(stopped::contains).toList();
    }

    private LoadTestStatus status() {
        return loadTest.getStatus();
    }

    @Override
    public Optional<Instant> looks() {
        for (int pass = 0; pass < 10; pass++) {
            var before = loadTest.getStatus();
            var runsBefore = runs.size();
            var again = look();
            if (loadTest.getStatus().equals(before) && runs.size() == runsBefore) {
                return again;
            }
        }
        throw new AssertionError("never comes to rest: " + loadTest.getStatus());
    }

    @Override
    public void ends(String run, String verdict) {
        going.remove(run);
        runs.get(run).setStatus(Serialization.unmarshal("""
                phase: Completed
                verdict: %s
                completionTime: '%s'
                conditions: [{type: Valid, status: 'True'}]
                """.formatted(verdict, now), LoadTestRunStatus.class));
    }

    private Optional<Instant> look() {
        write(DefinitionStatuses.mirror(loadTest, followed(), DefinitionObserver.definition(loadTest), now));
        var pending = Optional.ofNullable(status().pendingRun());
        var announced = pending.map(run -> runs.get(NewRun.name(loadTest, run.number())))
                .filter(run -> run.getSpec().trigger().equals(pending.get().trigger()));
        if (announced.isPresent()) {
            var trigger = Trigger.parse(pending.get().trigger());
            write(DefinitionStatuses.created(
                    loadTest,
                    announced.get(),
                    new Decision(Next.CREATE, pending.get().number(), trigger, Optional.empty()),
                    now));
            return Optional.of(now);
        }
        var look = ScheduleLook.at(loadTest, now);
        var freshness = Freshness.of(loadTest, Optional.ofNullable(status()), now);
        write(DefinitionStatuses.scheduled(loadTest, look, freshness, now));
        look.missed().ifPresent(reports::add); // the event is told before, under a name of its own: once
        var decision = DefinitionDecisions.decide(DefinitionObserver.seen(loadTest, look, List.of()));
        if (decision.next() == Next.ANNOUNCE) {
            write(DefinitionStatuses.announce(loadTest, decision));
            decision = DefinitionDecisions.decide(DefinitionObserver.seen(loadTest, look, List.of()));
        }
        if (decision.next() == Next.CREATE) {
            step();
            var run = NewRun.of(loadTest, decision.number(), decision.trigger().toString());
            if (runs.putIfAbsent(run.getMetadata().getName(), run) != null) {
                throw new AssertionError(
                        "a second run of the name " + run.getMetadata().getName());
            }
            going.add(run.getMetadata().getName());
            write(DefinitionStatuses.created(loadTest, run, decision, now));
        } else if (decision.next() == Next.STOP) {
            step();
            stopped.addAll(going);
        }
        return look.again();
    }

    private List<Followed> followed() {
        var active = Optional.ofNullable(status()).map(LoadTestStatus::active).orElse(List.of());
        return active.stream()
                .map(name -> new Followed(
                        name,
                        runs.containsKey(name) && runs.get(name).getStatus() == null,
                        Optional.ofNullable(runs.get(name))))
                .toList();
    }

    private void write(LoadTestStatus status) {
        if (!status.equals(loadTest.getStatus())) {
            step();
            loadTest.setStatus(status);
        }
    }

    private void step() {
        if (stepsToLive-- == 0) {
            stepsToLive = Integer.MAX_VALUE;
            throw new Death();
        }
    }
}
