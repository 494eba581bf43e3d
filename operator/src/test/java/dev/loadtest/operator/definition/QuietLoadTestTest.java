package dev.loadtest.operator.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTest;
import dev.loadtest.operator.telemetry.LoadTestMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A LoadTest of which nothing goes: whatever its past, looking at it asks nobody anything and writes nothing. */
class QuietLoadTestTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:10:00Z");

    private final List<String> calls = new ArrayList<>();

    @Test
    void costsNoCallWhileNothingHappens() {
        var loadTest = Serialization.unmarshal("""
                metadata: {name: items, namespace: shop, uid: items-uid-1, generation: 1, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec:
                  script: {inline: x}
                  schedule: "*/30 8-20 * * *"
                  stalenessLimitSeconds: 7200
                """, LoadTest.class);
        loadTest.setStatus(Serialization.unmarshal("""
                verdict: Passed
                run: items-200
                lastRun: {name: items-200, number: 200, trigger: "schedule at 2026-11-23T10:00:00Z, definition aa of generation 1", phase: Completed, verdict: Passed}
                lastScheduleTime: "2026-11-23T10:00:00Z"
                lastValidTime: "2026-11-23T10:01:00Z"
                schedule: {expression: "*/30 8-20 * * *", timeZone: Etc/UTC, since: "2026-01-01T00:00:00Z"}
                """, dev.loadtest.api.LoadTestStatus.class));
        // What the first look has to say is written; the second has nothing new.
        loadTest.setStatus(
                DefinitionStatuses.mirror(loadTest, List.of(), DefinitionObserver.definition(loadTest), NOW));
        var look = ScheduleLook.at(loadTest, NOW);
        var fresh = Freshness.of(loadTest, java.util.Optional.of(loadTest.getStatus()), NOW);
        loadTest.setStatus(DefinitionStatuses.scheduled(loadTest, look, fresh, NOW));

        var later = NOW.plusSeconds(300);
        var again = new LoadTestReconciler(null, (LoadTestMetrics) null, Clock.fixed(later, ZoneOffset.UTC))
                .reconcile(loadTest, context());

        assertThat(calls).isEmpty();
        // A timer does not hear that the clock was set forward.
        assertThat(again.getScheduleDelay()).contains(LoadTestReconciler.LOOK_AGAIN.toMillis());

        var soon = Instant.parse("2026-11-23T10:29:00Z");
        assertThat(new LoadTestReconciler(null, (LoadTestMetrics) null, Clock.fixed(soon, ZoneOffset.UTC))
                        .reconcile(loadTest, context())
                        .getScheduleDelay())
                .contains(Duration.ofMinutes(1).toMillis());
    }

    @SuppressWarnings("unchecked")
    private Context<LoadTest> context() {
        var client = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {KubernetesClient.class}, (self, method, arguments) -> {
                    calls.add(method.getName());
                    return null;
                });
        return (Context<LoadTest>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Context.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getSecondaryResourcesAsStream" -> Stream.empty();
                    case "getClient" -> client;
                    default -> {
                        calls.add(method.getName());
                        yield null;
                    }
                });
    }
}
