package dev.loadtest.operator.target;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.TargetSpec;
import dev.loadtest.api.TargetWorkload;
import dev.loadtest.operator.outbound.OutboundAnswer;
import dev.loadtest.operator.outbound.OutboundHttp;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Looks at the targets of runs: at the API server for workloads, over the network for probes. */
@ApplicationScoped
public class Targets {
    private final KubernetesClient client;
    private final OutboundHttp http;
    private final Clock clock;
    /** By UID of the run; only while it waits to begin. */
    private final Map<String, Probe> probes = new ConcurrentHashMap<>();

    Targets(KubernetesClient client, OutboundHttp http, Clock clock) {
        this.client = client;
        this.http = http;
        this.clock = clock;
    }

    /**
     * Whether the run may begin.
     *
     * @param changed is called when the probe was answered, so that the run is looked at again
     */
    public TargetSeen before(LoadTestRun run, Runnable changed) {
        var readings = readings(run);
        var lack = readings.stream()
                .flatMap(reading -> reading.lack().stream())
                .findFirst()
                .or(() -> probe(run).flatMap(probe -> probe.look(changed)));
        return lack.<TargetSeen>map(missing -> missing).orElseGet(() -> new TargetSeen.Ready(states(readings)));
    }

    /** How it is when the load has ended. */
    public TargetSeen after(LoadTestRun run) {
        return new TargetSeen.Afterwards(states(readings(run)));
    }

    /** It has begun, or never will. */
    public void forget(LoadTestRun run) {
        probes.remove(run.getMetadata().getUid());
    }

    /** Whether there is anything to look at. */
    public static boolean isNamed(LoadTestRun run) {
        return target(run)
                .filter(target ->
                        target.probe() != null || workloads(target).findAny().isPresent())
                .isPresent();
    }

    private static Optional<TargetSpec> target(LoadTestRun run) {
        return Optional.ofNullable(run.getSpec().definition().target());
    }

    private static Stream<TargetWorkload> workloads(TargetSpec target) {
        return Optional.ofNullable(target.workloads()).stream().flatMap(List::stream);
    }

    private List<Workload.Reading> readings(LoadTestRun run) {
        return target(run).stream()
                .flatMap(Targets::workloads)
                .map(workload -> new Workload(client, run.getMetadata().getNamespace(), workload).read())
                .toList();
    }

    private static List<WorkloadState> states(List<Workload.Reading> readings) {
        return readings.stream().map(reading -> reading.state().get()).toList();
    }

    private Optional<Probe> probe(LoadTestRun run) {
        return target(run)
                .map(TargetSpec::probe)
                .map(probe -> probes.computeIfAbsent(
                        run.getMetadata().getUid(), uid -> new Probe(this::get, clock, probe.url())));
    }

    private CompletableFuture<OutboundAnswer> get(String url) {
        return http.send("GET", url, "", "", OutboundHttp.Named.BY_A_USER);
    }
}
