package dev.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Markdown: short, and what scripts say is never markup. */
class MarkdownReportTest {
    private static final Pattern CODE = Pattern.compile("(?<!`)(`+)(?!`).*?(?<!`)\\1(?!`)");

    @Test
    void saysWhatCounts() {
        assertThat(Reports.markdown(SampleRuns.small()))
                .contains("### Failed: load test `items-7`")
                .contains("| Latency, p95 | 214.6 ms | 154.8 ms | +38.6 % |")
                .contains("| `http_req_duration{name:page4}` `p(95)<60` | broken | 348.8 ms | 347.7 to 349.4 ms |");
    }

    @Test
    void staysShort() {
        assertThat(Reports.markdown(SampleRuns.big())).hasLineCount(48);
    }

    @Test
    void whatScriptsSayStandsInCodeSpansOrIsEscaped() {
        var outside = CODE.matcher(Reports.markdown(SampleRuns.hostile())).replaceAll("");

        assertThat(outside)
                .doesNotContainPattern("(?<!\\\\)<")
                .doesNotContainPattern("(?<!\\\\)\\[")
                .doesNotContainPattern("(?<!\\\\)`")
                .doesNotContain("@all")
                .doesNotContain("http:");
        assertThat(Reports.markdown(SampleRuns.hostile())
                        .lines()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.split("(?<!\\\\)\\|", -1).length))
                .as("no name adds a column")
                .containsOnly(6);
    }
}
