package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.api.PendingRun;
import dev.loadtest.operator.definition.DefinitionDecisions.Last;
import dev.loadtest.operator.definition.DefinitionDecisions.Pending;
import dev.loadtest.operator.definition.DefinitionDecisions.Seen;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;

/** Reads what there is of a LoadTest and its latest run, and changes nothing. */
final class DefinitionObserver {
    private DefinitionObserver() {}

    static Seen seen(LoadTest loadTest, Trigger now, Context<LoadTest> context) {
        var status = Optional.ofNullable(loadTest.getStatus());
        return new Seen(
                now,
                Boolean.TRUE.equals(loadTest.getSpec().suspend()),
                status.map(LoadTestStatus::pendingRun).map(announced -> pending(loadTest, announced, context)),
                status.map(LoadTestStatus::lastRun)
                        .map(last -> new Last(
                                last.number(),
                                Trigger.parse(last.trigger()),
                                // Torn down as well: the next one's setup() does not begin beside that.
                                last.verdict() != null
                                        && cached(last.name(), context).isEmpty())));
    }

    /** Only an operator that died in between finds an announcement. */
    private static Pending pending(LoadTest loadTest, PendingRun announced, Context<LoadTest> context) {
        var trigger = Trigger.parse(announced.trigger());
        var run = context.getClient()
                .resource(NewRun.of(loadTest, announced.number(), announced.trigger()))
                .get();
        return new Pending(announced.number(), trigger, run != null && NewRun.isFor(loadTest, trigger, run));
    }

    /** The cache holds only runs that are going; what has ended since is asked for by name, once. */
    static Optional<LoadTestRun> latestRun(LoadTest loadTest, Context<LoadTest> context) {
        var last = Optional.ofNullable(loadTest.getStatus()).map(LoadTestStatus::lastRun);
        if (last.isEmpty() || last.get().verdict() != null) {
            return Optional.empty();
        }
        var name = last.get().name();
        return cached(name, context)
                .or(() -> Optional.ofNullable(context.getClient()
                        .resources(LoadTestRun.class)
                        .inNamespace(loadTest.getMetadata().getNamespace())
                        .withName(name)
                        .get()));
    }

    private static Optional<LoadTestRun> cached(String name, Context<LoadTest> context) {
        return context.getSecondaryResourcesAsStream(LoadTestRun.class)
                .filter(run -> run.getMetadata().getName().equals(name))
                .findFirst();
    }
}
