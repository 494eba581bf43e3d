package dev.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
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
        assertThat(Reports.markdown(SampleRuns.big())).hasLineCount(50);
    }

    @Test
    void saysWhatIsAmongThoseItDoesNotShow() {
        var broken = SampleRuns.small().thresholds().stream()
                .filter(threshold -> !threshold.passed())
                .findFirst()
                .orElseThrow();
        var thresholds = new ArrayList<>(SampleRuns.big().thresholds());
        thresholds.addAll(Collections.nCopies(32, broken));

        assertThat(Reports.markdown(
                        Draft.of(SampleRuns.big()).thresholds(thresholds).report()))
                .contains("and 54 more: 12 broken, 42 held");
    }

    @Test
    void saysWhatWasLeftOut() {
        assertThat(Reports.markdown(SampleRuns.big())).contains("Left out of the report: rows of 480 of 500 runners");
        assertThat(Reports.markdown(SampleRuns.small())).doesNotContain("Left out");
    }

    @Test
    void oneRunnerIsOne() {
        assertThat(Reports.markdown(SampleRuns.passed())).contains("\n1 runner of");
        assertThat(Reports.markdown(SampleRuns.small())).contains("\n2 runners of");
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
