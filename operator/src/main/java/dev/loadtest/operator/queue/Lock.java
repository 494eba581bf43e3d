package dev.loadtest.operator.queue;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.TargetSpec;
import java.util.Optional;

/**
 * What at most one run has at a time.
 *
 * @param name as the LoadTests call it
 * @param namespace in which it is shared; empty: in the whole cluster
 */
record Lock(String name, Optional<String> namespace) {
    /** By the run's frozen definition, not by its label, which anybody may change. */
    static Optional<Lock> of(LoadTestRun run) {
        return target(run)
                .filter(target -> target.lock() != null)
                .map(target -> new Lock(
                        target.lock(),
                        "Cluster".equals(target.lockScope())
                                ? Optional.empty()
                                : Optional.of(run.getMetadata().getNamespace())));
    }

    static Optional<TargetSpec> target(LoadTestRun run) {
        return Optional.ofNullable(run.getSpec().definition().target());
    }
}
