package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.stream.Stream;

/** What is decided, over a cluster that is only imagined: every schedule, and many histories. */
class ScheduleHistoryTest extends ScheduleHistories {
    private static final Instant START = Instant.parse("2026-01-01T00:00:30Z");

    @Override
    Stream<Schedule> schedules() {
        return everySchedule();
    }

    @Override
    int histories() {
        return Integer.getInteger("histories", 1_000);
    }

    @Override
    World world(String spec) {
        var loadTest = Serialization.unmarshal("""
                metadata: {name: items, namespace: shop, uid: items-uid, generation: 1, creationTimestamp: "%s"}
                spec:
                  script: {inline: x}
                  parallelism: 1
                """.formatted(START) + spec.indent(2), LoadTest.class);
        return new SimulatedDefinition(loadTest, START);
    }
}
