package dev.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON and the stored form: what goes in comes out, and what does not fit is named. */
class ReportsTest {

    static Stream<Report> reports() {
        return Stream.of(
                SampleRuns.small(),
                SampleRuns.passed(),
                SampleRuns.unmeasured(),
                SampleRuns.hostile(),
                SampleRuns.big());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void whatIsWrittenIsReadAgain(Report report) {
        assertThat(Reports.read(Reports.json(report))).isEqualTo(report);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void whatIsStoredIsSmallAndStillAReport(Report report) {
        var stored = Reports.compact(report);
        var expanded = Reports.expand(stored);

        assertThat(stored).hasSizeLessThanOrEqualTo(48 * 1024);
        assertThat(expanded.outcome()).isEqualTo(report.outcome());
        assertThat(expanded.numbers()).isEqualTo(report.numbers());
        assertThat(expanded.leftOut()).startsWith(report.leftOut().toArray(String[]::new));
    }

    @Test
    void anOrdinaryReportIsStoredWhole() {
        var report = SampleRuns.small();
        assertThat(Reports.expand(Reports.compact(report))).isEqualTo(report);
    }

    @Test
    void whatALaterReleaseAddedIsPassedOver() {
        var json = text(SampleRuns.passed()).replaceFirst("\\{", "{\"colour\":\"red\",");
        assertThat(Reports.read(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(SampleRuns.passed());
    }

    @Test
    void aLaterVersionIsRefused() {
        var json = text(SampleRuns.passed()).replaceFirst("\"version\":1", "\"version\":2");
        assertThatThrownBy(() -> Reports.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableReport.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("up to 1");
    }

    @Test
    void whatIsNoReportIsRefused() {
        for (String text : new String[] {
            "", "[]", "{}", "null", "{\"version\":1}", "{\"version\":1", "{\"version\":1,\"checks\":3}"
        }) {
            assertThatThrownBy(() -> Reports.read(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isInstanceOf(UnreadableReport.class);
        }
        assertThatThrownBy(() -> Reports.expand(new byte[] {1, 2, 3})).isInstanceOf(UnreadableReport.class);
    }

    @Test
    void aStoredReportThatFillsTheMemoryIsRefused() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var packing = new GZIPOutputStream(packed)) {
            packing.write("{\"version\":1".getBytes(StandardCharsets.UTF_8));
            packing.write(" ".repeat(17 * 1024 * 1024).getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(() -> Reports.expand(packed.toByteArray()))
                .isInstanceOf(UnreadableReport.class)
                .hasMessageContaining("larger than");
    }

    private static String text(Report report) {
        return new String(Reports.json(report), StandardCharsets.UTF_8);
    }
}
