package dev.loadtest.k6;

import dev.loadtest.verdict.Reason;
import java.util.Arrays;
import java.util.Optional;

/** What the exit code of a runner's container means (errext/exitcodes of k6 v2.2.0, and what signals and the container runtime add). */
public enum ExitCode {
    /** The test ran and no threshold broke; whether it measured anything is another question. */
    DONE(0, null),
    /** A signal before k6 could catch it, as PID 1; also a Go program that gave up. */
    KILLED_EARLY(2, Reason.RUNNER_LOST),
    /** {@code k6 cloud run} only. */
    CLOUD_TEST_RUN_FAILED(97, Reason.INVALID_OPTIONS),
    /** {@code k6 cloud run} only. */
    CLOUD_FAILED_TO_GET_PROGRESS(98, Reason.INVALID_OPTIONS),
    /** A threshold broke. */
    THRESHOLDS_HAVE_FAILED(99, Reason.THRESHOLD_BROKEN),
    /** setup() took too long. */
    SETUP_TIMEOUT(100, Reason.SETUP_TIMEOUT),
    /** teardown() took too long. */
    TEARDOWN_TIMEOUT(101, Reason.TEARDOWN_TIMEOUT),
    /** Another of the script's functions took too long. */
    GENERIC_TIMEOUT(102, Reason.SCRIPT_ERROR),
    /** Stopped through the REST API; {@link Reason#RUNNER_LOST} holds when nobody of us asked. */
    STOPPED_FROM_REST_API(103, Reason.RUNNER_LOST),
    /** A bad option, threshold or variable. */
    INVALID_CONFIG(104, Reason.INVALID_OPTIONS),
    /** Stopped by a signal; {@link Reason#RUNNER_LOST} holds when nobody of us asked. */
    EXTERNAL_ABORT(105, Reason.RUNNER_LOST),
    /** The port of the REST API is taken. */
    CANNOT_START_REST_API(106, Reason.RUNNER_CANNOT_START),
    /** The script does not compile or threw outside of an iteration. */
    SCRIPT_EXCEPTION(107, Reason.SCRIPT_ERROR),
    /** The script called {@code exec.test.abort()}. */
    SCRIPT_ABORTED(108, Reason.SCRIPT_ABORTED),
    /** k6 panicked. */
    GO_PANIC(109, Reason.K6_PANIC),
    /** The script called {@code exec.test.fail()}. */
    MARKED_AS_FAILED(110, Reason.MARKED_AS_FAILED),
    /** The container runtime found the program, but could not run it. */
    NOT_EXECUTABLE(126, Reason.RUNNER_CANNOT_START),
    /** The container runtime did not find the program. */
    NOT_FOUND(127, Reason.RUNNER_CANNOT_START),
    /** The container runtime could not start the container. */
    CONTAINER_CANNOT_RUN(128, Reason.RUNNER_CANNOT_START),
    /** SIGHUP. */
    HANGUP(129, Reason.RUNNER_LOST),
    /** SIGKILL: by the kubelet, or for want of memory, which only the container's state tells. */
    KILLED(137, Reason.RUNNER_LOST),
    /** SIGTERM before k6 could catch it. */
    TERMINATED_EARLY(143, Reason.RUNNER_LOST),
    /** Whatever k6 has no code for: an unknown flag or output, a script that is not there or exports no function. */
    UNCLASSIFIED(255, Reason.INVALID_OPTIONS);

    private final int code;
    private final Reason reason;

    ExitCode(int code, Reason reason) {
        this.code = code;
        this.reason = reason;
    }

    /** The number. */
    public int code() {
        return code;
    }

    /** The reason a runner that ended so gives to its run; empty for 0. */
    public Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }

    /** The code's meaning; empty for one that neither k6 nor the container runtime is known to give. */
    public static Optional<ExitCode> of(int code) {
        return Arrays.stream(values()).filter(known -> known.code == code).findFirst();
    }

    /**
     * The reason that a runner's end gives to its run, as precisely as k6's last error tells.
     *
     * @param errorLine of {@link ResultReader#errorLine()}
     * @return empty for 0; {@link Reason#RUNNER_LOST} for a code that nobody knows
     */
    public static Optional<Reason> reason(int code, Optional<String> errorLine) {
        var reason = of(code).map(ExitCode::reason).orElse(Optional.of(Reason.RUNNER_LOST));
        return reason.map(coarse -> errorLine.map(line -> refined(coarse, line)).orElse(coarse));
    }

    private static Reason refined(Reason coarse, String line) {
        return switch (coarse) {
            case SCRIPT_ERROR ->
                line.contains("unknown modules") || line.contains("k6/x/") && line.contains("extension")
                        ? Reason.EXTENSION_MISSING
                        : coarse;
            case INVALID_OPTIONS -> isAboutTheScript(line) ? Reason.SCRIPT_ERROR : coarse;
            default -> coarse;
        };
    }

    /** k6 2.2 has no code of its own for these; the texts are its own. */
    private static boolean isAboutTheScript(String line) {
        return line.contains("no exported functions in script")
                || line.contains("must be a function")
                || line.contains("not found in exports")
                || line.contains("couldn't be found on local disk");
    }
}
