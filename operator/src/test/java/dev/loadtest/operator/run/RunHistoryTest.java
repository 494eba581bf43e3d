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
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Whatever happens to runners and operator, in whatever order: never a second Job, never a second verdict, never a wait without an
 * end, and always an end, also of a run that is deleted. {@code -Dhistories=100000} tries more of them.
 */
class RunHistoryTest {
    private static final int LOOKS_AT_DEADLINES_ONLY = 400;
    private static final int MOST_LOOKS = 1_000;

    /** One thing that happens; {@code who} is a runner, {@code amount} as much of it as the event takes. */
    record Step(Event event, int who, int amount) {}

    enum Event {
        LOOK((world, step) -> world.look(Fate.GETS_THROUGH)),
        LOOK_AND_FAIL_TO_WRITE((world, step) -> world.look(Fate.WRITE_FAILS)),
        LOOK_AND_DIE_BEFORE_THE_ACT((world, step) -> world.look(Fate.DIES_BEFORE_THE_ACT)),
        LOOK_AND_DIE_AFTER_THE_ACT((world, step) -> world.look(Fate.DIES_AFTER_THE_ACT)),
        LOOK_AT_THE_PAST((world, step) -> world.lookAtThePast(step.amount)),
        MOMENT((world, step) -> world.timePasses(Duration.ofMillis(step.amount))),
        WHILE((world, step) -> world.timePasses(Duration.ofSeconds(step.amount))),
        START((world, step) -> world.runner(step.who).ifPresent(SimulatedRunner::starts)),
        READY((world, step) -> world.runner(step.who).ifPresent(SimulatedRunner::isReady)),
        ALL_READY((world, step) -> all(world, SimulatedRunner::starts, SimulatedRunner::isReady)),
        ANSWER((world, step) -> world.runner(step.who).ifPresent(SimulatedRunner::answers)),
        ALL_ANSWER((world, step) -> all(world, SimulatedRunner::answers)),
        DONE((world, step) -> world.runner(step.who).ifPresent(runner -> runner.endsAsItShould(world.now()))),
        STOP_AS_TOLD((world, step) -> world.runner(step.who).ifPresent(runner -> runner.endsAsTold(world.now()))),
        SCRIPT_ERROR((world, step) -> world.runner(step.who).ifPresent(runner -> runner.ends(107, world.now()))),
        SCRIPT_ABORT((world, step) -> world.runner(step.who).ifPresent(runner -> runner.ends(108, world.now()))),
        OUT_OF_MEMORY((world, step) -> world.runner(step.who).ifPresent(runner -> runner.runsOutOfMemory(world.now()))),
        LOSS((world, step) -> world.runner(step.who).ifPresent(SimulatedRunner::isLost)),
        READ_LOG((world, step) -> world.runner(step.who).ifPresent(SimulatedRunner::logIsRead)),
        SETUP_RETURNS((world, step) -> world.setupReturns()),
        SETUP_THROWS((world, step) -> world.setupThrows()),
        LOOK_FOR_SETUP((world, step) -> world.setupIsLookedFor()),
        THRESHOLD_BREAKS((world, step) -> world.thresholdBreaks()),
        REPORT_KEPT((world, step) -> world.reportIsKept()),
        REPORT_REFUSED((world, step) -> world.reportIsRefused()),
        TEARDOWN_ENDS((world, step) -> world.teardownEnds()),
        READ_PLAN((world, step) -> world.scriptsPlanIsRead()),
        RESTART((world, step) -> world.operatorRestarts()),
        DELETION((world, step) -> world.isDeleted(false)),
        DELETION_IN_FOREGROUND((world, step) -> world.isDeleted(true)),
        STOP_REQUEST((world, step) -> world.stopIsRequested()),
        JOB_REMOVAL((world, step) -> world.jobIsRemoved());

        private final BiConsumer<SimulatedCluster, Step> happening;

        Event(BiConsumer<SimulatedCluster, Step> happening) {
            this.happening = happening;
        }

        @SafeVarargs
        private static void all(SimulatedCluster world, java.util.function.Consumer<SimulatedRunner>... moves) {
            for (int index = 0; index < 4; index++) {
                var runner = world.runner(index);
                for (var move : moves) {
                    runner.ifPresent(move);
                }
            }
        }
    }

    @Property(tries = 2_000)
    @AddLifecycleHook(AsManyAsAsked.class)
    void everyHistoryEndsOnceAndWithOneJob(
            @ForAll("histories") List<Step> history,
            @ForAll @IntRange(min = 1, max = 4) int parallelism,
            @ForAll @IntRange(min = 3, max = 5) int vus,
            @ForAll("deadlines") Optional<Duration> activeDeadline,
            @ForAll @IntRange(max = 600) int plannedSeconds,
            @ForAll boolean setupOnce,
            @ForAll @IntRange(max = 5) int minRunners) {
        var world = new SimulatedCluster(
                parallelism, activeDeadline, Duration.ofSeconds(plannedSeconds), vus, setupOnce, minRunners);

        history.forEach(step -> step.event.happening.accept(world, step));

        assertThat(endsWhenNothingElseHappens(world)).as("ends").isTrue();
        if (world.isGone()) {
            return; // a deletion is not held up for ever, so teardown() may be left out
        }
        for (int look = 0; look < 100 && !world.cleansUp(); look++) {
            world.timePasses(Duration.ofSeconds(2));
            world.teardownEnds();
        }
        assertThat(world.cleansUp()).as("lets go").isTrue();
        assertThat(world.isTornDown())
                .as("what setup() made was torn down once")
                .isTrue();
    }

    /** Looks at the deadlines that the decisions ask for; after many of them rarely, as nobody has the time for a day of looks. */
    private static boolean endsWhenNothingElseHappens(SimulatedCluster world) {
        for (int look = 0; look < MOST_LOOKS && !world.isOver(); look++) {
            var decision = world.look(Fate.GETS_THROUGH);
            decision.flatMap(Decision::deadline).ifPresent(world::timePassesUntil);
            if (look > LOOKS_AT_DEADLINES_ONLY) {
                world.timePasses(Duration.ofMinutes(5));
            }
        }
        return world.isOver();
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(30, Event.LOOK),
                                Tuple.of(3, Event.LOOK_AND_FAIL_TO_WRITE),
                                Tuple.of(3, Event.LOOK_AND_DIE_BEFORE_THE_ACT),
                                Tuple.of(3, Event.LOOK_AND_DIE_AFTER_THE_ACT),
                                Tuple.of(6, Event.LOOK_AT_THE_PAST),
                                Tuple.of(8, Event.MOMENT),
                                Tuple.of(3, Event.WHILE),
                                Tuple.of(6, Event.START),
                                Tuple.of(6, Event.READY),
                                Tuple.of(6, Event.ALL_READY),
                                Tuple.of(6, Event.ANSWER),
                                Tuple.of(8, Event.ALL_ANSWER),
                                Tuple.of(10, Event.DONE),
                                Tuple.of(5, Event.STOP_AS_TOLD),
                                Tuple.of(1, Event.SCRIPT_ERROR),
                                Tuple.of(1, Event.SCRIPT_ABORT),
                                Tuple.of(1, Event.OUT_OF_MEMORY),
                                Tuple.of(1, Event.LOSS),
                                Tuple.of(10, Event.READ_LOG),
                                Tuple.of(8, Event.SETUP_RETURNS),
                                Tuple.of(1, Event.SETUP_THROWS),
                                Tuple.of(4, Event.LOOK_FOR_SETUP),
                                Tuple.of(1, Event.THRESHOLD_BREAKS),
                                Tuple.of(2, Event.REPORT_KEPT),
                                Tuple.of(1, Event.REPORT_REFUSED),
                                Tuple.of(2, Event.TEARDOWN_ENDS),
                                Tuple.of(3, Event.READ_PLAN),
                                Tuple.of(2, Event.RESTART),
                                Tuple.of(1, Event.DELETION),
                                Tuple.of(1, Event.DELETION_IN_FOREGROUND),
                                Tuple.of(1, Event.STOP_REQUEST),
                                Tuple.of(1, Event.JOB_REMOVAL)),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 400))
                .as(Step::new)
                .list()
                .ofMaxSize(100);
    }

    @Provide
    Arbitrary<Optional<Duration>> deadlines() {
        return Arbitraries.integers().between(1, 600).map(Duration::ofSeconds).optional();
    }

    /** How often a property is tried, from outside. */
    static class AsManyAsAsked implements AroundPropertyHook {
        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            Optional.ofNullable(Integer.getInteger("histories"))
                    .ifPresent(tries -> context.attributes().setTries(tries));
            return property.execute();
        }
    }
}
