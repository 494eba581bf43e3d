package dev.loadtest.operator.telemetry;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.Stream;

/** The framework's own metrics: reconciliations, queue, durations; none labelled by the name of a resource. */
class OperatorMetrics {
    private static final String ACTION = "action";
    private static final Duration[] LATENCIES = Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 5_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    /** Without this the framework's metrics are empty in production. */
    @Produces
    @Singleton
    Metrics metrics(MeterRegistry registry) {
        return MicrometerMetricsV2.newBuilder(registry)
                .withExecutionTimerConfig(timer -> timer.serviceLevelObjectives(LATENCIES))
                .build();
    }

    /** The framework tags some of its events with an action and others not, which the Prometheus registry refuses. */
    @Produces
    @Singleton
    MeterFilter sameTagsOnEveryEvent() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                if (!id.getName().contains("events.received") || id.getTag(ACTION) != null) {
                    return id;
                }
                var tags = new ArrayList<>(id.getTags());
                tags.add(Tag.of(ACTION, "none"));
                return id.replaceTags(tags);
            }
        };
    }
}
