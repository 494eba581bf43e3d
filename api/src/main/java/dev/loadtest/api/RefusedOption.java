package dev.loadtest.api;

import java.util.Optional;

/**
 * The options of k6 that a LoadTest may not set, because they take the result or the control of a run away from the operator: as
 * a flag in {@code spec.arguments} and as a variable in {@code spec.env}. Tried on k6 2.2.0; everything else is allowed.
 */
public enum RefusedOption {
    TAG("--tag", null, "K6_TAGS", "it discards the tags of the script: put tags into options.tags of the script"),
    THRESHOLDS(null, null, "K6_THRESHOLDS", "it empties the thresholds of the script: use spec.thresholds"),
    NO_THRESHOLDS(
            "--no-thresholds",
            null,
            "K6_NO_THRESHOLDS",
            "nothing would be judged: remove from script and LoadTest the thresholds that need not hold"),
    NO_SUMMARY("--no-summary", null, "K6_NO_SUMMARY", "the result of the run is made with the summary: leave it out"),
    SUMMARY_MODE(
            "--summary-mode", null, "K6_SUMMARY_MODE", "the result of the run is made with the summary: leave it out"),
    SUMMARY_EXPORT(
            "--summary-export",
            null,
            "K6_SUMMARY_EXPORT",
            "it holds the numbers of one runner and is lost with the pod: read status.numbers and status.thresholds of the run"),
    SUMMARY_TREND_STATS(
            "--summary-trend-stats",
            null,
            "K6_SUMMARY_TREND_STATS",
            "the result needs statistics of its own: put yours into options.summaryTrendStats of the script"),
    NEW_MACHINE_READABLE_SUMMARY(
            "--new-machine-readable-summary",
            null,
            "K6_NEW_MACHINE_READABLE_SUMMARY",
            "that format has no thresholds: leave it out"),
    HANDLE_SUMMARY_TIMEOUT(
            null,
            null,
            "K6_HANDLE_SUMMARY_TIMEOUT",
            "the result may be cut off: leave it out, so that it is 2 minutes"),
    CONFIG("--config", "c", "K6_CONFIG", "it may hold any option that is refused: put the options into the script"),
    LINGER("--linger", "l", "K6_LINGER", "the run would never end: leave it out"),
    NO_SETUP(
            "--no-setup",
            null,
            "K6_NO_SETUP",
            "the operator sees to setup(): remove it from the script if it need not run"),
    NO_TEARDOWN(
            "--no-teardown",
            null,
            "K6_NO_TEARDOWN",
            "the operator sees to teardown(): remove it from the script if it need not run"),
    PAUSED(
            "--paused",
            "p",
            "K6_PAUSED",
            "the operator starts the runners together: use spec.suspend to hold back runs"),
    ADDRESS("--address", "a", "K6_ADDRESS", "the operator controls the runners on port 6565: leave it out"),
    EXECUTION_SEGMENT(
            "--execution-segment",
            null,
            null,
            "the operator divides the load: give the number of runners as spec.parallelism"),
    EXECUTION_SEGMENT_SEQUENCE(
            "--execution-segment-sequence",
            null,
            null,
            "the operator divides the load: give the number of runners as spec.parallelism"),
    TYPE("--type", "t", "K6_TYPE", "the kind of script is known from the ending of its name: leave it out"),
    FEATURES("--features", null, "K6_FEATURES", "it may change what k6 measures and prints: leave it out"),
    LOG_OUTPUT(
            "--log-output",
            null,
            "K6_LOG_OUTPUT",
            "errors are read from the log: collect the logs of the pods instead"),
    LOG_FORMAT("--log-format", null, "K6_LOG_FORMAT", "errors are read from the log: leave it out"),
    INCLUDE_SYSTEM_ENV_VARS(
            "--include-system-env-vars",
            null,
            "K6_INCLUDE_SYSTEM_ENV_VARS",
            "the runners need the variables of their pods, which is the default: leave it out"),
    JOB_COMPLETION_INDEX(
            null, null, "JOB_COMPLETION_INDEX", "Kubernetes sets it to the index of the runner: read it from __ENV");

    private final String flag;
    private final String shorthand;
    private final String variable;
    private final String advice;

    RefusedOption(String flag, String shorthand, String variable, String advice) {
        this.flag = flag;
        this.shorthand = shorthand;
        this.variable = variable;
        this.advice = advice;
    }

    /** The flag with its two dashes, if k6 has one. */
    public Optional<String> flag() {
        return Optional.ofNullable(flag);
    }

    /** The letter of the flag's short form, if it has one. */
    public Optional<String> shorthand() {
        return Optional.ofNullable(shorthand);
    }

    /** The environment variable, if there is one. */
    public Optional<String> variable() {
        return Optional.ofNullable(variable);
    }

    /** Why it is refused and what to do instead. */
    public String advice() {
        return advice;
    }
}
