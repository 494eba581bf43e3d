package dev.loadtest.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.operator.run.SimulatedCluster.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * Several runs that wait for each other, an operator that is restarted at random moments and a cache that lags behind: never two at a time,
 * never out of turn, and everybody has his. {@code -Dhistories=100000} tries more.
 */
class QueueHistoryTest {
    private static final int RUNS = 4;

    /** One thing that happens to one of the runs. */
    record Step(Event event, int run, int amount) {}

    enum Event {
        LOOK((world, step) -> world.looks(step.run, Fate.GETS_THROUGH)),
        LOOK_AND_FAIL_TO_WRITE((world, step) -> world.looks(step.run, Fate.WRITE_FAILS)),
        LOOK_AND_DIE_BEFORE_THE_ACT((world, step) -> world.looks(step.run, Fate.DIES_BEFORE_THE_ACT)),
        LOOK_AND_DIE_AFTER_THE_ACT((world, step) -> world.looks(step.run, Fate.DIES_AFTER_THE_ACT)),
        LOOK_AT_THE_PAST((world, step) -> world.run(step.run).lookAtThePast(step.amount)),
        CACHE((world, step) -> world.cacheCatchesUp()),
        RESTART((world, step) -> world.operatorRestarts()),
        MOMENT((world, step) -> world.timePasses(Duration.ofMillis(step.amount * 10L))),
        WHILE((world, step) -> world.timePasses(Duration.ofSeconds(step.amount))),
        PROGRESS((world, step) -> world.progresses(step.run)),
        LOSS((world, step) -> world.run(step.run).runner(step.amount).ifPresent(SimulatedRunner::isLost)),
        STOP((world, step) -> world.run(step.run).stopIsRequested()),
        DELETION((world, step) -> world.run(step.run).isDeleted(step.amount % 2 == 0));

        private final BiConsumer<SimulatedQueue, Step> happening;

        Event(BiConsumer<SimulatedQueue, Step> happening) {
            this.happening = happening;
        }
    }

    @Property(tries = 500)
    @AddLifecycleHook(RunHistoryTest.AsManyAsAsked.class)
    void oneAfterTheOtherOnOneLock(@ForAll("histories") List<Step> history) {
        play(new SimulatedQueue(RUNS, "lock: shop", Optional.empty()), history);
    }

    /** The runs have 1, 2, 1, 2 runners. */
    @Property(tries = 500)
    @AddLifecycleHook(RunHistoryTest.AsManyAsAsked.class)
    void soManyRunnersAtATime(@ForAll("histories") List<Step> history) {
        play(new SimulatedQueue(RUNS, "", Optional.of(3)), history);
    }

    private static void play(SimulatedQueue world, List<Step> history) {
        history.forEach(step -> {
            step.event.happening.accept(world, step);
            world.check();
        });
        for (int round = 0; round < 300 && !world.isEmpty(); round++) {
            world.everybodyGoesOn();
            world.check();
        }
        assertThat(world.isEmpty()).as("all have left").isTrue();
        world.checkThatEverybodyHadHisTurn();
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(30, Event.LOOK),
                                Tuple.of(3, Event.LOOK_AND_FAIL_TO_WRITE),
                                Tuple.of(3, Event.LOOK_AND_DIE_BEFORE_THE_ACT),
                                Tuple.of(3, Event.LOOK_AND_DIE_AFTER_THE_ACT),
                                Tuple.of(5, Event.LOOK_AT_THE_PAST),
                                Tuple.of(8, Event.CACHE),
                                Tuple.of(2, Event.RESTART),
                                Tuple.of(8, Event.MOMENT),
                                Tuple.of(3, Event.WHILE),
                                Tuple.of(20, Event.PROGRESS),
                                Tuple.of(1, Event.LOSS),
                                Tuple.of(1, Event.STOP),
                                Tuple.of(1, Event.DELETION)),
                        Arbitraries.integers().between(0, RUNS - 1),
                        Arbitraries.integers().between(0, 40))
                .as(Step::new)
                .list()
                .ofMaxSize(150);
    }
}
