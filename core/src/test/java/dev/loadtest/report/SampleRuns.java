package dev.loadtest.report;

import dev.loadtest.k6.CheckResult;
import dev.loadtest.k6.DeclaredThreshold;
import dev.loadtest.k6.DeclaredThreshold.Source;
import dev.loadtest.k6.MetricResult;
import dev.loadtest.k6.MetricResult.Counter;
import dev.loadtest.k6.MetricResult.Gauge;
import dev.loadtest.k6.MetricResult.Knot;
import dev.loadtest.k6.MetricResult.Rate;
import dev.loadtest.k6.MetricResult.Trend;
import dev.loadtest.k6.RunnerResult;
import dev.loadtest.verdict.Question;
import dev.loadtest.verdict.RunnerEnd;
import dev.loadtest.verdict.Stopped;
import dev.loadtest.verdict.Verdicts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Runs to make reports of: an ordinary one, the largest there is, and one whose author wishes us ill. */
final class SampleRuns {
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    static final String SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    static final String HOSTILE =
            "<script>alert(1)</script>\"'&|`[x](http://evil.example)@all\u0000\u001b[31m\u202e\uFFFE]]>";

    private static final double[] GRID = grid();

    private SampleRuns() {}

    /** Two runners, three checks, thresholds of every kind, one of them broken; the run before it was faster. */
    static Report small() {
        return report(facts("items-7", 7, 2), smallEnds(2), Optional.of(series(31)), Optional.of(previous()));
    }

    /** One runner, everything held, nothing to compare with. */
    static Report passed() {
        var runner = runner(0, new Names("", 2, 1, 0), 1);
        return report(facts("items-1", 1, 1), List.of(ended(runner, 0)), Optional.of(series(13)), Optional.empty());
    }

    /** No runner came to print a result. */
    static Report unmeasured() {
        return report(
                facts("items-2", 2, 3),
                List.of(new RunnerEnd(0, OptionalInt.of(107), Optional.empty(), Optional.of("SyntaxError: 1:2"))),
                Optional.empty(),
                Optional.empty());
    }

    static List<RunnerEnd> bigEnds() {
        return IntStream.range(0, 500)
                .mapToObj(index -> ended(runner(index, new Names("", 200, 100, 50), 1 + index / 500.0), 0))
                .toList();
    }

    /** 500 runners, 200 checks, 100 groups, 50 thresholds. */
    static Report big() {
        return Big.REPORT;
    }

    /** Made once: its 500 results take a while. */
    private static final class Big {
        private static final Report REPORT =
                report(facts("items-8", 8, 500), bigEnds(), Optional.of(series(1000)), Optional.of(previous()));
    }

    /** Every name is an attack. */
    static Report hostile() {
        return named(HOSTILE);
    }

    /** @param word what everything is called that a script or a resource can call as it likes */
    static Report named(String word) {
        var names = new Names(word, 5, 2, 4);
        var ends = List.of(
                ended(runner(0, names, 1), 0),
                new RunnerEnd(1, OptionalInt.of(107), Optional.empty(), Optional.of("error: " + word)));
        var facts = facts("items-9", 9, 2);
        var environment = facts.environment();
        var script = new Environment.Script("items-9-script", word, SHA);
        return report(
                new RunFacts(
                        facts.run(),
                        facts.times(),
                        new Environment(
                                word, 2, List.of(word), List.of(word), "Once", script, environment.operatorVersion())),
                ends,
                Optional.of(series(5)),
                Optional.of(previous()));
    }

    static Report report(RunFacts facts, List<RunnerEnd> ends, Optional<Series> series, Optional<Previous> previous) {
        var judgement = Verdicts.judge(Question.of(facts.environment().parallelism(), Stopped.NOT), ends);
        return Report.of(facts, judgement, ends, series, previous);
    }

    static RunFacts facts(String run, int number, int parallelism) {
        return new RunFacts(
                new RunIdentity(
                        "shop",
                        "items",
                        run,
                        number,
                        "0b0f4f0e-7a0c-4c52-9f6d-0d1c6a3f1c11",
                        "definition 5f2d9a of generation 3",
                        Optional.of("5f2d9a")),
                new Times(Optional.of(START.minusSeconds(20)), Optional.of(START), START.plusSeconds(65)),
                new Environment(
                        "grafana/k6:2.2.0",
                        parallelism,
                        List.of("--http-debug"),
                        List.of("API_BASE", "API_TOKEN"),
                        "Once",
                        new Environment.Script(run + "-script", "items.js", SHA),
                        "0.1.0"));
    }

    static List<RunnerEnd> smallEnds(int runners) {
        return IntStream.range(0, runners)
                .mapToObj(index -> ended(runner(index, new Names("", 3, 2, 6), 1 + 0.2 * index), 0))
                .toList();
    }

    static Previous previous() {
        var runner = runner(0, new Names("", 3, 2, 6), 0.8);
        var report = report(facts("items-6", 6, 1), List.of(ended(runner, 0)), Optional.empty(), Optional.empty());
        return Previous.of(report).orElseThrow();
    }

    static Series series(int points) {
        var random = new Random(points);
        return new Series(
                START,
                Series.Source.RUNNERS,
                Series.P95.SLOWEST_RUNNER_SINCE_START,
                IntStream.range(0, points)
                        .mapToObj(at -> {
                            var part = points == 1 ? 0 : at / (points - 1.0);
                            return new Series.Point(
                                    at * 60.0 / points,
                                    OptionalDouble.of(Math.round(40 * Math.min(1, 4 * Math.min(part, 1 - part)))),
                                    OptionalDouble.of(
                                            400 * Math.min(1, 4 * Math.min(part, 1 - part)) + 20 * random.nextDouble()),
                                    OptionalDouble.of(part > 0.6 ? 0.02 * random.nextDouble() : 0),
                                    OptionalDouble.of(60 + 90 * part * part + 9 * random.nextDouble()),
                                    OptionalDouble.of(120 + 300 * part * part + 20 * random.nextDouble()),
                                    new TreeMap<>());
                        })
                        .toList());
    }

    static RunnerEnd ended(RunnerResult result, int code) {
        return new RunnerEnd(result.runner(), OptionalInt.of(code), Optional.of(result), Optional.empty());
    }

    /** What a script calls its things, and how many of them it has. */
    record Names(String suffix, int checks, int groups, int thresholds) {}

    static RunnerResult runner(int index, Names names, double slowness) {
        var random = new Random(index);
        var metrics = new LinkedHashMap<String, MetricResult>();
        var declared = new LinkedHashMap<String, List<DeclaredThreshold>>();
        metrics.put("http_reqs", new Counter(12_000, 200));
        metrics.put("iterations", new Counter(12_000, 200));
        metrics.put("data_sent", new Counter(1_234_567, 20_576));
        metrics.put("data_received", new Counter(98_765_432, 1_646_090));
        metrics.put("vus", new Gauge(1, 1, 20));
        metrics.put("vus_max", new Gauge(20, 20, 20));
        metrics.put("http_req_failed", new Rate(60, 11_940));
        for (String name : List.of("duration", "blocked", "connecting", "sending", "waiting", "receiving")) {
            metrics.put("http_req_" + name, trend(random, slowness * (name.equals("duration") ? 80 : 2)));
        }
        metrics.put("iteration_duration", trend(random, slowness * 100));
        metrics.put("basket_size" + names.suffix, new Gauge(3 + index, 0, 9));
        for (String scenario : List.of("smoke", "spike")) {
            metrics.put("http_reqs{scenario:%s}".formatted(scenario), new Counter(6_000, 100));
            metrics.put("http_req_duration{scenario:%s}".formatted(scenario), trend(random, slowness * 80));
        }
        for (int i = 0; i < names.thresholds; i++) {
            var metric = "http_req_duration{name:page%d%s}".formatted(i, names.suffix);
            metrics.put(metric, trend(random, slowness * (50 + 20 * i)));
            declare(
                    declared,
                    metric,
                    "p(95)<" + (i % 5 == 4 ? 60 : 4000),
                    i % 2 == 0 ? Source.SCRIPT : Source.RESOURCE);
        }
        if (names.thresholds > 0) {
            declare(declared, "http_req_failed", "rate<0.01", Source.SCRIPT);
            declare(declared, "http_reqs", "rate>50", Source.SCRIPT);
        }
        var checks = new ArrayList<CheckResult>();
        for (int i = 0; i < names.checks; i++) {
            var group = i % names.groups == 0 && names.groups < 5
                    ? ""
                    : "::group %d%s".formatted(i % names.groups, names.suffix);
            var failed = i % 3 == 1 ? 7 : 0;
            checks.add(new CheckResult("%s::check %d is fine%s".formatted(group, i, names.suffix), 11_940, failed));
        }
        metrics.put("checks", new Rate(11_940L * names.checks, 7L * names.checks / 3));
        return new RunnerResult(
                index,
                Duration.ofMillis(60_000 + index),
                declared,
                metrics,
                Map.of(),
                checks,
                Optional.empty(),
                false,
                false);
    }

    private static void declare(
            Map<String, List<DeclaredThreshold>> declared, String metric, String expression, Source source) {
        declared.computeIfAbsent(metric, any -> new ArrayList<>())
                .add(new DeclaredThreshold(expression, source, false));
    }

    /** Near log-normal, no two alike. */
    static Trend trend(Random random, double median) {
        var knots = new ArrayList<Knot>();
        for (double percent : GRID) {
            var value = median * Math.pow(percent / (100 - percent), 0.3) * (1 + 1e-5 * random.nextDouble());
            knots.add(new Knot(
                    percent,
                    Math.max(
                            sevenDigits(value),
                            knots.isEmpty() ? 0 : knots.get(knots.size() - 1).value())));
        }
        var last = knots.get(knots.size() - 1).value();
        return new Trend(
                12_000,
                sevenDigits(median * 1.1),
                sevenDigits(knots.get(0).value() / 2),
                sevenDigits(last * 2),
                knots,
                true);
    }

    private static double[] grid() {
        return IntStream.range(0, 600)
                .mapToDouble(at -> at < 400 ? (at + 1) * 0.2 : 80 + (at - 399) * 0.0995)
                .toArray();
    }

    private static double sevenDigits(double value) {
        var parts = Math.pow(10, 6 - Math.floor(Math.log10(value)));
        return Math.rint(value * parts) / parts;
    }
}
