package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;

/** Wakes the reconciler for a run when one of its runners has said something new. */
@ApplicationScoped
class RunWakeUp {
    private final SimpleInboundEventSource<LoadTestRun> source = new SimpleInboundEventSource<>("runners");

    SimpleInboundEventSource<LoadTestRun> source() {
        return source;
    }

    void runsChanged(Collection<LoadTestRun> runs) {
        runs.forEach(this::runChanged);
    }

    void runChanged(LoadTestRun run) {
        if (source.isRunning()) {
            source.propagateEvent(ResourceID.fromResource(run));
        }
    }
}
