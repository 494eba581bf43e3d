package dev.loadtest.operator.artifact;

import dev.loadtest.api.Artifact;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.runner.Labels;
import dev.loadtest.report.Previous;
import dev.loadtest.report.Report;
import dev.loadtest.report.Reports;
import dev.loadtest.report.RunFacts;
import dev.loadtest.report.UnreadableReport;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.runtime.Shutdown;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Keeps the reports of runs and finds them again. One is made after the other, beside the reconcilers: with hundreds of runners it takes
 * a second of CPU, and memory.
 */
@ApplicationScoped
public class ReportArchive {
    /** The condition about the report of a run that is over. */
    private static final Logger LOG = Logger.getLogger(ReportArchive.class);

    private final KubernetesClient client;
    private final String operatorVersion;
    private final Optional<String> pagesUrl;
    private final ReportBudget budget;
    private final Map<String, Keeping> byRun = new ConcurrentHashMap<>();
    private final ExecutorService maker = Executors.newSingleThreadExecutor(task -> {
        var thread = new Thread(task, "report-archive");
        thread.setDaemon(true);
        return thread;
    });

    ReportArchive(
            KubernetesClient client,
            @ConfigProperty(name = "quarkus.application.version") String operatorVersion,
            @ConfigProperty(name = "loadtest.results-pages.url") Optional<String> pagesUrl,
            @ConfigProperty(name = "loadtest.reports.budget", defaultValue = "200Mi") String budget,
            Clock clock) {
        this.client = client;
        this.operatorVersion = operatorVersion;
        this.pagesUrl = pagesUrl.map(url -> url.replaceAll("/+$", ""));
        this.budget = new ReportBudget(
                client, clock, Quantity.getAmountInBytes(new Quantity(budget)).longValue());
    }

    /** Makes a report of what is known of a run. Called once for each attempt, by a thread that may take its time. */
    @FunctionalInterface
    public interface Maker {
        Report make(RunFacts facts, Optional<Previous> previous);
    }

    /** Of the run's page, if the operator was told under which address its pages are reached. */
    public Optional<String> address(LoadTestRun run) {
        var metadata = run.getMetadata();
        return pagesUrl.map(
                url -> "%s/namespaces/%s/runs/%s".formatted(url, metadata.getNamespace(), metadata.getName()));
    }

    /** How far the keeping of this run's report is. */
    public Keeping seen(String runUid) {
        return byRun.getOrDefault(runUid, new Keeping.NotBegun());
    }

    /**
     * Makes and keeps the report of a run, unless that is going on or done.
     *
     * @param run with its verdict
     * @param changed called when it is kept or was refused
     */
    public void keep(LoadTestRun run, Maker maker, Runnable changed) {
        var uid = run.getMetadata().getUid();
        var before = byRun.get(uid);
        if (before instanceof Keeping.Underway || before instanceof Keeping.Kept) {
            return;
        }
        byRun.put(uid, new Keeping.Underway());
        this.maker.execute(() -> {
            var came = attempt(run, maker);
            byRun.replace(uid, came); // not if it was forgotten meanwhile
            changed.run();
            if (came instanceof Keeping.Kept kept) {
                budget.kept(run, kept.artifact().size());
            }
        });
    }

    /** What was known of a run goes; what is kept stays. */
    public void forget(String runUid) {
        byRun.remove(runUid);
    }

    /**
     * The report of a run, if it was kept.
     *
     * @throws UnreadableReport when it was written by a later release, or is damaged
     */
    public Optional<Report> of(LoadTestRun run) {
        return Optional.ofNullable(client.configMaps()
                        .inNamespace(run.getMetadata().getNamespace())
                        .withName(ReportConfigMap.name(run))
                        .get())
                .filter(found -> Labels.ownerUid(found).equals(run.getMetadata().getUid()))
                .flatMap(ReportConfigMap::packed)
                .map(Reports::expand);
    }

    private Keeping attempt(LoadTestRun run, Maker maker) {
        try {
            var report = maker.make(RunDescription.of(run, operatorVersion), previous(run));
            var packed = Reports.compact(report);
            return new Keeping.Kept(write(ReportConfigMap.of(run, packed), packed));
        } catch (KubernetesClientException e) {
            return new Keeping.Refused("the API server refused ConfigMap %s with the report: %s"
                    .formatted(ReportConfigMap.name(run), e.getMessage()));
        } catch (RuntimeException e) {
            LOG.errorf(
                    e, "the report of run %s cannot be made", run.getMetadata().getName());
            return new Keeping.Refused(
                    "the report cannot be made, which is a fault of the operator; its log says more");
        }
    }

    private Artifact write(ConfigMap configMap, byte[] packed) {
        try {
            client.resource(configMap).create();
            return ReportConfigMap.describe(configMap, packed);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            var existing = client.resource(configMap).get();
            return Optional.ofNullable(existing)
                    .filter(found -> Labels.ownerUid(found).equals(Labels.ownerUid(configMap)))
                    .flatMap(ReportConfigMap::packed)
                    .map(kept -> ReportConfigMap.describe(existing, kept))
                    .orElseThrow(() -> e);
        }
    }

    /** The newest of the runs before this one that can be believed and whose report is still there. */
    private Optional<Previous> previous(LoadTestRun run) {
        return EarlierRuns.of(run, client).stream()
                .flatMap(earlier -> readable(earlier).stream())
                .flatMap(report -> Previous.of(report).stream())
                .findFirst();
    }

    private Optional<Report> readable(LoadTestRun run) {
        try {
            return of(run);
        } catch (UnreadableReport e) {
            return Optional.empty();
        }
    }

    @Shutdown
    void close() {
        maker.shutdownNow();
    }
}
