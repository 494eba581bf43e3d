package dev.loadtest.operator.artifact;

import dev.loadtest.api.Artifact;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.operator.condition.Conditions;
import dev.loadtest.operator.runner.Labels;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * How much room the reports in ConfigMaps may take in the whole cluster: beyond it the oldest go, and their runs say so. What there is was counted
 * once; from then on it is reckoned, and counted again only when the reckoning is above the limit, since runs that were deleted are not heard of.
 * Not for several threads.
 */
final class ReportBudget {
    private static final Logger LOG = Logger.getLogger(ReportBudget.class);
    private static final long PAGE = 100;
    /** Down to this share of the limit, so that not every further report costs a count. */
    private static final double ROOM = 0.9;

    private final KubernetesClient client;
    private final Clock clock;
    private final long limit;
    private OptionalLong reckoned = OptionalLong.empty();

    /** @param limit in bytes */
    ReportBudget(KubernetesClient client, Clock clock, long limit) {
        this.client = client;
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * A report that lies in a ConfigMap.
     *
     * @param completed when its run was over, RFC 3339
     * @param size in bytes
     */
    record Stored(String namespace, String run, String completed, long size) {}

    /**
     * A further report is kept: makes room for it if there is none.
     *
     * @param run that it is of; whether its status says so already does not matter
     * @param size in bytes
     */
    void kept(LoadTestRun run, long size) {
        try {
            if (reckoned.isPresent()) {
                reckoned = OptionalLong.of(reckoned.getAsLong() + size);
            }
            if (reckoned.isEmpty() || reckoned.getAsLong() > limit) {
                makeRoom(run, size);
            }
        } catch (KubernetesClientException e) {
            reckoned = OptionalLong.empty();
            LOG.warnf(
                    "the room that reports take cannot be counted, which is tried again with the next: %s",
                    e.getMessage());
        }
    }

    private void makeRoom(LoadTestRun run, long size) {
        var others = stored().stream()
                .filter(one -> !one.namespace().equals(run.getMetadata().getNamespace())
                        || !one.run().equals(run.getMetadata().getName()))
                .toList();
        var excess = excess(others, size, limit);
        excess.forEach(this::drop);
        reckoned = OptionalLong.of(size + sum(others) - sum(excess));
    }

    /**
     * Which reports go so that the others take no more than the limit: the oldest.
     *
     * @param further what comes to them and stays
     */
    static List<Stored> excess(List<Stored> stored, long further, long limit) {
        var left = further + sum(stored);
        if (left <= limit) {
            return List.of();
        }
        var goes = new ArrayList<Stored>();
        for (var one :
                stored.stream().sorted(Comparator.comparing(Stored::completed)).toList()) {
            if (left > limit * ROOM) {
                goes.add(one);
                left -= one.size();
            }
        }
        return goes;
    }

    private static long sum(List<Stored> stored) {
        return stored.stream().mapToLong(Stored::size).sum();
    }

    private List<Stored> stored() {
        var found = new ArrayList<Stored>();
        String next = null;
        do {
            var page = client.resources(LoadTestRun.class)
                    .inAnyNamespace()
                    .withLabel(Labels.FINISHED, "true")
                    .list(new ListOptionsBuilder()
                            .withLimit(PAGE)
                            .withContinue(next)
                            .build());
            page.getItems().forEach(run -> configMap(run)
                    .ifPresent(artifact -> found.add(new Stored(
                            run.getMetadata().getNamespace(),
                            run.getMetadata().getName(),
                            Optional.ofNullable(run.getStatus().completionTime())
                                    .orElse(""),
                            Optional.ofNullable(artifact.size()).orElse(0L)))));
            next = page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
        return found;
    }

    private static Optional<Artifact> configMap(LoadTestRun run) {
        return Optional.ofNullable(run.getStatus()).map(status -> status.artifacts()).stream()
                .flatMap(List::stream)
                .filter(artifact -> artifact.configMap().isPresent())
                .findFirst();
    }

    /** The ConfigMap first: of one whose run still names it the next count hears again. */
    private void drop(Stored report) {
        var runs = client.resources(LoadTestRun.class).inNamespace(report.namespace());
        var run = runs.withName(report.run()).get();
        if (run == null) {
            return;
        }
        var configMaps = client.configMaps().inNamespace(report.namespace());
        var configMap = configMaps.withName(ReportConfigMap.name(run)).get();
        if (configMap != null
                && Labels.ownerUid(configMap).equals(run.getMetadata().getUid())) {
            client.resource(configMap).delete();
        }
        var others = run.getStatus().artifacts().stream()
                .filter(artifact -> artifact.configMap().isEmpty())
                .toList();
        var conditions = Conditions.from(
                        run.getStatus().conditions(), run.getMetadata().getGeneration(), clock.instant())
                .with(
                        LoadTestRunStatus.REPORT_STORED,
                        "False",
                        "Dropped",
                        "the reports of all runs took more than the %d bytes of LOADTEST_REPORTS_BUDGET, and this was the oldest; raise it, or let history limits delete runs earlier"
                                .formatted(limit))
                .build();
        run.setStatus(run.getStatus().with(others.isEmpty() ? null : others, conditions));
        try {
            client.resource(run).updateStatus();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }
}
