package dev.loadtest.operator.e2e;

/** Scripts for k6, short enough to be read beside the test that uses them. */
final class Scripts {
    /** The demo's backend, from any namespace. */
    static final String BACKEND = "http://backend.loadtest-demo:8000";

    private Scripts() {}

    /** Sends requests to the backend for that many seconds, with 2 VUs. */
    static String requests(int seconds, String thresholds) {
        return """
                import http from 'k6/http';
                import { sleep, check } from 'k6';
                export const options = { vus: 2, duration: '%ds', thresholds: { %s } };
                export default function () {
                  check(http.get('%s/items?limit=10'), { 'status is 200': (r) => r.status === 200 });
                  sleep(0.05);
                }
                """.formatted(seconds, thresholds, BACKEND);
    }

    /** Lasts that many seconds and needs no target. */
    static String idle(int seconds, int vus) {
        return """
                import { sleep } from 'k6';
                export const options = { vus: %d, duration: '%ds' };
                export default function () { sleep(0.2); }
                """.formatted(vus, seconds);
    }
}
