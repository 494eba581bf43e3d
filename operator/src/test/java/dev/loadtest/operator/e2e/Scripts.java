package dev.loadtest.operator.e2e;

import java.util.UUID;

/** Scripts for k6, short enough to be read beside the test that uses them. */
final class Scripts {
    /** The demo's backend, from any namespace. */
    static final String BACKEND = "http://backend.loadtest-demo:8000";

    private Scripts() {}

    /** What the notes of one test at the backend begin with, so that no other test takes them for its own. */
    static String newMark() {
        return "e2e-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Sends requests to the backend for that many seconds, with 2 VUs. */
    static String requests(int seconds, String thresholds) {
        return requests("vus: 2, duration: '%ds'".formatted(seconds), thresholds, "sleep(0.05);");
    }

    /**
     * Sends requests to the backend with that many VUs until the test says so, {@link User#ends}: what it does meanwhile may take as
     * long as it takes.
     */
    static String requestsUntilTheEnd(int vus, String thresholds, String mark) {
        return requests(onceEach(vus), thresholds, waits(mark));
    }

    private static String requests(String load, String thresholds, String pause) {
        return """
                import http from 'k6/http';
                import { sleep, check } from 'k6';
                export const options = { %s, thresholds: { %s } };
                export default function () {
                  check(http.get('%s/items?limit=10'), { 'status is 200': (r) => r.status === 200 });
                  %s
                }
                """.formatted(load, thresholds, BACKEND, pause);
    }

    /** One iteration for each of so many VUs, however long it takes. */
    static String onceEach(int vus) {
        return "scenarios: { s: { executor: 'per-vu-iterations', vus: %d, iterations: 1, maxDuration: '10m' } }"
                .formatted(vus);
    }

    private static String waits(String mark) {
        return "while (%s) sleep(0.3);".formatted(goesOn(mark));
    }

    /** Whether the test has not yet said that it is enough. */
    static String goesOn(String mark) {
        return "((r) => r.status !== 200 || r.json().length === 0)(http.get('%s/items?limit=1&prefix=%s-end'))"
                .formatted(BACKEND, mark);
    }

    /** Lasts that many seconds and needs no target. */
    static String idle(int seconds, int vus) {
        return """
                import { sleep } from 'k6';
                export const options = { vus: %d, duration: '%ds' };
                export default function () { sleep(0.2); }
                """.formatted(vus, seconds);
    }

    /**
     * Lasts that many seconds; setup() and teardown() leave notes at the backend, {@code MARK-setup} and {@code MARK-teardown-token}, and
     * every iteration checks that it was given what setup() returned.
     */
    static String withSetup(int seconds, String mark) {
        return withSetup("vus: 4, duration: '%ds'".formatted(seconds), "sleep(0.1);", mark);
    }

    /** The same, until the test says so, {@link User#ends}. */
    static String withSetupUntilTheEnd(String mark) {
        return withSetup(onceEach(4), waits(mark), mark);
    }

    private static String withSetup(String load, String pause, String mark) {
        return """
                import http from 'k6/http';
                import { sleep, check } from 'k6';
                export const options = { %s, thresholds: { checks: ['rate==1'] } };
                function note(what) {
                  const answer = http.post('%s/items', JSON.stringify({ name: `%s-${what}`, price: 1 }),
                    { headers: { 'Content-Type': 'application/json' } });
                  if (answer.status !== 201) throw new Error(`no note: ${answer.status}`);
                }
                export function setup() { note('setup'); return { token: 'abc' }; }
                export default function (data) {
                  check(data, { 'has the token': (given) => given !== undefined && given.token === 'abc' });
                  %s
                }
                export function teardown(data) { note(`teardown-${data.token}`); }
                """.formatted(load, BACKEND, mark, pause);
    }
}
