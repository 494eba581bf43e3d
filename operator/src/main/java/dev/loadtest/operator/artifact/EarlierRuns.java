package dev.loadtest.operator.artifact;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.operator.runner.Labels;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The runs of a LoadTest that were before one of them and can be believed, whatever they are called: those made by hand have names of their own. */
final class EarlierRuns {
    /** As many of them as are looked at for a report. */
    private static final int MOST = 5;

    private static final long PAGE = 25;

    private EarlierRuns() {}

    /** Newest first. Listed in small pages, because a run may carry its script. */
    static List<LoadTestRun> of(LoadTestRun run, KubernetesClient client) {
        var runs = client.resources(LoadTestRun.class)
                .inNamespace(run.getMetadata().getNamespace())
                .withLabel(Labels.LOAD_TEST, run.getSpec().loadTest());
        var nearest = List.<LoadTestRun>of();
        String next = null;
        do {
            try {
                var page = runs.list(new ListOptionsBuilder()
                        .withLimit(PAGE)
                        .withContinue(next)
                        .build());
                nearest = nearest(run, Stream.concat(nearest.stream(), page.getItems().stream()));
                next = page.getMetadata().getContinue();
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_GONE) {
                    throw e;
                }
                break; // it took so long that the API server has forgotten where it was
            }
        } while (next != null && !next.isEmpty());
        return nearest;
    }

    /** Of runs of the same LoadTest. */
    static List<LoadTestRun> nearest(LoadTestRun run, Stream<LoadTestRun> runs) {
        return runs.filter(one -> Labels.loadTestUid(one).equals(Labels.loadTestUid(run)))
                .filter(one -> number(one) > 0 && number(one) < number(run))
                .filter(EarlierRuns::isValid)
                .sorted(Comparator.comparing(EarlierRuns::number).reversed())
                .limit(MOST)
                .toList();
    }

    /** None before it is admitted. */
    private static int number(LoadTestRun run) {
        return Optional.ofNullable(run.getSpec().number()).orElse(0);
    }

    private static boolean isValid(LoadTestRun run) {
        return run.getStatus() != null && run.getStatus().isTrue(LoadTestRunStatus.VALID);
    }
}
