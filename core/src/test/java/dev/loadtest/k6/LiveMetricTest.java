package dev.loadtest.k6;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of k6 2.2.0; {@link SetupOnceK6Test} asks a real one. */
class LiveMetricTest {
    private static final String COUNTER = """
            {"data":{"type":"metrics","id":"http_reqs","attributes":{"type":"counter","contains":"default","tainted":null,"sample":{"count":12,"rate":3.5e-1}}}}""";

    @Test
    void readsAMetric() {
        assertThat(LiveMetric.parse(COUNTER))
                .contains(new LiveMetric(LiveMetric.Type.COUNTER, Map.of("count", 12.0, "rate", 0.35), false));
        assertThat(LiveMetric.parse(COUNTER.replace("null", "true")).map(LiveMetric::tainted))
                .contains(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"counter\"|\"histogram\"",
                "\"counter\"|7",
                "{\"count\":12,\"rate\":3.5e-1}|null",
                "{\"count\":12,\"rate\":3.5e-1}|[12]",
                "12|\"12\"",
                "12|null",
                "12|1e999",
                "}}}}|}}",
                "\"data\"|\"errors\""
            })
    void readsNothingElse(String change) {
        var changed =
                COUNTER.replace(change.substring(0, change.indexOf('|')), change.substring(change.indexOf('|') + 1));

        assertThat(changed).isNotEqualTo(COUNTER);
        assertThat(LiveMetric.parse(changed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "{}",
                "404 page not found",
                "{\"errors\":[{\"status\":\"404\",\"title\":\"Not Found\",\"detail\":\"No metric with that ID was found\"}]}"
            })
    void readsNothingFromAnError(String answer) {
        assertThat(LiveMetric.parse(answer)).isEmpty();
    }
}
