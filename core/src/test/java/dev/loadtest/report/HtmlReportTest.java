package dev.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    @Test
    void pages() throws IOException {
        for (var report : Map.of(
                        "small", SampleRuns.small(),
                        "passed", SampleRuns.passed(),
                        "unmeasured", SampleRuns.unmeasured(),
                        "hostile", SampleRuns.hostile(),
                        "big", SampleRuns.big())
                .entrySet()) {
            var page = Reports.html(report.getValue());
            var folder = Files.createDirectories(Path.of("target/reports"));
            Files.writeString(folder.resolve(report.getKey() + ".html"), page);
            Files.writeString(folder.resolve(report.getKey() + ".md"), Reports.markdown(report.getValue()));
            Files.writeString(folder.resolve(report.getKey() + ".xml"), Reports.junit(report.getValue()));
            Files.write(folder.resolve(report.getKey() + ".json"), Reports.json(report.getValue()));
            Files.write(folder.resolve(report.getKey() + ".json.gz"), Reports.compact(report.getValue()));
            assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(300_000);
        }
    }
}
