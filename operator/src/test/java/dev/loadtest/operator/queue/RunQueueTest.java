package dev.loadtest.operator.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a cache that does not show yet what was done a moment ago. */
class RunQueueTest {
    private static final Instant NOW = Instant.parse("2026-08-01T13:00:00Z");

    private final LoadTestRun first = Queues.run("first", 1, "shop", 1);
    private final LoadTestRun second = Queues.run("second", 2, "shop", 1);
    private final LoadTestRun alone = Queues.run("alone", 3, null, 1);
    private final RunQueue queue = Queues.over(() -> List.of(first, second, alone).stream(), Optional.empty());

    @Test
    void whoNamesNoLockHasNothingToWaitFor() {
        assertThat(queue.place(alone, NOW)).isEqualTo(new Place.Admitted());
        assertThat(queue.waiting()).containsExactly(first, second);
    }

    @Test
    void whoWasLetInHasTheLockBeforeTheCacheShowsIt() {
        assertThat(queue.letIn(first, () -> {})).isTrue();

        assertThat(queue.place(second, NOW))
                .isEqualTo(new Place.Waiting(1, "run first-1 to end, which has the lock shop", Optional.empty()));
        assertThat(queue.letIn(second, () -> {
                    throw new AssertionError("nothing is written");
                }))
                .isFalse();
    }

    @Test
    void nobodyIsLetInOutOfTurn() {
        assertThat(queue.letIn(second, () -> {
                    throw new AssertionError("nothing is written");
                }))
                .isFalse();
    }

    @Test
    void whoHasLeftHasNothingThoughTheCacheShowsHim() {
        queue.letIn(first, () -> {});

        queue.leave(first, NOW);

        assertThat(queue.place(second, NOW)).isEqualTo(new Place.Next());
    }

    /** It was deleted a moment after its end, or its label is not written yet: by its label it cannot be found. */
    @Test
    void whoHasLeftIsRememberedSoThatTheTargetSettles() {
        var ended = Queues.run("ended", 0, "shop", 1);
        ended.setStatus(Serialization.unmarshal(
                "verdict: Passed\nmarkers: {jobUid: u}\ncompletionTime: \"2026-08-01T12:59:50Z\"",
                LoadTestRunStatus.class));
        var next = Queues.run("next", 1, "lock: shop, settleSeconds: 30", 1, false);
        var settling = new RunQueue(nothingIsFound(), new QueueSettings(Optional.empty()));
        settling.lookUpRuns(() -> List.of(ended, next).stream());

        settling.leave(ended, NOW);

        assertThat(settling.place(next, NOW))
                .isEqualTo(new Place.Waiting(
                        1,
                        "30 s to pass after run ended-1 (target.settleSeconds)",
                        Optional.of(Instant.parse("2026-08-01T13:00:20Z"))));
    }

    private static KubernetesClient nothingIsFound() {
        return (KubernetesClient) Proxy.newProxyInstance(
                RunQueueTest.class.getClassLoader(),
                new Class<?>[] {KubernetesClient.class, MixedOperation.class},
                (self, method, arguments) ->
                        method.getName().equals("list") ? new DefaultKubernetesResourceList<LoadTestRun>() : self);
    }

    @Test
    void aMarkerThatWasRefusedLetsNobodyIn() {
        assertThatThrownBy(() -> queue.letIn(first, () -> {
                    throw new KubernetesClientException("conflict", 409, null);
                }))
                .isInstanceOf(KubernetesClientException.class);

        first.setSpec(Queues.run("first", 1, "other", 1).getSpec());
        assertThat(queue.place(second, NOW)).isEqualTo(new Place.Next());
    }

    /** It may have been written: until that is known nobody else is let in, and the same run tries again. */
    @Test
    void aMarkerThatWasNotAnsweredMayStand() {
        assertThatThrownBy(() -> queue.letIn(first, () -> {
                    throw new KubernetesClientException("timeout");
                }))
                .isInstanceOf(KubernetesClientException.class);

        assertThat(queue.place(second, NOW)).isInstanceOf(Place.Waiting.class);
        assertThat(queue.letIn(first, () -> {})).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"admittedAt: \"2026-08-01T12:30:00Z\"", "jobCreating: \"2026-08-01T12:30:00Z\"", "jobUid: u"})
    void aRestartedOperatorKnowsByTheMarkersWhoHadHisTurn(String marker) {
        second.setStatus(Serialization.unmarshal("markers: {%s}".formatted(marker), LoadTestRunStatus.class));

        assertThat(queue.place(second, NOW)).isEqualTo(new Place.Admitted());
        assertThat(queue.place(first, NOW)).isInstanceOf(Place.Waiting.class);
    }

    @Test
    void ofManyThreadsOneLetsOneIn() throws InterruptedException {
        var letIn = new java.util.concurrent.atomic.AtomicInteger();
        var threads = new java.util.ArrayList<Thread>();
        for (int thread = 0; thread < 8; thread++) {
            var run = thread % 2 == 0 ? first : second;
            threads.add(new Thread(() -> {
                if (queue.letIn(
                        run,
                        () -> run.setStatus(Serialization.unmarshal(
                                "markers: {admittedAt: \"2026-08-01T12:30:00Z\"}", LoadTestRunStatus.class)))) {
                    letIn.incrementAndGet();
                }
            }));
        }
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }

        assertThat(letIn).hasValue(1);
    }
}
