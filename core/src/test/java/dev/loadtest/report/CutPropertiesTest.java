package dev.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.k6.CheckResult;
import dev.loadtest.k6.DeclaredThreshold;
import dev.loadtest.k6.MetricResult;
import dev.loadtest.k6.RunnerResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** However large the things are that a script makes, a report fits, says what it lacks, and keeps what matters. */
class CutPropertiesTest {

    @Property(tries = 25)
    void everyReportFits(
            @ForAll long seed,
            @ForAll @IntRange(max = 3000) int checks,
            @ForAll @IntRange(max = 600) int metrics,
            @ForAll @IntRange(min = 1, max = 2000) int length,
            @ForAll @IntRange(max = 64) int arguments) {
        var report = report(new Random(seed), checks, metrics, length, arguments);

        var stored = Reports.compact(report);
        var kept = Reports.expand(stored);
        var page = Reports.html(report);

        assertThat(stored.length).isLessThanOrEqualTo(48 * 1024);
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(300_000);
        assertThat(kept.numbers()).isEqualTo(report.numbers());
        assertThat(kept.outcome().verdict()).isEqualTo(report.outcome().verdict());
        assertThat(kept.run()).isEqualTo(report.run());
        assertThat(kept.equals(report))
                .as("whole, or it is said")
                .isEqualTo(kept.leftOut().equals(report.leftOut()));
    }

    private static Report report(Random random, int checks, int metrics, int length, int arguments) {
        var measured = new HashMap<String, MetricResult>();
        var declared = new HashMap<String, List<DeclaredThreshold>>();
        measured.put("http_reqs", new MetricResult.Counter(10, 1));
        measured.put("http_req_duration", SampleRuns.trend(random, 100));
        for (int i = 0; i < metrics; i++) {
            var name = text(random, length);
            measured.put(name, new MetricResult.Counter(random.nextInt(1000), random.nextDouble()));
            if (i % 2 == 0) {
                declared.put(name, List.of(new DeclaredThreshold("count<500", DeclaredThreshold.Source.SCRIPT, false)));
            }
        }
        var named = new ArrayList<CheckResult>();
        for (int i = 0; i < checks; i++) {
            named.add(new CheckResult("::" + text(random, length) + "::" + text(random, length), 5, i % 4));
        }
        var result = new RunnerResult(
                0, Duration.ofSeconds(10), declared, measured, Map.of(), named, Optional.empty(), false, false);
        var facts = SampleRuns.facts("items-1", 1, 1);
        var environment = facts.environment();
        var words = IntStream.range(0, arguments)
                .mapToObj(any -> text(random, Math.min(length, 1024)))
                .toList();
        return SampleRuns.report(
                new RunFacts(
                        facts.run(),
                        facts.times(),
                        new Environment(
                                environment.image(),
                                1,
                                words,
                                words,
                                environment.setup(),
                                environment.script(),
                                environment.operatorVersion())),
                List.of(SampleRuns.ended(result, 0)),
                Optional.of(SampleRuns.series(300)),
                Optional.empty());
    }

    /** As hard to pack as text can be. */
    private static String text(Random random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(0x4E00 + random.nextInt(20_000));
        }
        return text.toString();
    }
}
