package dev.loadtest.operator.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} has a row for every metric, with its own words, and for no other. */
class MetricsPageTest {
    private static final Path PAGE = Path.of(System.getProperty("project.root"), "docs/metrics.md");

    @Test
    void everyMetricHasItsRow() throws IOException {
        var expected = Stream.concat(
                        Stream.concat(
                                Stream.of(row(LoadTestMetrics.LEADING, List.of(), LoadTestMetrics.LEADING_HELP)),
                                Arrays.stream(Gauge.values())
                                        .map(gauge -> row(
                                                gauge.title(),
                                                gauge.labels()
                                                        .subList(
                                                                2,
                                                                gauge.labels().size()),
                                                gauge.help()))),
                        meters())
                .toList();

        assertThat(Files.readAllLines(PAGE))
                .filteredOn(line -> line.startsWith("| `loadtest_"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Stream<String> meters() {
        var registry = new SimpleMeterRegistry();
        new RunMetrics(registry);
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getDescription() != null) // not what this registry adds for each bucket
                .map(meter -> row(
                        meter.getId().getName().replace('.', '_') + suffix(meter),
                        labels(meter),
                        meter.getId().getDescription()))
                .distinct();
    }

    private static String suffix(Meter meter) {
        return meter.getId().getType() == Meter.Type.COUNTER ? "_total" : "_seconds";
    }

    private static List<String> labels(Meter meter) {
        var labels = new ArrayList<String>();
        meter.getId().getTags().forEach(tag -> labels.add(tag.getKey()));
        labels.remove("le");
        return labels;
    }

    private static String row(String name, List<String> labels, String help) {
        return "| `%s` | %s | %s |"
                .formatted(name, labels.stream().map("`%s`"::formatted).collect(Collectors.joining(", ")), help);
    }
}
