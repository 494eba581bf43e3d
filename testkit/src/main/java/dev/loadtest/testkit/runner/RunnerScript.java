package dev.loadtest.testkit.runner;

import java.util.List;
import java.util.Objects;

/**
 * What a simulated runner does.
 *
 * @param startsAfterMillis from being bound to a node to its container running
 * @param neverReady it never comes to the barrier: its API says that it still initialises VUs
 * @param silent nobody answers at its address
 * @param runsForMillis from being resumed to the end of its load
 * @param linesPerSecond of a console that is not told to be quiet, of 1,000 bytes each, while the load lasts
 * @param result the JSON of its result; empty for a runner that prints none
 * @param printsBeforeEnd lines of k6's log, just before its result
 * @param exitCode the container's
 */
public record RunnerScript(
        int startsAfterMillis,
        boolean neverReady,
        boolean silent,
        int runsForMillis,
        int linesPerSecond,
        String result,
        List<String> printsBeforeEnd,
        int exitCode) {

    public RunnerScript {
        Objects.requireNonNull(result, "result");
        printsBeforeEnd = List.copyOf(printsBeforeEnd);
    }

    /** Measures 100 iterations of 2 s and ends well. */
    public static RunnerScript well() {
        return new RunnerScript(200, false, false, 2_000, 0, """
                {"version":1,"runner":%d,"durationMs":2000,"grid":[],"coarse":[],"declared":{},"metrics":{"iterations":{"counter":[100,50]}},\
                "held":{},"checks":[],"setup":false,"teardown":false}""", List.of(), 0);
    }

    public RunnerScript thatIsNeverReady() {
        return new RunnerScript(
                startsAfterMillis, true, silent, runsForMillis, linesPerSecond, result, printsBeforeEnd, exitCode);
    }

    public RunnerScript thatIsSilent() {
        return new RunnerScript(
                startsAfterMillis, neverReady, true, runsForMillis, linesPerSecond, result, printsBeforeEnd, exitCode);
    }

    /** 1,000 lines are 1 MB. */
    public RunnerScript writingLines(int perSecond) {
        return new RunnerScript(
                startsAfterMillis, neverReady, silent, runsForMillis, perSecond, result, printsBeforeEnd, exitCode);
    }

    /** {@code %d} in it becomes the runner's number. */
    public RunnerScript withResult(String json) {
        return new RunnerScript(
                startsAfterMillis, neverReady, silent, runsForMillis, linesPerSecond, json, printsBeforeEnd, exitCode);
    }

    /** Without a result, as when k6 fails. */
    public RunnerScript failingWith(int code, String... lines) {
        return new RunnerScript(
                startsAfterMillis, neverReady, silent, runsForMillis, linesPerSecond, "", List.of(lines), code);
    }
}
