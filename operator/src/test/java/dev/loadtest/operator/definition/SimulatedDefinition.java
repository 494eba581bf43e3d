package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
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

/** A LoadTest, its runs and an operator that does the steps of LoadTestReconciler on them, and may die between any two. */
final class SimulatedDefinition {
    /** An operator that dies; what it has written stays. */
    static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** All runs that ever were, by their name. */
    final Map<String, LoadTestRun> runs = new LinkedHashMap<>();

    final List<ScheduleLook.Missed> reports = new ArrayList<>();
    final List<String> stopped = new ArrayList<>();
    Instant now;

    private final LoadTest loadTest;
    private final Set<String> going = new LinkedHashSet<>();
    private int stepsToLive = Integer.MAX_VALUE;

    SimulatedDefinition(LoadTest loadTest, Instant now) {
        this.loadTest = loadTest;
        this.now = now;
    }

    LoadTest loadTest() {
        return loadTest;
    }

    LoadTestStatus status() {
        return loadTest.getStatus();
    }

    void diesAfter(int steps) {
        stepsToLive = steps;
    }

    /** Until nothing is left to do at this moment. @return when it wants to look again */
    Optional<Instant> looks() {
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

    void ends(String run, String verdict) {
        going.remove(run);
        runs.get(run).setStatus(Serialization.unmarshal("""
                phase: Completed
                verdict: %s
                completionTime: '%s'
                conditions: [{type: Valid, status: 'True'}]
                """.formatted(verdict, now), LoadTestRunStatus.class));
    }

    List<String> going() {
        return List.copyOf(going);
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
            going().stream().filter(run -> !stopped.contains(run)).forEach(stopped::add);
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
