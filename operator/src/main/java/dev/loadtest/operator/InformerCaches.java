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

/** What the two controllers watch anyway, also on a replica that does not lead. */
@Singleton
class InformerCaches implements Watched, KnownLoadTests {
    private final Operator operator;

    InformerCaches(Operator operator) {
        this.operator = operator;
    }

    @Override
    public Stream<LoadTest> loadTests() {
        return cache(LoadTest.class).list();
    }

    @Override
    public Optional<LoadTest> loadTest(String namespace, String name) {
        return cache(LoadTest.class).get(new ResourceID(name, namespace));
    }

    @Override
    public Stream<LoadTestRun> runs() {
        return cache(LoadTestRun.class).list();
    }

    @Override
    public Optional<LoadTestRun> run(String namespace, String name) {
        return cache(LoadTestRun.class).get(new ResourceID(name, namespace));
    }

    private <R extends CustomResource<?, ?>> IndexerResourceCache<R> cache(Class<R> type) {
        return operator.getRegisteredControllers().stream()
                .filter(one -> one.getConfiguration().getResourceClass().equals(type))
                .map(one -> InformerCaches.<R>cache((Controller<?>) one))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // its type was asked for just before
    private static <R extends CustomResource<?, ?>> IndexerResourceCache<R> cache(Controller<?> controller) {
        return (IndexerResourceCache<R>) controller.getEventSourceManager().getControllerEventSource();
    }
}
