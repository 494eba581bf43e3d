package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.runner.Labels;
import dev.loadtest.verdict.Verdict;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The runs of a LoadTest that are over: how many of them are kept. */
final class History {
    private static final long PAGE = 50;
    private static final int USUAL_LIMIT = 10;

    private History() {}

    /**
     * @param number of the run
     * @param delivering whether something of it has still to be delivered
     */
    record Past(String name, int number, boolean passed, boolean delivering) {}

    /** One that was refused, or stopped before it began. */
    record NeverBegun(String name, Instant createdAt) {}

    /** Those that are too many, the oldest first. Never the newest of all, and none that is still needed. */
    static List<Past> tooMany(List<Past> past, int successfulLimit, int failedLimit) {
        var newestFirst = past.stream()
                .sorted(Comparator.comparing(Past::number).reversed())
                .toList();
        var tooMany = new ArrayList<Past>();
        for (var passed : List.of(true, false)) {
            newestFirst.stream()
                    .filter(run -> run.passed() == passed)
                    .skip(passed ? successfulLimit : failedLimit)
                    .filter(run -> !run.delivering() && run != newestFirst.get(0))
                    .forEach(tooMany::add);
        }
        tooMany.sort(Comparator.comparing(Past::number));
        return tooMany;
    }

    /** Those that are too many of the ones that somebody created and that never began: they have no number. */
    static List<NeverBegun> tooManyNeverBegun(List<NeverBegun> past, int failedLimit) {
        return past.stream()
                .sorted(Comparator.comparing(NeverBegun::createdAt)
                        .thenComparing(NeverBegun::name)
                        .reversed())
                .skip(failedLimit)
                .toList();
    }

    /** Lists them, page by page, so it is for when one has just been added. */
    static void prune(LoadTest loadTest, KubernetesClient client) {
        var spec = loadTest.getSpec();
        var failedLimit = Optional.ofNullable(spec.failedRunsHistoryLimit()).orElse(USUAL_LIMIT);
        var past = new ArrayList<Past>();
        var neverBegun = new ArrayList<NeverBegun>();
        list(loadTest, client, past, neverBegun);
        Stream.concat(
                        tooMany(
                                        past,
                                        Optional.ofNullable(spec.successfulRunsHistoryLimit())
                                                .orElse(USUAL_LIMIT),
                                        failedLimit)
                                .stream()
                                .map(Past::name),
                        tooManyNeverBegun(neverBegun, failedLimit).stream().map(NeverBegun::name))
                .forEach(run -> client.resources(LoadTestRun.class)
                        .inNamespace(loadTest.getMetadata().getNamespace())
                        .withName(run)
                        .delete());
    }

    private static void list(LoadTest loadTest, KubernetesClient client, List<Past> past, List<NeverBegun> neverBegun) {
        list(runsOf(loadTest, client).withLabel(Labels.FINISHED, "true"), run -> {
            if (!Labels.loadTestUid(run).equals(loadTest.getMetadata().getUid()) || run.isMarkedForDeletion()) {
                return;
            }
            if (run.getSpec().number() == null) {
                neverBegun.add(neverBegun(run));
            } else {
                past.add(past(run));
            }
        });
    }

    /**
     * The highest number that a run of this name has, 0 without one. Lists all of them, page by page, so it is for a LoadTest that does not
     * know its last run: a new one, or one whose status was lost.
     */
    static int highestNumber(LoadTest loadTest, KubernetesClient client) {
        var highest = new AtomicInteger();
        list(
                runsOf(loadTest, client),
                run -> highest.accumulateAndGet(
                        Optional.ofNullable(run.getSpec().number()).orElse(0), Math::max));
        return highest.get();
    }

    private static FilterWatchListDeletable<LoadTestRun, KubernetesResourceList<LoadTestRun>, Resource<LoadTestRun>>
            runsOf(LoadTest loadTest, KubernetesClient client) {
        return client.resources(LoadTestRun.class)
                .inNamespace(loadTest.getMetadata().getNamespace())
                .withLabel(Labels.LOAD_TEST, loadTest.getMetadata().getName());
    }

    private static void list(
            FilterWatchListDeletable<LoadTestRun, KubernetesResourceList<LoadTestRun>, Resource<LoadTestRun>> runs,
            Consumer<LoadTestRun> each) {
        var options = new ListOptionsBuilder().withLimit(PAGE).build();
        do {
            var page = runs.list(options);
            page.getItems().forEach(each);
            options = new ListOptionsBuilder()
                    .withLimit(PAGE)
                    .withContinue(page.getMetadata().getContinue())
                    .build();
        } while (options.getContinue() != null && !options.getContinue().isEmpty());
    }

    private static NeverBegun neverBegun(LoadTestRun run) {
        return new NeverBegun(
                run.getMetadata().getName(), Instant.parse(run.getMetadata().getCreationTimestamp()));
    }

    private static Past past(LoadTestRun run) {
        return new Past(
                run.getMetadata().getName(),
                run.getSpec().number(),
                run.getStatus() != null
                        && Verdict.PASSED.word().equals(run.getStatus().verdict()),
                run.getMetadata().getLabels().containsKey(Labels.DELIVERING));
    }
}
