package dev.loadtest.operator.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DefinitionObserverTest {
    private final LoadTest loadTest = Definitions.loadTest(1, Serialization.unmarshal("""
            active: [canary]
            lastRun: {name: canary, number: 3, trigger: definition aa of generation 1, phase: Running}
            """, LoadTestStatus.class));

    @Test
    void followsTheRunThatGoes() {
        var going = run("number: 3\n  trigger: t\n  definition: {script: {inline: x}}");

        assertThat(DefinitionObserver.followed(loadTest, context(going, going)))
                .singleElement()
                .satisfies(run -> assertThat(run.going()).isTrue());
    }

    /** The cache has not heard yet that it was let in. */
    @Test
    void followsTheRunThatWasLetInAMomentAgo() {
        var going = run("number: 3\n  trigger: t\n  definition: {script: {inline: x}}");

        assertThat(DefinitionObserver.followed(loadTest, context(run("stop: false"), going)))
                .singleElement()
                .satisfies(run -> assertThat(run.going()).isTrue());
    }

    /** {@code kubectl replace --force}: it would wait for its own end. */
    @Test
    void aRunThatWaitsUnderTheNameOfOneThatIsGoneIsNotThatOne() {
        var waiting = run("stop: false");

        assertThat(DefinitionObserver.followed(loadTest, context(waiting, waiting)))
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.going()).isFalse();
                    assertThat(run.run()).isEmpty();
                });
    }

    private static LoadTestRun run(String spec) {
        return Serialization.unmarshal("""
                metadata: {name: canary, namespace: shop}
                spec:
                  loadTestRef: {name: items}
                  %s
                """.formatted(spec), LoadTestRun.class);
    }

    @SuppressWarnings("unchecked")
    private Context<LoadTest> context(LoadTestRun cached, LoadTestRun stored) {
        var loader = getClass().getClassLoader();
        var client = Proxy.newProxyInstance(
                loader,
                new Class<?>[] {KubernetesClient.class, MixedOperation.class, Resource.class},
                (self, method, arguments) -> method.getName().equals("get") ? stored : self);
        return (Context<LoadTest>) Proxy.newProxyInstance(
                loader,
                new Class<?>[] {Context.class},
                (self, method, arguments) -> method.getName().equals("getClient") ? client : Stream.of(cached));
    }
}
