package dev.loadtest.operator;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.delivery.KnownLoadTests;
import dev.loadtest.operator.web.Watched;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Stream;

/** What the controllers of LoadTests and of their runs watch anyway, also on a replica that does not lead. */
@Singleton
class InformerCaches implements Watched, KnownLoadTests {
    private final Operator operator;

    InformerCaches(Operator operator) {
        this.operator = operator;
    }

    @Override
    public Stream<LoadTest> loadTests() {
        return this.<LoadTest>cache("loadtest").list();
    }

    @Override
    public Optional<LoadTest> loadTest(String namespace, String name) {
        return this.<LoadTest>cache("loadtest").get(new ResourceID(name, namespace));
    }

    @Override
    public Optional<LoadTestRun> run(String namespace, String name) {
        return this.<LoadTestRun>cache("loadtestrun").get(new ResourceID(name, namespace));
    }

    /** By its name: that of deliveries watches runs, too, but only some of them. */
    @SuppressWarnings("unchecked") // a controller's own source holds what it reconciles
    private <R extends CustomResource<?, ?>> IndexerResourceCache<R> cache(String controller) {
        return operator.getRegisteredControllers().stream()
                .filter(one -> one.getConfiguration().getName().equals(controller))
                .map(one -> (IndexerResourceCache<R>)
                        ((Controller<?>) one).getEventSourceManager().getControllerEventSource())
                .findFirst()
                .orElseThrow();
    }
}
