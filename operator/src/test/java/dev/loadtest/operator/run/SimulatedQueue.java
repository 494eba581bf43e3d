package dev.loadtest.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.queue.Place;
import dev.loadtest.operator.queue.Queues;
import dev.loadtest.operator.queue.RunQueue;
import dev.loadtest.operator.run.SimulatedCluster.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Several simulated runs before one queue, whose cache shows what it showed when it last caught up. */
final class SimulatedQueue {
    private final List<SimulatedCluster> runs;
    private final String target;
    private final Optional<Integer> maxRunners;
    private RunQueue queue;
    private List<LoadTestRun> cache;

    SimulatedQueue(int runs, String target, Optional<Integer> maxRunners) {
        this.target = target;
        this.maxRunners = maxRunners;
        this.runs = IntStream.range(0, runs)
                .mapToObj(index ->
                        new SimulatedCluster(runners(index), Optional.empty(), Duration.ofSeconds(10), 4, true, 0))
                .toList();
        IntStream.range(0, runs).forEach(index -> this.runs.get(index).standsInLine(turn(index)));
        operatorRestarts();
    }

    private static int runners(int run) {
        return 1 + run % 2;
    }

    private SimulatedCluster.Turn turn(int index) {
        return new SimulatedCluster.Turn() {
            @Override
            public Place place() {
                return queue.place(resource(index), run(index).now());
            }

            @Override
            public void letIn(Runnable write) {
                queue.letIn(resource(index), () -> {
                    write.run();
                    checkThatItIsTheTurnOf(index);
                });
            }

            @Override
            public void leaves() {
                queue.leave(resource(index), run(index).now());
            }
        };
    }

    SimulatedCluster run(int index) {
        return runs.get(index);
    }

    void looks(int index, Fate fate) {
        run(index).look(fate);
        if (fate == Fate.DIES_BEFORE_THE_ACT || fate == Fate.DIES_AFTER_THE_ACT) {
            operatorRestarts();
        }
    }

    /** Informers are filled before anything is looked at. */
    void operatorRestarts() {
        runs.forEach(SimulatedCluster::operatorRestarts);
        queue = Queues.over(() -> cache.stream(), maxRunners);
        cacheCatchesUp();
    }

    void cacheCatchesUp() {
        cache = IntStream.range(0, runs.size())
                .filter(index -> !run(index).isReleased())
                .mapToObj(this::resource)
                .toList();
    }

    void timePasses(Duration time) {
        runs.forEach(run -> run.timePasses(time));
    }

    /** Its runners do what they should. */
    void progresses(int index) {
        var run = run(index);
        run.setupIsLookedFor();
        run.setupReturns();
        for (int runner = 0; runner < runners(index); runner++) {
            run.runner(runner).ifPresent(pod -> {
                pod.starts();
                pod.isReady();
                pod.answers();
                pod.endsAsItShould(run.now());
                pod.logIsRead();
            });
        }
        run.reportIsKept();
        run.teardownEnds();
    }

    void everybodyGoesOn() {
        cacheCatchesUp();
        for (int index = 0; index < runs.size(); index++) {
            if (!run(index).isReleased()) {
                run(index).look(Fate.GETS_THROUGH);
                progresses(index);
            }
        }
        timePasses(Duration.ofSeconds(2));
    }

    boolean isEmpty() {
        return runs.stream().allMatch(SimulatedCluster::isReleased);
    }

    void check() {
        var going = IntStream.range(0, runs.size()).filter(this::hasItsTurn).toArray();
        if (maxRunners.isPresent()) {
            assertThat(IntStream.of(going).map(SimulatedQueue::runners).sum())
                    .as("runners at a time")
                    .isLessThanOrEqualTo(maxRunners.get());
        } else {
            assertThat(going).as("at a time on one lock").hasSizeLessThanOrEqualTo(1);
        }
        assertThat(runs).allSatisfy(run -> assertThat(run.stored().admittedAt().isPresent()
                        || run.stored().jobCreating().isEmpty())
                .as("a Job only when it is its turn")
                .isTrue());
    }

    private boolean hasItsTurn(int index) {
        return run(index).stored().admittedAt().isPresent() && !run(index).isReleased();
    }

    /** Of those who came earlier nobody waits any more, or there is room for all of them, too. */
    private void checkThatItIsTheTurnOf(int index) {
        var waiting = IntStream.range(0, index).filter(this::waits).toArray();
        if (maxRunners.isEmpty()) {
            assertThat(waiting).as("came before run %d", index).isEmpty();
        } else {
            var going = IntStream.range(0, runs.size()).filter(this::hasItsTurn); // run index among them, by now
            assertThat(IntStream.concat(going, IntStream.of(waiting))
                            .map(SimulatedQueue::runners)
                            .sum())
                    .as("with those who came before run %d", index)
                    .isLessThanOrEqualTo(maxRunners.get());
        }
    }

    private boolean waits(int index) {
        var run = run(index);
        return run.stored().admittedAt().isEmpty() && !run.isStopped() && !run.isBeingDeleted() && !run.isReleased();
    }

    void checkThatEverybodyHadHisTurn() {
        assertThat(runs)
                .filteredOn(run -> !run.isStopped() && !run.isBeingDeleted())
                .allSatisfy(run -> assertThat(run.stored().admittedAt()).isPresent());
    }

    /** As the API server has it. */
    private LoadTestRun resource(int index) {
        var stored = run(index).stored();
        var resource = Queues.run(
                "r" + index, index, target, runners(index), run(index).isStopped());
        if (run(index).isBeingDeleted()) {
            resource.getMetadata().setDeletionTimestamp("2026-08-01T12:30:00Z");
        }
        var draft = StatusDraft.of(null);
        stored.admittedAt().ifPresent(at -> draft.mark(markers -> markers.admittedAt(at.toString())));
        stored.jobCreating().ifPresent(at -> draft.mark(markers -> markers.jobCreatingAt(at.toString())));
        draft.verdict = stored.completed() ? "Passed" : null;
        resource.setStatus(draft.build());
        return resource;
    }
}
