package dev.loadtest.operator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loadtest.report.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusSeriesTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void thereIsAPointForEachTimeAtWhichTheRunHadVUs() throws JsonProcessingException {
        var series = series("""
                {"metric": {"what": "vus"}, "values": [[1795341602, "4"], [1795341604, "5"]]},
                {"metric": {"what": "requests"}, "values": [[1795341602, "20.5"], [1795341604, "21"], [1795341606, "3"]]},
                {"metric": {"what": "failed"}, "values": [[1795341602, "NaN"], [1795341604, "0.25"]]},
                {"metric": {"what": "p95"}, "values": [[1795341604, "187.5"]]},
                {"metric": {"what": "p50"}, "values": [[1795341604, "90"]]}
                """).orElseThrow();

        assertThat(series.source()).isEqualTo(Series.Source.PROMETHEUS);
        assertThat(series.points()).hasSize(2);
        var first = series.points().get(0);
        assertThat(first.offsetSeconds()).isEqualTo(2);
        assertThat(first.vus()).hasValue(4);
        assertThat(first.requestsPerSecond()).hasValue(20.5);
        assertThat(first.failedShare()).isEqualTo(OptionalDouble.empty()); // no request, no share
        assertThat(first.percentiles()).isEmpty();
        var second = series.points().get(1);
        assertThat(second.failedShare()).hasValue(0.25);
        assertThat(second.p95()).hasValue(187.5);
        assertThat(second.percentiles()).isEqualTo(Map.of("p50", 90.0));
    }

    @Test
    void thereIsNoneWhereNothingIsOfTheRun() throws JsonProcessingException {
        assertThat(series("""
                {"metric": {"what": "failed"}, "values": [[1795341602, "NaN"]]}""")).isEmpty();
        assertThat(series("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT2S, PT5S, PT20S", "PT2S, PT30S, PT2M", "PT2S, PT0.1S, PT4S", "PT36S, PT5S, PT1M12S"})
    void aRateIsOfTwoStepsAndOfSeveralWrites(Duration step, Duration interval, Duration window) {
        assertThat(PrometheusSeries.window(step, interval)).isEqualTo(window);
    }

    @Test
    void vusAloneDoNotTakeThePlaceOfWhatTheRunnersSaid() throws JsonProcessingException {
        var vus = series("{\"metric\": {\"what\": \"vus\"}, \"values\": [[1795341602, \"4\"]]}");
        var full = series("""
                {"metric": {"what": "vus"}, "values": [[1795341602, "4"]]},
                {"metric": {"what": "p95"}, "values": [[1795341602, "187.5"]]}
                """);
        var runners = Optional.of(new Series(
                START,
                Series.Source.RUNNERS,
                Series.P95.SLOWEST_RUNNER_SINCE_START,
                full.orElseThrow().points()));

        assertThat(PrometheusSeries.better(vus, runners)).isEqualTo(runners);
        assertThat(PrometheusSeries.better(Optional.empty(), runners)).isEqualTo(runners);
        assertThat(PrometheusSeries.better(full, runners)).isEqualTo(full);
        assertThat(PrometheusSeries.better(vus, Optional.empty())).isEqualTo(vus);
    }

    private static Optional<Series> series(String results) throws JsonProcessingException {
        var answer = "{\"status\": \"success\", \"data\": {\"resultType\": \"matrix\", \"result\": [%s]}}"
                .formatted(results);
        return PrometheusSeries.series(new ObjectMapper().readTree(answer), START);
    }
}
