package dev.loadtest.testkit.runner;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.commons.codec.digest.DigestUtils;

/** One k6 as its REST API, its log and its exit code show it. Time is what its owner says. */
final class SimulatedRunner {
    static final int INITIALISING = 1;
    static final int PAUSED = 4;
    static final int RUNNING = 7;
    static final int ENDED = 9;

    private static final int PART_LENGTH = 3_900;

    private final RunnerScript script;
    private final int index;
    private final String nonce;
    private final List<String> log = new ArrayList<>();
    private int status;
    private boolean stopped;
    private boolean gone;
    private long endsAtMillis = Long.MAX_VALUE;
    private long printedUntilMillis;
    private String setupData = "";

    SimulatedRunner(RunnerScript script, int index, String nonce, boolean paused, long nowMillis) {
        this.script = script;
        this.index = index;
        this.nonce = nonce;
        status = script.neverReady() ? INITIALISING : PAUSED;
        if (!paused && !script.neverReady()) {
            resume(nowMillis);
        }
    }

    synchronized boolean isSilent() {
        return script.silent() || gone;
    }

    synchronized String status() {
        return "{\"data\":{\"type\":\"status\",\"id\":\"default\",\"attributes\":{\"status\":%d,\"paused\":%b,\"vus\":%d,\"vus-max\":1,\"stopped\":%b,\"running\":%b,\"tainted\":false}}}"
                .formatted(status, status <= PAUSED, status == RUNNING ? 1 : 0, stopped, status == RUNNING);
    }

    /** False if k6 would answer 500. */
    synchronized boolean resume(long nowMillis) {
        if (status != PAUSED) {
            return false;
        }
        status = RUNNING;
        endsAtMillis = nowMillis + script.runsForMillis();
        printedUntilMillis = nowMillis;
        var plan =
                "{\"planned\":%d,\"longest\":%d,\"setupTimeout\":60000,\"teardownTimeout\":60000,\"arrivalMaxVUs\":0,\"aborts\":[]}"
                        .formatted(script.runsForMillis(), script.runsForMillis() + 30_000);
        print("time=\"2026-08-01T12:00:00Z\" level=info msg=\"LOADTEST-PLAN %s %s\" source=console"
                .formatted(nonce, base64(plan)));
        return true;
    }

    synchronized void stop(long nowMillis) {
        stopped = true;
        endsAtMillis = Math.min(endsAtMillis, nowMillis);
    }

    /** setup() of a script that has none, as the harness answers for it. */
    synchronized String callSetup() {
        setupData = "{\"loadtest.dev/setup\":\"%s\",\"ran\":false,\"teardown\":false}".formatted(nonce);
        return setup();
    }

    synchronized String putSetup(String json) {
        setupData = json;
        return setup();
    }

    synchronized String setup() {
        return "{\"data\":{\"type\":\"setupData\",\"id\":\"default\",\"attributes\":{%s}}}"
                .formatted(setupData.isEmpty() ? "" : "\"data\":" + setupData);
    }

    /** The lines from this one on. */
    synchronized List<String> log(int from) {
        return List.copyOf(log.subList(Math.min(from, log.size()), log.size()));
    }

    synchronized int lines() {
        return log.size();
    }

    /** Does what is due, and says whether the container has ended now. */
    synchronized boolean isOver(long nowMillis) {
        if (status == RUNNING) {
            chat(Math.min(nowMillis, endsAtMillis));
        }
        if (!gone && nowMillis >= endsAtMillis) {
            status = ENDED;
            gone = true;
            script.printsBeforeEnd().forEach(this::print);
            printResult();
        }
        return gone;
    }

    synchronized void vanish() {
        gone = true;
    }

    int exitCode() {
        return script.exitCode();
    }

    private void chat(long untilMillis) {
        var due = Duration.ofMillis(untilMillis - printedUntilMillis).toMillis() * script.linesPerSecond() / 1000;
        for (long i = 0; i < due; i++) {
            print("time=\"2026-08-01T12:00:00Z\" level=info msg=\"" + "x".repeat(940) + "\" source=console");
        }
        if (due > 0) {
            printedUntilMillis = untilMillis;
        }
    }

    private void printResult() {
        if (script.result().isEmpty()) {
            return;
        }
        var base64 = base64(script.result().replace("%d", Integer.toString(index)));
        var whole = base64 + "." + DigestUtils.sha256Hex(base64);
        var count = (whole.length() + PART_LENGTH - 1) / PART_LENGTH;
        for (int i = 0; i < count; i++) {
            var part = whole.substring(i * PART_LENGTH, Math.min(whole.length(), (i + 1) * PART_LENGTH));
            print("LOADTEST-RESULT %s %d/%d %s %s".formatted(nonce, i + 1, count, checksum(part), part));
        }
    }

    private void print(String line) {
        log.add(line);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return "%08x".formatted(crc.getValue());
    }
}
