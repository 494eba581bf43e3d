package dev.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** One number is the same in JSON, page, JUnit and Markdown: exactly where it has all its digits, and in the same words for people. */
class SameNumbersTest {
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("Requests", "requests"),
            Map.entry("Requests per second", "requestsPerSecond"),
            Map.entry("Failed requests", "failedShare"),
            Map.entry("Latency, mean", "mean"),
            Map.entry("Latency, least", "min"),
            Map.entry("Latency, median", "med"),
            Map.entry("Latency, p90", "p90"),
            Map.entry("Latency, p95", "p95"),
            Map.entry("Latency, p99", "p99"),
            Map.entry("Latency, greatest", "max"),
            Map.entry("Iterations", "iterations"),
            Map.entry("Checks passed", "checksPassed"),
            Map.entry("Checks failed", "checksFailed"),
            Map.entry("Data sent", "dataSent"),
            Map.entry("Data received", "dataReceived"),
            Map.entry("Most VUs", "vusMax"));
    private static final Pattern FIGURE =
            Pattern.compile("<th scope=\"row\" class=\"text\">([^<]+)</th><td><data value=\"([^\"]+)\">([^<]+)</data>");
    private static final Pattern THRESHOLD = Pattern.compile(
            "<th scope=\"row\" class=\"name\">([^<]+)</th><td class=\"name\">([^<]+)</td><td class=\"[a-z]+\">([^<]+)</td><td><data value=\"([^\"]+)\">([^<]+)</data></td><td>([^<]+)</td>");

    static Stream<Report> reports() {
        return Stream.of(SampleRuns.small(), SampleRuns.passed(), SampleRuns.big());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void theKeyNumbers(Report report) throws Exception {
        var json = json(report).get("numbers");
        var junit = JunitReportTest.elements(report, "property").stream()
                .collect(Collectors.toMap(one -> one.getAttribute("name"), one -> one.getAttribute("value")));
        var markdown = Reports.markdown(report);
        var shown = FIGURE.matcher(Reports.html(report))
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found, (first, again) -> first));

        assertThat(shown.keySet()).containsAll(FIELDS.keySet());
        FIELDS.forEach((name, field) -> {
            var exact = json.get(field).doubleValue();
            assertThat(Double.parseDouble(shown.get(name).group(2)))
                    .as(name + " of the page")
                    .isEqualTo(exact);
            assertThat(Double.parseDouble(junit.get(name)))
                    .as(name + " of JUnit")
                    .isEqualTo(exact);
        });
        for (String name :
                new String[] {"Requests", "Requests per second", "Failed requests", "Latency, mean", "Latency, p95"}) {
            assertThat(markdown)
                    .contains("| %s | %s |".formatted(name, shown.get(name).group(3)));
        }
    }

    @ParameterizedTest
    @MethodSource("reports")
    void theThresholds(Report report) throws Exception {
        var said = JunitReportTest.elements(report, "testcase").stream()
                .collect(
                        Collectors.toMap(one -> one.getAttribute("name"), Element::getTextContent, (one, same) -> one));
        var markdown = Reports.markdown(report);
        var rows = THRESHOLD.matcher(Reports.html(report)).results().toList();

        assertThat(rows).hasSameSizeAs(report.thresholds());
        for (var row : rows) {
            var expression = row.group(2).replace("&lt;", "<").replace("&gt;", ">");
            var threshold = json(report)
                    .get("thresholds")
                    .valueStream()
                    .filter(one -> one.get("metric").asText().equals(row.group(1))
                            && one.get("expression").asText().equals(expression))
                    .findFirst()
                    .orElseThrow();
            assertThat(Double.parseDouble(row.group(4)))
                    .isEqualTo(threshold.get("observed").doubleValue());
            assertThat(row.group(3)).isEqualTo(threshold.get("passed").booleanValue() ? "held" : "broken");
            assertThat(said.get(row.group(1) + " " + expression))
                    .isEqualTo("observed %s, %s".formatted(row.group(5), row.group(6)));
            if (markdown.contains("`%s` `%s`".formatted(row.group(1), expression))) {
                assertThat(markdown)
                        .contains("| `%s` `%s` | %s | %s | %s |"
                                .formatted(row.group(1), expression, row.group(3), row.group(5), row.group(6)));
            }
        }
    }

    private static JsonNode json(Report report) throws Exception {
        return new ObjectMapper().readTree(Reports.json(report));
    }
}
