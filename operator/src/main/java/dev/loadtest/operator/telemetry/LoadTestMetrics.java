package dev.loadtest.operator.telemetry;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How every LoadTest stands, looked up in the caches each time that somebody asks: nothing is remembered, so what is deleted is gone,
 * and after a restart all is there again. Only the operator that leads tells it, so that nothing is counted twice.
 */
@Singleton
public class LoadTestMetrics extends Collector {
    static final String LEADING = "loadtest_operator_leading";
    static final String LEADING_HELP = "1 if this operator is the one that works, 0 if it waits to take over.";

    private final Leading leading;
    private volatile Supplier<Stream<LoadTest>> loadTests = Stream::empty;
    private volatile Supplier<Stream<LoadTestRun>> runs = Stream::empty;

    /** Of {@code registry}, since Quarkus makes another CollectorRegistry for everyone who asks for one. */
    @SuppressWarnings("deprecation") // Quarkus has no newer one
    LoadTestMetrics(PrometheusMeterRegistry registry, Leading leading) {
        this.leading = leading;
        register(registry.getPrometheusRegistry());
    }

    /** Where the LoadTests are. */
    public void lookUpLoadTests(Supplier<Stream<LoadTest>> cache) {
        loadTests = cache;
    }

    /** Where the runs are; those that are over may be among them or not. */
    public void lookUpRuns(Supplier<Stream<LoadTestRun>> cache) {
        runs = cache;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        var leads = leading.leads();
        var own = Stream.<MetricFamilySamples>of(new GaugeMetricFamily(LEADING, LEADING_HELP, leads ? 1 : 0));
        return Stream.concat(own, leads ? Samples.of(loadTests.get(), runs.get()).stream() : Stream.empty())
                .toList();
    }
}
