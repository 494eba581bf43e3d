package dev.loadtest.k6;

import static dev.loadtest.k6.DeclaredThreshold.Source.RESOURCE;
import static dev.loadtest.k6.DeclaredThreshold.Source.SCRIPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loadtest.k6.MetricResult.Counter;
import dev.loadtest.k6.MetricResult.Knot;
import dev.loadtest.k6.MetricResult.Trend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The harness with a real k6: what it adds, and that everything else is as in plain k6. */
class HarnessK6Test {
    @TempDir
    Path folder;

    @Test
    void keepsTheScriptsThresholdsAndAddsThoseOfTheResource() {
        var k6 = K6.in(folder).file("s.js", """
                import { Trend } from 'k6/metrics';
                const t = new Trend('own');
                export const options = { thresholds: {
                    'own{ b:"x" , a:y}': ['avg<5', { threshold: 'max<1', abortOnFail: true, delayAbortEval: '1m' }],
                    iterations: ['count>0'] } };
                export default function () { t.add(3, { a: 'y', b: 'x' }); t.add(9); }
                """);

        var outcome = k6.harnessed(
                "s.js", 0, 1, Map.of("own{a:y,b:x}", List.of("min>=3"), "iterations", List.of("count>0", "count>7")));

        assertThat(outcome.exitCode()).isEqualTo(99);
        assertThat(outcome.result().declared())
                .containsEntry(
                        "own{a:y,b:x}",
                        List.of(
                                new DeclaredThreshold("avg<5", SCRIPT, false),
                                new DeclaredThreshold("max<1", SCRIPT, true),
                                new DeclaredThreshold("min>=3", RESOURCE, false)))
                .containsEntry(
                        "iterations",
                        List.of(
                                new DeclaredThreshold("count>0", SCRIPT, false),
                                new DeclaredThreshold("count>7", RESOURCE, false)));
        assertThat(outcome.result().held())
                .containsEntry("own{a:y,b:x}", Map.of("avg<5", true, "max<1", false, "min>=3", true))
                .containsEntry("iterations", Map.of("count>0", true, "count>7", false));
        assertThat(outcome.result().metric("own{a:y,b:x}")).contains(new Trend(1, 3, 3, 3, List.of(), false));
        assertThat(outcome.text()).contains("✗ 'count>7' count=1", "✓ 'avg<5' avg=3");
        assertThat(outcome.reader().errorLine())
                .hasValueSatisfying(line -> assertThat(line).contains("have been crossed"));
    }

    @Test
    void dividesTheLoadAmongTheRunnersAndLeavesTheVerdictToThemTogether() {
        var k6 = K6.in(folder).file("s.js", """
                import exec from 'k6/execution';
                import { Trend } from 'k6/metrics';
                const negative = new Trend('negative');
                export const options = { vus: 4, iterations: 10, rps: 5,
                    thresholds: { iterations: ['count>100'], negative: ['avg>=0', 'p(33)>0'], checks: [{ threshold: 'rate>2', abortOnFail: true }] } };
                export default function () { negative.add(-7); }
                export function teardown() { console.log('rps', exec.test.options.rps); }
                """);

        var first = k6.harnessed("s.js", 0, 2, Map.of("negative", List.of("max>5")));
        var second = k6.harnessed("s.js", 1, 2, Map.of());

        assertThat(List.of(first.exitCode(), second.exitCode())).containsExactly(0, 0);
        assertThat(List.of(first.result().runner(), second.result().runner())).containsExactly(0, 1);
        assertThat(iterations(first) + iterations(second)).isEqualTo(10);
        assertThat(iterations(first)).isEqualTo(5);
        assertThat(first.result().held()).isEmpty();
        assertThat(first.result().declared().get("checks"))
                .containsExactly(new DeclaredThreshold("rate>2", SCRIPT, true));
        assertThat(first.text()).contains("✗ 'count>100' count=5", "✗ 'p(33)>0' p(33)=-7", "rps 2");
        assertThat(second.text()).contains("rps 3");
        assertThat(first.result().metric("negative")).contains(new Trend(5, -7, -7, -7, knots(5, -7, -7, -7), false));
    }

    @Test
    void tellsThePlanThatK6SettledOn() {
        var k6 = K6.in(folder).file("s.js", """
                export const options = { teardownTimeout: '1m30s', scenarios: {
                    a: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '2s' },
                    b: { executor: 'ramping-vus', startTime: '1s', stages: [{ duration: '0.3s', target: 1 }, { duration: '0s', target: 0 }] } } };
                export default function () { }
                """);

        var asWritten = k6.harnessed("s.js").reader();
        var overridden = k6.with("--duration", "1s")
                .variable("K6_SETUP_TIMEOUT", "2500ms")
                .harnessed("s.js")
                .reader();

        assertThat(asWritten.plan())
                .contains(new Plan(
                        Duration.ofMillis(1_300),
                        Duration.ofMillis(31_300),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(90),
                        0,
                        List.of(),
                        false));
        assertThat(overridden.plan().map(Plan::planned)).contains(Duration.ofSeconds(1));
        assertThat(overridden.plan().map(Plan::setupTimeout)).contains(Duration.ofMillis(2_500));
    }

    @Test
    void tellsTheMostVUsOfTheWholeTestWhereEachScenarioHasAnArrivalRate() {
        var k6 = K6.in(folder).file("s.js", """
                const rate = { executor: 'constant-arrival-rate', rate: 4, duration: '1s', preAllocatedVUs: 4 };
                const ramp = { executor: 'ramping-arrival-rate', stages: [{ target: 4, duration: '1s' }], preAllocatedVUs: 4, maxVUs: 17 };
                export const options = { scenarios: Object.assign({ rate, ramp }, JSON.parse(__ENV.MORE || '{}')) };
                export default function () { }
                """);

        var ofOne = k6.harnessed("s.js").reader();
        var ofFour = k6.harnessed("s.js", 3, 4, Map.of()).reader();
        var mixed = k6.variable("MORE", "{\"loop\": {\"executor\": \"shared-iterations\"}}")
                .harnessed("s.js")
                .reader();

        assertThat(ofOne.plan().map(Plan::arrivalMaxVUs)).contains(21);
        assertThat(ofFour.plan().map(Plan::arrivalMaxVUs)).contains(21);
        assertThat(mixed.plan().map(Plan::arrivalMaxVUs)).contains(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void tellsWhichThresholdsMayEndTheTest(int parallelism) {
        var k6 = K6.in(folder).file("s.js", """
                export const options = { vus: 2, iterations: 2, thresholds: {
                    'http_req_duration{ b:"x" , a:é}': ['avg<5', { threshold: 'p(95) < 5e2', abortOnFail: true, delayAbortEval: '1m2.5s' }],
                    checks: [{ threshold: 'rate>0x1p-4', abortOnFail: true, delayAbortEval: 1500 }, { threshold: 'rate>0.5', abortOnFail: false }],
                    iterations: [{ threshold: 'count>=0', abortOnFail: true }],
                    http_reqs: [{ threshold: 'count>=0', abortOnFail: true }, 'count<0x1p30'] } };
                export default function () { }
                """);

        var plan = k6.harnessed("s.js", 0, parallelism, Map.of("iterations", List.of("count>0")))
                .reader()
                .plan();

        assertThat(plan.map(Plan::aborts).orElseThrow())
                .containsExactly(
                        new AbortThreshold("http_req_duration{a:é,b:x}", "p(95) < 5e2", Duration.ofMillis(62_500)),
                        new AbortThreshold("checks", "rate>0x1p-4", Duration.ofMillis(1_500)),
                        new AbortThreshold("iterations", "count>=0", Duration.ZERO));
    }

    @Test
    void keepsThePlanBelowTheLengthAtWhichAContainersLogCutsLines() {
        var k6 = K6.in(folder).file("s.js", """
                const thresholds = {};
                for (let i = 0; i < 500; i++) {
                    thresholds[`http_req_duration{name:https://shop.example.org/ümläute/${i}}`] = [{ threshold: 'p(95)<500', abortOnFail: true }];
                }
                export const options = { vus: 2, iterations: 2, thresholds };
                export default function () { }
                """);

        var outcome = k6.harnessed("s.js", 0, 2, Map.of());

        var aborts = outcome.reader().plan().map(Plan::aborts).orElseThrow();
        assertThat(aborts).hasSizeBetween(50, 499);
        assertThat(aborts.get(0).metric()).endsWith("/ümläute/0}");
        assertThat(outcome.log()).allSatisfy(line -> assertThat(line.length()).isLessThan(16_000));
        assertThat(outcome.text())
                .contains("too many thresholds with abortOnFail; those of %d metrics".formatted(500 - aborts.size()));
    }

    @Test
    void handsSetupDataToEveryFunctionAsPlainK6Does() {
        var k6 = K6.in(folder).file("s.js", """
                export const options = { scenarios: {
                    one: { executor: 'per-vu-iterations', exec: 'one' }, two: { executor: 'per-vu-iterations', exec: 'two' } } };
                export function setup() { return { token: 'abc' }; }
                export function one(data) { console.log('one', JSON.stringify(data)); }
                export async function two(data) { console.log('two', JSON.stringify(data)); }
                export function teardown(data) { console.log('teardown', JSON.stringify(data)); }
                export function handleSummary(data) { return { stdout: 'summary ' + JSON.stringify(data.setup_data) }; }
                """);

        var plain = k6.plain("s.js");
        var harnessed = k6.harnessed("s.js");

        assertThat(messages(harnessed))
                .containsExactlyInAnyOrderElementsOf(messages(plain))
                .hasSize(3);
        assertThat(harnessed.log()).contains("summary {\"token\":\"abc\"}");
        assertThat(harnessed.result().setup()).isTrue();
        assertThat(harnessed.result().teardown()).isTrue();
    }

    @Test
    void addsNothingToAScriptWithoutSetup() {
        var k6 = K6.in(folder).file("s.js", """
                export default function (data) { console.log('data', data === undefined); }
                export function handleSummary(data) { return { stdout: `${data.setup_data} ${Object.keys(data.metrics).sort()}\\n` }; }
                """);

        var plain = k6.plain("s.js");
        var harnessed = k6.harnessed("s.js");

        assertThat(messages(harnessed)).isEqualTo(messages(plain)).hasSize(1);
        assertThat(harnessed.log())
                .containsAll(plain.log().stream()
                        .filter(line -> line.startsWith("undefined "))
                        .toList());
        assertThat(harnessed.result().setup()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throw new Error('mine is broken')",
                "return Promise.reject(new Error('mine is broken'))",
                "return { stdout: { not: 'text, mine is broken' } }",
                "return 'mine is broken'",
                "return new Promise(() => {})"
            })
    void survivesABrokenHandleSummary(String body) {
        var k6 = K6.in(folder).file("s.js", """
                export const options = { handleSummaryTimeout: '5s' };
                export default function () { }
                export function handleSummary(data) { delete data.metrics; %s; }
                """.formatted(body));

        var outcome = k6.harnessed("s.js");

        assertThat(outcome.exitCode()).isZero();
        assertThat(iterations(outcome)).isEqualTo(1);
        assertThat(outcome.result().userSummaryError()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return { stdout: 'no newline', 'own.txt': 'written' }",
                "return { stdout: new Uint8Array([110, 111, 32, 110, 101, 119, 108, 105, 110, 101]).buffer, 'own.txt': 'written' }",
                "return Promise.resolve({ stdout: 'no newline', 'own.txt': new Uint8Array([119, 114, 105, 116, 116, 101, 110]) })",
                "return new Promise((resolve) => setTimeout(() => resolve({ stdout: 'no newline', 'own.txt': 'written' }), 50))"
            })
    void printsAfterWhatTheScriptPrints(String body) {
        var k6 = K6.in(folder).file("s.js", """
                export default function () { }
                export function handleSummary(data) { %s; }
                """.formatted(body));

        var outcome = k6.harnessed("s.js");

        assertThat(outcome.log()).contains("no newline");
        assertThat(iterations(outcome)).isEqualTo(1);
        assertThat(outcome.result().userSummaryError()).isEmpty();
        assertThat(folder.resolve("own.txt")).hasContent("written");
        assertThat(outcome.text()).doesNotContain("TOTAL RESULTS");
    }

    @Test
    void givesTheScriptsHandleSummaryWhatPlainK6Would() {
        var k6 = K6.in(folder).file("s.js", """
                import { Trend } from 'k6/metrics';
                const t = new Trend('own');
                export const options = { summaryTrendStats: ['p(99.90)', 'count'], thresholds: { 'own{ a:"b" }': ['count<0', 'p(33)<5'].slice(1) } };
                export default function () { t.add(1, { a: 'b' }); t.add(2, { a: 'b' }); }
                export function handleSummary(data) {
                    return { stdout: JSON.stringify([data.options, data.metrics['own{a:"b"}'], Object.keys(data).sort()]) };
                }
                """);

        var plain = k6.plain("s.js").log();
        var harnessed = k6.harnessed("s.js");

        assertThat(harnessed.log().stream().filter(line -> line.startsWith("[")).map(HarnessK6Test::sorted))
                .isEqualTo(plain.stream()
                        .filter(line -> line.startsWith("["))
                        .map(HarnessK6Test::sorted)
                        .toList());
        assertThat(harnessed.result().metrics()).containsKey("own{a:b}").doesNotContainKey("own{a:\"b\"}");
    }

    @Test
    void printsASummaryWhereTheScriptHasNone() {
        var k6 = K6.in(folder).file("s.js", """
                import { check, group } from 'k6';
                export const options = { thresholds: { checks: ['rate>0.9'] } };
                export default function () { group('g', () => check(1, { 'is one': (x) => x === 1, 'is two': (x) => x === 2 })); }
                """);

        var plain = k6.plain("s.js");
        var harnessed = k6.harnessed("s.js");

        var words = List.of(
                "█ THRESHOLDS",
                "✗ 'rate>0.9' rate=50.00%",
                "checks_total",
                "✓ is one",
                "✗ is two",
                "↳  0% — ✓ 0 / ✗ 1",
                "EXECUTION");
        assertThat(plain.text()).contains(words);
        assertThat(harnessed.text()).contains(words);
        assertThat(harnessed.result().checks())
                .containsExactly(new CheckResult("::g::is one", 1, 0), new CheckResult("::g::is two", 0, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 23, 37, 101, 149, 150})
    void recoversEverySampleUpTo150(int count) {
        var k6 = K6.in(folder).file("s.js", """
                import { Trend } from 'k6/metrics';
                const t = new Trend('own', true);
                export default function () { for (let i = 0; i < %1$d; i++) t.add(Math.pow((i * 89) %% 151, 3) / 7); }
                """.formatted(count));

        var trend = (Trend) k6.harnessed("s.js").result().metric("own").orElseThrow();

        var samples = new double[count];
        for (int i = 0; i < count; i++) {
            samples[i] = Math.pow((i * 89) % 151, 3) / 7;
        }
        java.util.Arrays.sort(samples);
        assertThat(trend.count()).isEqualTo(count);
        assertThat(trend.time()).isTrue();
        assertThat(trend.min()).isEqualTo(samples[0]);
        assertThat(trend.max()).isEqualTo(samples[count - 1]);
        assertThat(trend.knots()).hasSize(Math.max(0, count - 2));
        for (int rank = 1; rank < count - 1; rank++) {
            var knot = trend.knots().get(rank - 1);
            assertThat(knot.percent() / 100 * (count - 1)).isCloseTo(rank, within(1e-12));
            assertThat(knot.value()).isCloseTo(samples[rank], within(samples[rank] * 6e-7));
        }
    }

    @Test
    void keepsTheQuantileFunctionOfManySamples() {
        var k6 = K6.in(folder).file("s.js", """
                import { Trend } from 'k6/metrics';
                const t = new Trend('own');
                export const options = { thresholds: { own: ['p(33.3337)<5000'] } };
                export default function () { for (let i = 0; i <= 10000; i++) t.add(i < 5000 ? 5000 : i); }
                """);

        var trend = (Trend) k6.harnessed("s.js").result().metric("own").orElseThrow();

        assertThat(trend.count()).isEqualTo(10_001);
        assertThat(trend.knots())
                .extracting(Knot::percent)
                .contains(0.3, 90.0, 95.0, 99.0, 99.9, 99.99)
                .doesNotContain(33.3337, 20.1);
        assertThat(trend.knots()).contains(new Knot(95, 9500), new Knot(99.99, 9999));
        assertThat(trend.knots().size()).isBetween(300, 500);
    }

    @Test
    void runsTypeScriptWithItsOwnImportsAndFiles() {
        var k6 = K6.in(folder)
                .file("lib.ts", "export const two: number = 2;")
                .file("data.json", "{\"three\": 3}")
                .file("s.ts", """
                        import { two } from './lib.ts';
                        const three: number = JSON.parse(open('./data.json')).three;
                        export const options: object = { vus: two, iterations: three };
                        export default function (): void { }
                        """);

        var outcome = k6.harnessed("s.ts");

        assertThat(outcome.exitCode()).isZero();
        assertThat(iterations(outcome)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exports.options = { iterations: 3 }; exports.default = function () { console.log('ran'); };",
                "module.exports = { options: { iterations: 3 }, default: () => console.log('ran') };",
                "const k6 = require('k6'); module.exports.options = { iterations: 3 }; module.exports.default = () => { k6.check(1, {}); console.log('ran'); };",
                "module.exports = { default: () => console.log('ran'), setup: () => console.log('setup'), handleSummary: () => ({ stdout: 'mine' }) };"
            })
    void runsCommonJs(String script) {
        var k6 = K6.in(folder).file("s.js", script);

        var plain = k6.plain("s.js");
        var outcome = k6.harnessed("s.js");

        assertThat(outcome.exitCode()).isEqualTo(plain.exitCode()).isZero();
        assertThat(messages(outcome)).isEqualTo(messages(plain)).isNotEmpty();
        assertThat(iterations(outcome))
                .isEqualTo(messages(plain).stream()
                        .filter(line -> line.equals("ran"))
                        .count());
    }

    @Test
    void runsAScriptWithoutOptionsAndOneWithoutDefault() {
        var k6 = K6.in(folder).file("bare.js", "export default function () { }").file("other.js", """
                        export const options = { scenarios: { a: { executor: 'per-vu-iterations', exec: 'other' } } };
                        export function other() { }
                        """);

        assertThat(iterations(k6.harnessed("bare.js"))).isEqualTo(1);
        assertThat(iterations(k6.harnessed("other.js"))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export const options = { thresholds: { http_req_duration: ['p(95)<500ms'] } }; export default function () { }",
                "export const options = { thresholds: { http_req_duration: 'p(95)<500' } }; export default function () { }",
                "export const options = { thresholds: { 'http_req_duration{a': ['p(95)<500'] } }; export default function () { }",
                "export const options = { thresholds: { http_reqs: ['p(95)<500'] } }; export default function () { }",
                "export const options = { thresholds: { iterations: [7] } }; export default function () { }",
                "export const options = { thresholds: { nope: ['avg<5'] } }; export default function () { }",
                "export const options = { summaryTrendStats: ['p(101)'] }; export default function () { }",
                "export const options = { vus: 'many' }; export default function () { }",
                "throw new Error('in init')",
                "export default function ( {",
                "import 'k6/x/faker'; export default function () { }",
                "export function setup() { throw new Error('in setup'); } export default function () { }",
                "import exec from 'k6/execution'; export default function () { exec.test.abort('enough'); }",
                "import exec from 'k6/execution'; export default function () { exec.test.fail('bad'); }"
            })
    void leavesEveryComplaintToK6(String script) {
        var k6 = K6.in(folder).file("s.js", script);

        var plain = k6.plain("s.js");
        var alone = k6.harnessed("s.js");
        var oneOfTwo = k6.with("--vus", "2", "--iterations", "2").harnessed("s.js", 0, 2, Map.of());

        assertThat(plain.exitCode()).isNotZero();
        assertThat(alone.exitCode()).isEqualTo(plain.exitCode());
        assertThat(oneOfTwo.exitCode()).isEqualTo(plain.exitCode());
        assertThat(ExitCode.reason(alone.exitCode(), alone.reader().errorLine()))
                .isPresent()
                .isEqualTo(ExitCode.reason(plain.exitCode(), plain.reader().errorLine()));
    }

    @Test
    void isReadThroughAMegabyteOfConsole() {
        var k6 = K6.in(folder).file("s.js", """
                export default function () { }
                export function handleSummary() {
                    for (let i = 0; i < 2000; i++) console.error('LOADTEST-RESULT x 1/1 00000000 '.padEnd(500, 'A'));
                    return { stdout: 'LOADTEST-RESULT wrong 1/1 00000000 AAAA\\n' };
                }
                """);

        var outcome = k6.harnessed("s.js");

        assertThat(iterations(outcome)).isEqualTo(1);
        assertThat(outcome.reader().forged()).isEqualTo(1);
        assertThat(outcome.reader().errorLine()).isEmpty();
    }

    @Test
    void keepsWhatItsOwnIterationsThrowApartFromK6sErrors() {
        var k6 = K6.in(folder).file("s.js", "export default function () { throw new Error('only mine'); }");

        var outcome = k6.harnessed("s.js");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.text()).contains("only mine");
        assertThat(outcome.reader().errorLine()).isEmpty();
    }

    private static long iterations(K6.Outcome outcome) {
        return (long) outcome.result()
                .metric("iterations")
                .map(Counter.class::cast)
                .orElseThrow()
                .count();
    }

    private static List<String> messages(K6.Outcome outcome) {
        return outcome.log().stream()
                .flatMap(line -> LogLine.parse(line).stream())
                .filter(LogLine::isFromConsole)
                .map(LogLine::message)
                .filter(message -> !message.startsWith("LOADTEST-PLAN"))
                .toList();
    }

    private static List<Knot> knots(int count, double... values) {
        var knots = new java.util.ArrayList<Knot>();
        for (int i = 0; i < values.length; i++) {
            knots.add(new Knot(ResultPayload.percentOfRank(i + 1L, count - 1L), values[i]));
        }
        return knots;
    }

    /** JSON of Go's maps comes in any order. */
    private static List<String> sorted(String json) {
        return java.util.Arrays.stream(json.split("[{},]")).sorted().toList();
    }
}
