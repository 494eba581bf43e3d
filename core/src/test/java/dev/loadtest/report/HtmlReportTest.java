package dev.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.verdict.Distribution;
import dev.loadtest.verdict.Distribution.Bin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page: whole, alone, small, and made of our own markup only. Each is left in {@code target/reports} to be looked at. */
class HtmlReportTest {
    private static final Pattern TAG =
            Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\\s+[a-zA-Z-]+(?:=\"[^\"<>]*\")?)*)\\s*(/?)>");
    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final Set<String> VOID = Set.of("meta");

    static Stream<Report> reports() {
        return ReportsTest.reports();
    }

    @ParameterizedTest
    @MethodSource("reports")
    void isSmall(Report report) throws IOException {
        var page = Reports.html(report);
        Files.writeString(
                Files.createDirectories(Path.of("target/reports"))
                        .resolve(report.run().run() + ".html"),
                page);

        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(300_000);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void isWellFormed(Report report) {
        var open = new ArrayDeque<String>();
        for (var tag : tags(report)) {
            if (!tag.group(1).isEmpty()) {
                assertThat(open.pop()).isEqualTo(tag.group(2));
            } else if (tag.group(4).isEmpty() && !VOID.contains(tag.group(2))) {
                open.push(tag.group(2));
            }
        }
        assertThat(open).isEmpty();
        assertThat(TAG.matcher(body(report)).replaceAll("")).doesNotContain("<", ">");
    }

    /** Names as bad as they can be make the same page as harmless ones, but for the words in it. */
    @Test
    void nothingOfAScriptOrAResourceIsMarkup() {
        assertThat(shape(SampleRuns.named(SampleRuns.HOSTILE))).isEqualTo(shape(SampleRuns.named("harmless")));
        assertThat(Reports.html(SampleRuns.hostile()))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;|`")
                .doesNotContain("\u0000", "\u001b", "\u202e", "\uFFFE");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void loadsNothingAndRunsNothing(Report report) throws Exception {
        var page = Reports.html(report);
        var style = STYLE.matcher(page).results().map(found -> found.group(1)).toList();
        var hash = MessageDigest.getInstance("SHA-256").digest(style.get(0).getBytes(StandardCharsets.UTF_8));

        assertThat(style).hasSize(1);
        assertThat(Reports.contentSecurityPolicy())
                .isEqualTo("default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
                        .formatted(Base64.getEncoder().encodeToString(hash)));
        assertThat(page)
                .contains("<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">"
                        .formatted(Reports.contentSecurityPolicy().replace("'", "&#39;")));
        assertThat(style.get(0)).doesNotContain("url(", "@import", "http");
        assertThat(tags(report)).allSatisfy(tag -> {
            assertThat(tag.group(2)).isNotIn("script", "link", "img", "iframe", "object", "embed", "form");
            assertThat(tag.group(3)).doesNotContainPattern("\\s(on[a-z]+|src|style|srcset|action)=");
            assertThat(tag.group(3)).doesNotContainPattern("\\shref=\"[^#]");
        });
    }

    @ParameterizedTest
    @MethodSource("reports")
    void whatIsReferredToIsThere(Report report) {
        var page = Reports.html(report);
        var ids = values(page, "\\sid=\"([^\"]+)\"");

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids).containsAll(values(page, "\\shref=\"#([^\"]+)\""));
        values(page, "\\saria-labelledby=\"([^\"]+)\"")
                .forEach(named -> assertThat(ids).contains(named.split(" ")));
    }

    @Test
    void tellsTheVerdictAndWhyFirst() {
        assertThat(Reports.html(SampleRuns.small()))
                .containsSubsequence(
                        "Failed</span> items-7",
                        "ThresholdBroken.</strong> http_req_duration{name:page4} p(95)&lt;60: observed 348.8 ms over 2 runners",
                        "id=\"numbers\"",
                        "id=\"thresholds\"",
                        "id=\"validity\"",
                        "id=\"time\"",
                        "id=\"checks\"",
                        "id=\"runners\"",
                        "id=\"environment\"",
                        SampleRuns.SHA);
    }

    @Test
    void saysSoWhenThePreviousRunWasOfAnotherTest() {
        var report = SampleRuns.small();
        assertThat(Reports.html(report)).doesNotContain("the numbers may not compare");

        var before = report.previous().orElseThrow();
        var other = new Previous(
                before.run(), before.verdict(), before.ended(), before.definition(), "another", before.numbers());
        assertThat(Reports.html(SampleRuns.report(
                        SampleRuns.facts("items-7", 7, 2),
                        SampleRuns.smallEnds(2),
                        report.series(),
                        Optional.of(other))))
                .contains("the numbers may not compare");
    }

    @Test
    void everyPercentileOfPrometheusHasItsLine() {
        var percentiles = new TreeMap<>(Map.of("p50", 50.0, "p90", 90.0, "p99", 99.0));
        var points = SampleRuns.series(5).points().stream()
                .map(point -> new Series.Point(
                        point.offsetSeconds(),
                        point.vus(),
                        point.requestsPerSecond(),
                        point.failedShare(),
                        point.mean(),
                        point.p95(),
                        percentiles))
                .toList();
        var series = new Series(SampleRuns.START, Series.Source.PROMETHEUS, Series.P95.INTERVAL, points);

        assertThat(TimeCharts.of(series).get(0).lines())
                .extracting(Chart.Line::name)
                .containsExactly(
                        "p95 of the interval",
                        "mean of the interval",
                        "p50 of the interval",
                        "p90 of the interval",
                        "p99 of the interval");
    }

    /** Where the slowest request lies within the last regular bin there is nothing to stand apart. */
    @Test
    void theLastBarStandsApartOnlyWhereItReachesFurther() {
        var small = SampleRuns.small();
        var tail = small.distribution().orElseThrow();
        var even = new Distribution(List.of(new Bin(0.1, 0.2, 0.5), new Bin(0.2, 0.3, 0.5)));
        var numbers = small.numbers().orElseThrow();

        assertThat(DistributionChart.of(tail, numbers).bars())
                .extracting(Chart.Bar::style)
                .containsOnlyOnce("d");
        assertThat(Reports.html(small)).contains("The last bar, which stands apart, is the slowest 0.");
        assertThat(DistributionChart.of(even, numbers).bars())
                .extracting(Chart.Bar::style)
                .containsExactly("a", "a");
        assertThat(Reports.html(Draft.of(small).distribution(Optional.of(even)).report()))
                .doesNotContain("The last bar");
    }

    private static List<String> shape(Report report) {
        return tags(report).stream()
                .map(tag -> tag.group(1) + tag.group(2) + tag.group(3).replaceAll("=\"[^\"]*\"", ""))
                .toList();
    }

    private static List<MatchResult> tags(Report report) {
        return TAG.matcher(body(report)).results().toList();
    }

    private static String body(Report report) {
        return STYLE.matcher(Reports.html(report))
                .replaceFirst("<style></style>")
                .replaceFirst("<!DOCTYPE html>", "");
    }

    private static List<String> values(String page, String pattern) {
        var values = new ArrayList<String>();
        Pattern.compile(pattern).matcher(page).results().forEach(found -> values.add(found.group(1)));
        return values;
    }
}
