package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.testkit.PrivateResources;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same through the operator's own code on a real API server; fewer of them, unless {@code -Dhistories.api} and {@code -Dschedules.api=all} ask for more. */
class ScheduleHistoryIT extends ScheduleHistories {
    @RegisterExtension
    static final PrivateResources RESOURCES = new PrivateResources();

    /** Tens of thousands of runs are too many for an API server in a test. */
    private static final List<String> OFTEN = List.of("*/30 8-20 * * *", "15 * * * *", "30 2 * * *", "45 1 * * *");

    private KubernetesClient client;
    private KubernetesClient operators;
    private DefinitionOnApiServer world;
    private int worlds;

    @BeforeAll
    void clients() {
        client = RESOURCES.typedClient(() -> {});
        operators = RESOURCES.typedClient(() -> world.writes());
    }

    @AfterAll
    void closed() {
        client.close();
        operators.close();
    }

    @Override
    Stream<Schedule> schedules() {
        return "all".equals(System.getProperty("schedules.api"))
                ? everySchedule().filter(schedule -> OFTEN.stream().noneMatch(schedule.expression()::equals))
                : Stream.of(sundayNight("Europe/Berlin"));
    }

    @Override
    int histories() {
        return Integer.getInteger("histories.api", 4);
    }

    @Override
    World world(String spec) {
        var loadTest = Serialization.unmarshal("""
                metadata: {name: items-%d}
                spec:
                  script: {inline: x}
                """.formatted(worlds++) + spec.indent(2), LoadTest.class);
        world = new DefinitionOnApiServer(
                client, operators, client.resource(loadTest).create());
        return world;
    }
}
