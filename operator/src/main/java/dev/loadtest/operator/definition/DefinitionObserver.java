package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestSpec;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.api.PendingRun;
import dev.loadtest.operator.definition.DefinitionDecisions.ByHand;
import dev.loadtest.operator.definition.DefinitionDecisions.Concurrency;
import dev.loadtest.operator.definition.DefinitionDecisions.Last;
import dev.loadtest.operator.definition.DefinitionDecisions.Pending;
import dev.loadtest.operator.definition.DefinitionDecisions.Seen;
import dev.loadtest.operator.runner.Labels;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what there is of a LoadTest and its runs, and changes nothing. */
final class DefinitionObserver {
    private DefinitionObserver() {}

    /** @param loadTest with a status that says how its runs stand */
    static Seen seen(LoadTest loadTest, ScheduleLook schedule, List<LoadTestRun> byHand) {
        var spec = loadTest.getSpec();
        var now = definition(loadTest);
        return new Seen(
                now,
                Boolean.TRUE.equals(spec.suspend()),
                onChange(spec),
                concurrency(spec),
                byHand.stream()
                        .findFirst()
                        .map(run -> new ByHand(run.getMetadata().getName(), Admission.trigger(loadTest, run))),
                Request.of(loadTest).map(Request::cause),
                schedule.due(),
                Optional.ofNullable(loadTest.getStatus())
                        .map(LoadTestStatus::pendingRun)
                        .map(pending -> new Pending(pending.number(), Trigger.parse(pending.trigger()))),
                Optional.ofNullable(loadTest.getStatus())
                        .map(LoadTestStatus::lastRun)
                        .map(last -> new Last(last.number(), Trigger.parse(last.trigger()))),
                Optional.ofNullable(loadTest.getStatus())
                        .map(LoadTestStatus::active)
                        .orElse(List.of()));
    }

    static Trigger definition(LoadTest loadTest) {
        return Trigger.of(loadTest.getSpec(), loadTest.getMetadata().getGeneration());
    }

    static boolean onChange(LoadTestSpec spec) {
        return spec.runPolicy() == null
                ? spec.schedule() == null
                : spec.runPolicy().equals("OnChange");
    }

    private static Concurrency concurrency(LoadTestSpec spec) {
        return switch (Optional.ofNullable(spec.concurrencyPolicy()).orElse("Forbid")) {
            case "Allow" -> Concurrency.ALLOW;
            case "Replace" -> Concurrency.REPLACE;
            default -> Concurrency.FORBID;
        };
    }

    /** The run that was announced, once it exists. Only an operator that died in between finds one, or one that waits for the end of another run. */
    static Optional<LoadTestRun> created(LoadTest loadTest, PendingRun announced, Context<LoadTest> context) {
        var trigger = Trigger.parse(announced.trigger());
        var name = Admission.admitted(trigger).orElseGet(() -> NewRun.name(loadTest, announced.number()));
        return get(loadTest, name, context)
                .filter(run -> NewRun.isFor(loadTest, trigger, run)
                        && announced.number().equals(run.getSpec().number()));
    }

    /** Those that somebody created and that wait to begin, the oldest first. */
    static List<LoadTestRun> byHand(LoadTest loadTest, Context<LoadTest> context) {
        return context.getSecondaryResourcesAsStream(LoadTestRun.class)
                .filter(Admission::waits)
                // Not those of a LoadTest of the same name that was deleted: they are about to go.
                .filter(run -> Set.of("", loadTest.getMetadata().getUid()).contains(Labels.loadTestUid(run)))
                .sorted(Comparator.<LoadTestRun, String>comparing(
                                run -> run.getMetadata().getCreationTimestamp())
                        .thenComparing(run -> run.getMetadata().getName()))
                .toList();
    }

    /** A run that was going when it was looked at last; without what it says when it is gone. */
    record Followed(String name, boolean going, Optional<LoadTestRun> run) {}

    /** The cache holds only runs that are going; what has ended since is asked for by name, once. */
    static List<Followed> followed(LoadTest loadTest, Context<LoadTest> context) {
        var status = Optional.ofNullable(loadTest.getStatus());
        var names = new LinkedHashSet<>(status.map(LoadTestStatus::active).orElse(List.of()));
        status.map(LoadTestStatus::lastRun)
                .filter(last -> last.verdict() == null)
                .ifPresent(last -> names.add(last.name()));
        var followed = new ArrayList<Followed>();
        for (var name : names) {
            var cached = context.getSecondaryResourcesAsStream(LoadTestRun.class)
                    .filter(run -> run.getMetadata().getName().equals(name))
                    .filter(DefinitionObserver::hasBegun)
                    .findFirst();
            var run = cached.or(() -> get(loadTest, name, context).filter(DefinitionObserver::hasBegun));
            // Torn down as well: the next one's setup() does not begin beside that.
            var going = cached.isPresent() || run.filter(seen -> !over(seen)).isPresent();
            followed.add(new Followed(name, going, run));
        }
        return followed;
    }

    /** One that waits to be let in is not the one that was going: that is gone, and somebody gave its name to another. */
    private static boolean hasBegun(LoadTestRun run) {
        return run.getSpec().definition() != null;
    }

    private static boolean over(LoadTestRun run) {
        return run.getStatus() != null && run.getStatus().verdict() != null;
    }

    private static Optional<LoadTestRun> get(LoadTest loadTest, String name, Context<LoadTest> context) {
        return Optional.ofNullable(context.getClient()
                .resources(LoadTestRun.class)
                .inNamespace(loadTest.getMetadata().getNamespace())
                .withName(name)
                .get());
    }
}
