package dev.loadtest.operator.queue;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes queues for tests of other packages. */
public final class Queues {
    private static final Map<List<Object>, LoadTestRunSpec> SPECS = new ConcurrentHashMap<>();

    private Queues() {}

    /** One that has just been started, and never asks the API server. */
    public static RunQueue over(Supplier<Stream<LoadTestRun>> cache, Optional<Integer> maxRunners) {
        var queue = new RunQueue(null, new QueueSettings(maxRunners));
        queue.lookUpRuns(cache);
        return queue;
    }

    /**
     * A run that is not over.
     *
     * @param created in that minute
     * @param target the fields of {@code spec.target}
     */
    public static LoadTestRun run(String name, int created, String target, int runners, boolean stop) {
        var run = new LoadTestRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName(name + "-1")
                .withNamespace("team")
                .withUid("uid-" + name)
                .withCreationTimestamp("2026-08-01T12:%02d:00Z".formatted(created))
                .build());
        run.setSpec(SPECS.computeIfAbsent(
                List.of(name, target, runners, stop),
                any -> Serialization.unmarshal("""
                        loadTestRef: {name: %s}
                        number: 1
                        stop: %s
                        definition: {parallelism: %d, target: {%s}}
                        """.formatted(name, stop, runners, target), LoadTestRunSpec.class)));
        return run;
    }

    static LoadTestRun run(String name, int created, String lock, int runners) {
        return run(name, created, lock == null ? "" : "lock: " + lock, runners, false);
    }
}
