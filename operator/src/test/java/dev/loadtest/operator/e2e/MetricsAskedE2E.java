package dev.loadtest.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loadtest.testkit.TestNamespace;
import dev.loadtest.testkit.fault.OperatorProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** What only the Prometheus knows to which the runners write: the operator asks it. */
@Isolated("changes whom the operator asks")
class MetricsAskedE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static final String ASKED = "LOADTEST_PROMETHEUS_QUERY_URL";
    /** Less than the ten minutes that Prometheus takes samples ahead of its clock, and more than it may be late below. */
    private static final Duration AHEAD = Duration.ofMinutes(9);

    private final User user = new User(NAMESPACE);

    @Test
    void samplesOutOfOrderAreNamed() {
        var prometheus = new TestPrometheus(NAMESPACE, "strict").starts();

        var said = whenAsked(prometheus, () -> writesBehindItsOwnSeries("late", prometheus));

        assertThat(said).startsWith("OutOfOrder: ").contains("got status code: 400", "runner or run");
    }

    /** And a Prometheus that takes what is late, if it is not too late. */
    @Tag("long") // for series that are nowhere Prometheus is asked for half a minute
    @Test
    void samplesThatAreTooOldAreNamedAndSeriesThatWentElsewhere() {
        var prometheus =
                new TestPrometheus(NAMESPACE, "patient").takingSamplesLate("1m").starts();

        var said = whenAsked(prometheus, () -> {
            user.applies("elsewhere", "", Scripts.idle(2, 1)); // to where they all write without a URL of their own
            user.seesCompleted("elsewhere-1");
            assertThat(said("elsewhere-1")).startsWith("NoSeries: ").contains(ASKED);
            return writesBehindItsOwnSeries("old", prometheus);
        });

        assertThat(said).startsWith("TooOld: ").contains("got status code: 400", "clocks agree");
    }

    /** The series of a second run are there before it, with a sample of a time that is still to come. */
    private String writesBehindItsOwnSeries(String loadTest, TestPrometheus prometheus) {
        var spec = "prometheus: {remoteWriteUrl: \"%s/api/v1/write\", pushInterval: 1s}".formatted(prometheus.url());
        user.applies(loadTest, spec, Scripts.idle(3, 1));
        user.seesCompleted(loadTest + "-1");
        assertThat(said(loadTest + "-1")).startsWith("Delivered: ");

        var ahead = new RemoteWriteRequest();
        for (var series : prometheus.series("{testid=\"%s-1\"}".formatted(loadTest))) {
            Map<String, String> labels = new ObjectMapper().convertValue(series, new TypeReference<>() {});
            labels.replaceAll((name, value) -> value.replace(loadTest + "-1", loadTest + "-2"));
            ahead.with(labels, Instant.now().plus(AHEAD));
        }
        prometheus.takes(ahead);

        user.applies(loadTest, spec + "\nenv: [{name: AGAIN, value: \"1\"}]", Scripts.idle(3, 1));
        var run = user.seesCompleted(loadTest + "-2");
        assertThat(run.getStatus().verdict()).isEqualTo("Passed");
        return said(loadTest + "-2");
    }

    private String said(String run) {
        var said = user.seesSettled(run, "MetricsDelivered");
        return "%s: %s".formatted(said.getReason(), said.getMessage());
    }

    private String whenAsked(TestPrometheus prometheus, Supplier<String> what) {
        try (var operator = new OperatorProcess(NAMESPACE.client())) {
            var before = operator.setVariable(ASKED, prometheus.url());
            try {
                return what.get();
            } finally {
                operator.setVariable(ASKED, before);
            }
        }
    }
}
