package dev.loadtest.k6;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One setup() for several runners, with a real k6 that is told what to do as the operator does. */
class SetupOnceK6Test {
    private static final String NONCE = "n0nce";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"function", "async function"})
    void givesEveryFunctionExactlyWhatTheScriptsSetupReturned(String function) {
        var k6 = K6.in(folder).file("s.js", """
                export const options = { setupTimeout: '7s', scenarios: {
                    one: { executor: 'per-vu-iterations', vus: 2, exec: 'one' }, two: { executor: 'per-vu-iterations', vus: 2 } } };
                export %s setup() { console.log('setup'); return { token: ['é', 0.1, null] }; }
                export function one(data) { console.log('one', JSON.stringify(data)); }
                export default function (data) { console.log('two', JSON.stringify(data)); }
                export function teardown() { console.log('teardown'); }
                export function handleSummary(data) { return { stdout: 'summary ' + JSON.stringify(data.setup_data) + '\\n' }; }
                """.formatted(function));
        try (var first = k6.paused("s.js", 0, 2, Map.of());
                var second = k6.paused("s.js", 1, 2, Map.of())) {

            var answer =
                    SetupAnswer.parse(PausedK6.dataOf(first.postSetup()), NONCE).orElseThrow();
            var kept = SetupAnswer.parse(first.setupData(), NONCE);
            var data = answer.data().orElseThrow();
            var statusCodes = List.of(first.putSetup(data), second.putSetup(data));
            first.resume();
            second.resume();
            var ends = List.of(first.ended(), second.ended());

            assertThat(answer.ran()).isTrue();
            assertThat(answer.teardown()).isTrue();
            assertThat(kept).contains(answer);
            assertThat(statusCodes).containsOnly(200);
            var expected = "{\"token\":[\"é\",0.1,null]}";
            assertThat(messages(ends.get(0))).containsExactlyInAnyOrder("setup", "one " + expected, "two " + expected);
            assertThat(messages(ends.get(1))).containsExactlyInAnyOrder("one " + expected, "two " + expected);
            assertThat(ends).allSatisfy(end -> {
                assertThat(end.exitCode()).isZero();
                assertThat(end.log()).contains("summary " + expected);
            });
            assertThat(ends.get(0).reader().plan().map(Plan::setupTimeout)).contains(Duration.ofSeconds(7));
            assertThat(ends.get(1).reader().plan()).isEmpty();
        }
    }

    @Test
    void leavesUndefinedWhatTheScriptLeavesUndefined() {
        var k6 = K6.in(folder).file("s.js", """
                export const options = { vus: 2, iterations: 2 };
                export default function (data) { console.log('data', data === undefined); }
                export function handleSummary(data) { return { stdout: `summary ${data.setup_data}\\n` }; }
                """);
        try (var runner = k6.paused("s.js", 0, 2, Map.of())) {

            var answer = SetupAnswer.parse(PausedK6.dataOf(runner.postSetup()), NONCE);
            var statusCode = runner.putSetup("");
            runner.resume();
            var end = runner.ended();

            assertThat(answer).contains(new SetupAnswer(false, false, Optional.empty()));
            assertThat(statusCode).isEqualTo(200);
            assertThat(messages(end)).containsExactly("data true");
            assertThat(end.log()).contains("summary undefined");
        }
    }

    @Test
    void callsNothingThatTheOptionsOfTheScriptForbid() {
        var k6 = K6.in(folder).file("s.js", """
                export const options = { vus: 2, iterations: 2, noSetup: true, noTeardown: true };
                export function setup() { throw new Error('unwanted'); }
                export default function () { }
                export function teardown() { }
                """);
        try (var runner = k6.paused("s.js", 0, 2, Map.of())) {

            var answer = SetupAnswer.parse(PausedK6.dataOf(runner.postSetup()), NONCE);
            runner.putSetup("");
            runner.resume();
            var end = runner.ended();

            assertThat(answer).contains(new SetupAnswer(false, false, Optional.empty()));
            assertThat(List.of(end.result().setup(), end.result().teardown())).containsOnly(false);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "function setup() { throw new Error('the shop is closed'); }",
                "async function setup() { throw new Error('the shop is closed'); }"
            })
    void leavesToK6WhatSetupThrows(String setup) {
        var k6 = K6.in(folder).file("s.js", """
                export const options = { vus: 2, iterations: 2 };
                export %s
                export default function () { }
                """.formatted(setup));
        try (var runner = k6.paused("s.js", 0, 2, Map.of())) {

            var answer = runner.postSetup();
            runner.stop();
            var end = runner.ended();

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("the shop is closed");
            assertThat(end.text()).contains("Error executing setup", "the shop is closed");
        }
    }

    /**
     * When the caller is gone, k6 has what setup() waits for return at once, and ends setup() a moment later: now and then it comes to
     * its end meanwhile. Many calls, since one rarely does.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "function setup() { sleep(60); return { made: 'half' }; }",
                "async function setup() { sleep(60); return { made: 'half' }; }",
                "async function setup() { await Promise.resolve(); sleep(60); return { made: 'half' }; }"
            })
    void keepsNothingOfASetupThatWasCutOff(String setup) {
        var k6 = K6.in(folder).file("s.js", """
                import { sleep } from 'k6';
                export const options = { vus: 2, iterations: 2 };
                export %s
                export default function () { }
                """.formatted(setup));
        try (var runner = k6.paused("s.js", 0, 2, Map.of())) {
            for (var round = 0; round < 5; round++) {
                runner.cutOffSetup(40);

                assertThat(runner.setupData()).isEmpty();
            }
        }
    }

    /** k6 says so for each metric; the operator asks all runners before it ends the test. */
    @Test
    void tellsABreachThatMayEndTheTestButGoesOn() {
        var k6 = K6.in(folder).file("s.js", """
                import { sleep } from 'k6';
                import { Counter, Gauge, Rate, Trend } from 'k6/metrics';
                const broken = new Trend('broken'), held = new Trend('held'), count = new Counter('count');
                const gauge = new Gauge('gauge'), rate = new Rate('rate');
                export const options = { vus: 2, duration: '5s', thresholds: {
                    'broken{a: "b"}': ['max<1', 'avg<1', { threshold: 'p(99)<5', abortOnFail: true, delayAbortEval: '1h' }, 'min<1'],
                    held: [{ threshold: 'p(99)<5', abortOnFail: true }, 'max<1'], rate: ['rate<0.1'] } };
                export default function () { broken.add(7, { a: 'b' }); held.add(3); count.add(2); gauge.add(9); rate.add(true); sleep(0.1); }
                export function handleSummary(data) {
                    return { stdout: 'summary ' + ['broken{a: "b"}', 'held', 'rate'].map((m) => JSON.stringify(data.metrics[m].thresholds)).join() + '\\n' };
                }
                """);
        try (var runner = k6.paused("s.js", 0, 2, Map.of())) {
            runner.putSetup("");
            runner.resume();

            runner.awaitStatus(status -> status.path("tainted").asBoolean());
            var broken = LiveMetric.parse(runner.metric("broken{a:b}")).orElseThrow();
            var held = LiveMetric.parse(runner.metric("held")).orElseThrow();
            var count = LiveMetric.parse(runner.metric("count")).orElseThrow();
            var gauge = LiveMetric.parse(runner.metric("gauge"));
            var rate = LiveMetric.parse(runner.metric("rate"));
            var unknown = LiveMetric.parse(runner.metric("nobody{a:b}"));
            var end = runner.ended();

            assertThat(broken)
                    .isEqualTo(new LiveMetric(
                            LiveMetric.Type.TREND,
                            Map.of("avg", 7.0, "min", 7.0, "med", 7.0, "max", 7.0, "p(90)", 7.0, "p(95)", 7.0),
                            true));
            assertThat(held.tainted()).isFalse();
            assertThat(count.type()).isEqualTo(LiveMetric.Type.COUNTER);
            assertThat(count.values()).containsOnlyKeys("count", "rate");
            assertThat(gauge).contains(new LiveMetric(LiveMetric.Type.GAUGE, Map.of("value", 9.0), false));
            assertThat(rate).contains(new LiveMetric(LiveMetric.Type.RATE, Map.of("rate", 1.0), false));
            assertThat(unknown).isEmpty();
            assertThat(end.exitCode()).isEqualTo(99);
            assertThat(end.result().duration()).isGreaterThan(Duration.ofSeconds(4));
            assertThat(end.result().held()).isEmpty();
            assertThat(end.log().stream().filter(line -> line.startsWith("summary ")))
                    .singleElement()
                    .asString()
                    .contains("\"max<1\":{\"ok\":false}", "\"p(99)<5\":{\"ok\":false}")
                    .contains("\"p(99)<5\":{\"ok\":true}", "\"rate<0.1\":{\"ok\":false}");
        }
    }

    private static List<String> messages(K6.Outcome outcome) {
        return outcome.log().stream()
                .flatMap(line -> LogLine.parse(line).stream())
                .filter(LogLine::isFromConsole)
                .map(LogLine::message)
                .filter(message -> !message.startsWith("LOADTEST-PLAN"))
                .toList();
    }
}
