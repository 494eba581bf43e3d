package dev.loadtest.k6;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The teardown() that is run once after the load, with a real k6. */
class TeardownK6Test {
    @TempDir
    Path folder;

    @Test
    void runsTeardownOnceWithTheDataAndNothingElse() throws IOException {
        var data = Files.writeString(folder.resolve("data.json"), "{\"token\":[\"é\",0.1,null]}");
        var k6 = K6.in(folder).file("s.js", """
                import exec from 'k6/execution';
                export const options = {
                    scenarios: { many: { executor: 'constant-vus', vus: 50, duration: '1h', exec: 'load' } },
                    thresholds: { http_reqs: [{ threshold: 'count>0', abortOnFail: true }], nobody: ['avg<5'] },
                    tags: { mine: 'x' }, minIterationDuration: '1h', setupTimeout: '1ms', teardownTimeout: '44s', noSetup: true, rps: 1 };
                export function setup() { console.log('setup'); }
                export function load() { console.log('load'); }
                export default function () { console.log('load'); }
                export function handleSummary() { console.log('summary'); return {}; }
                export async function teardown(data) {
                    const { teardownTimeout, tags } = exec.test.options;
                    console.log('teardown', JSON.stringify([data, teardownTimeout, Object.entries(tags).sort()]));
                }
                """);

        var outcome = k6.tornDown("s.js", data);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.log()).singleElement();
        assertThat(messages(outcome))
                .containsExactly("teardown [{\"token\":[\"é\",0.1,null]},\"44s\","
                        + "[[\"mine\",\"x\"],[\"run\",\"r1\"],[\"runner\",\"teardown\"]]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "{broken"})
    void givesUndefinedWhereThereIsNoData(String content) throws IOException {
        var data = Files.writeString(folder.resolve("data.json"), content);
        var k6 = K6.in(folder).file("s.js", """
                export default function () { }
                export function teardown(data) { console.log('undefined', data === undefined); }
                """);

        var without = k6.tornDown("s.js", folder.resolve("nobody.json"));
        var empty = k6.tornDown("s.js", data);

        assertThat(List.of(without.exitCode(), empty.exitCode())).containsOnly(0);
        assertThat(messages(without)).containsExactly("undefined true");
        assertThat(messages(empty)).contains("undefined true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export default function () { }",
                "export const options = { noTeardown: true }; export default function () { } export function teardown() { throw new Error(); }",
                "export const options = 7; export default function () { }",
                "export const options = { vus: 'many', scenarios: [] }; export function other() { }",
                "module.exports = { options: null, default: () => {} };"
            })
    void endsWellWithoutTeardown(String script) {
        var outcome = K6.in(folder).file("s.js", script).tornDown("s.js", folder.resolve("nobody.json"));

        assertThat(outcome.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export function teardown() { throw new Error('the shop stays open'); }",
                "export async function teardown() { throw new Error('the shop stays open'); }"
            })
    void leavesToK6WhatTeardownThrows(String teardown) {
        var k6 = K6.in(folder).file("s.js", teardown + " export default function () { }");

        var plain = k6.plain("s.js");
        var outcome = k6.tornDown("s.js", folder.resolve("nobody.json"));

        assertThat(outcome.exitCode()).isEqualTo(plain.exitCode()).isEqualTo(teardown.contains("async") ? 255 : 107);
        assertThat(outcome.reader().errorLine())
                .hasValueSatisfying(line -> assertThat(line).contains("the shop stays open"));
    }

    @Test
    void runsTypeScriptAndCommonJs() throws IOException {
        var data = Files.writeString(folder.resolve("data.json"), "5");
        var k6 = K6.in(folder)
                .file("lib.ts", "export const two: number = 2;")
                .file("s.ts", """
                        import { two } from './lib.ts';
                        export const options: object = { vus: two, iterations: two };
                        export default function (): void { }
                        export function teardown(data: number): void { console.log('ts', data * two); }
                        """)
                .file("c.js", """
                        const k6 = require('k6');
                        module.exports = { default: () => {}, options: { stages: [] },
                            teardown: (data) => k6.check(data, { five: (x) => x === 5 }) && console.log('cjs', data) };
                        """);

        assertThat(messages(k6.tornDown("s.ts", data))).containsExactly("ts 10");
        assertThat(messages(k6.tornDown("c.js", data))).containsExactly("cjs 5");
    }

    private static List<String> messages(K6.Outcome outcome) {
        return outcome.log().stream()
                .flatMap(line -> LogLine.parse(line).stream())
                .filter(LogLine::isFromConsole)
                .map(LogLine::message)
                .toList();
    }
}
