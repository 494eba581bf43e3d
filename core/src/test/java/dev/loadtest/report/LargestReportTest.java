package dev.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.loadtest.docs.ProjectRoot;
import dev.loadtest.verdict.Question;
import dev.loadtest.verdict.Stopped;
import dev.loadtest.verdict.Verdicts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the report of the largest run takes: 500 runners, 200 checks in 100 groups, 50 thresholds. Times are printed, sizes asserted. */
class LargestReportTest {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    @Test
    void isSmallInEveryForm() {
        var ends = SampleRuns.bigEnds();
        var facts = SampleRuns.facts("items-8", 8, 500);
        var judgement = Verdicts.judge(Question.of(500, Stopped.NOT), ends);
        Reports.html(SampleRuns.small()); // what is loaded once belongs to no report
        var report = timed(
                "merged",
                () -> Report.of(
                        facts,
                        judgement,
                        ends,
                        Optional.of(SampleRuns.series(1000)),
                        Optional.of(SampleRuns.previous())));
        var page = timed("page", () -> Reports.html(report));
        var json = timed("JSON", () -> Reports.json(report));
        var stored = timed("stored", () -> Reports.compact(report));
        var junit = timed("JUnit", () -> Reports.junit(report));
        var markdown = timed("Markdown", () -> Reports.markdown(report));

        System.out.printf(
                "page %d, JSON %d, stored %d, JUnit %d, Markdown %d bytes%n",
                page.getBytes(StandardCharsets.UTF_8).length,
                json.length,
                stored.length,
                junit.length(),
                markdown.length());
        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(300_000);
        assertThat(stored).hasSizeLessThanOrEqualTo(48 * 1024);
        assertThat(report.checks()).hasSize(200);
        assertThat(report.thresholds()).hasSizeGreaterThanOrEqualTo(50);
        assertThat(report.runners().rows()).hasSize(20);
        assertThat(report.leftOut())
                .containsExactly(
                        "rows of 480 of 500 runners: those that ended as they should and are nearest to the median",
                        "every point over time but 240 of 1000, evenly chosen");
        assertThat(Reports.expand(stored)).as("all of it fits").isEqualTo(report);
    }

    /** Who tests the page in a browser has no means to make it. */
    @Test
    void isKeptForTheBrowser() throws IOException {
        var kept = ProjectRoot.get().resolve("operator/src/test/resources/web/summary-largest.json.gz");
        if (Boolean.getBoolean("generate")) {
            Files.write(kept, Reports.compact(SampleRuns.big()));
        }
        assertThat(Reports.expand(Files.readAllBytes(kept)))
                .as("run this test with -Dgenerate=true")
                .isEqualTo(SampleRuns.big());
    }

    private static <T> T timed(String what, Supplier<T> made) {
        var began = PROCESS.getProcessCpuTime(); // of all threads: several metrics are merged at a time
        var result = made.get();
        System.out.printf("%s in %d ms of CPU%n", what, (PROCESS.getProcessCpuTime() - began) / 1_000_000);
        return result;
    }
}
