package dev.loadtest.operator.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.runner.Labels;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The runs of the cluster, those that are over too. They are not in memory: the API server is asked when somebody looks, in small pages because
 * a run may carry its script, one listing at a time, and for all runs at most a twentieth of the time.
 */
@Singleton
class Runs {
    private static final long PAGE = 25;
    /** What one listing looks at. Who has more names a LoadTest, or deletes old runs. */
    private static final int MOST = 2_000;

    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int REST = 20;

    private final KubernetesClient client;
    private final Watched watched;
    private final Clock clock;
    private final Cache<Name, Optional<LoadTestRun>> byName =
            Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(20).build();
    private final Cache<Name, History> ofOne =
            Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(50).build();
    private History ofAll = new History(List.of(), true);
    private Instant ofAllUntil = Instant.MIN;

    Runs(KubernetesClient client, Watched watched, Clock clock) {
        this.client = client;
        this.watched = watched;
        this.clock = clock;
    }

    private record Name(String namespace, String name) {}

    /** @param complete false when there are more runs than are looked at */
    record History(List<RunLine> runs, boolean complete) {}

    /** The run as it is now; what is over is a few seconds old at most. */
    Optional<LoadTestRun> run(String namespace, String name) {
        return watched.run(namespace, name).or(() -> byName.get(new Name(namespace, name), this::asked));
    }

    /** The runs of one LoadTest, newest first. */
    History of(String namespace, String loadTest) {
        return ofOne.get(new Name(namespace, loadTest), name -> listed(namespace, Labels.LOAD_TEST + "=" + loadTest));
    }

    /** All runs that are over. */
    synchronized History over() {
        var begun = clock.instant();
        if (begun.isAfter(ofAllUntil)) {
            ofAll = listed(null, Labels.FINISHED);
            var ended = clock.instant();
            ofAllUntil = ended.plus(FRESH).plus(Duration.between(begun, ended).multipliedBy(REST));
        }
        return ofAll;
    }

    private Optional<LoadTestRun> asked(Name name) {
        return Optional.ofNullable(client.resources(LoadTestRun.class)
                .inNamespace(name.namespace())
                .withName(name.name())
                .get());
    }

    private synchronized History listed(String namespace, String selector) {
        var runs = client.resources(LoadTestRun.class);
        var where = namespace == null ? runs.inAnyNamespace() : runs.inNamespace(namespace);
        var lines = new ArrayList<RunLine>();
        String next = null;
        do {
            var options = new ListOptionsBuilder()
                    .withLabelSelector(selector)
                    .withLimit(PAGE)
                    .withContinue(next)
                    .build();
            try {
                var page = where.list(options);
                page.getItems().forEach(run -> lines.add(RunLine.of(run)));
                next = page.getMetadata().getContinue();
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_GONE) {
                    throw e;
                }
                break; // it took so long that the API server has forgotten where it was
            }
        } while (next != null && !next.isEmpty() && lines.size() < MOST);
        lines.sort(RunLine.NEWEST_FIRST);
        return new History(List.copyOf(lines), next == null || next.isEmpty());
    }
}
