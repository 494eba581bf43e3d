package dev.loadtest.verdict;

/** What to do about a run that ended for a reason. */
final class NextStep {
    private NextStep() {}

    /** A sentence, or nothing where the message says it already. */
    static String after(Reason reason) {
        return switch (reason) {
            case SCRIPT_ERROR -> "Correct the script.";
            case INVALID_OPTIONS -> "Correct the option or variable that k6 names.";
            case EXTENSION_MISSING -> "Use an image whose k6 contains the extension.";
            case SETUP_TIMEOUT -> "Make setup() faster or raise setupTimeout in the script's options.";
            case TEARDOWN_TIMEOUT -> "Make teardown() faster or raise teardownTimeout in the script's options.";
            case START_TIMEOUT -> "See the logs of the runners and the events of their nodes, then start another run.";
            case K6_PANIC -> "Try another k6 image, and report the panic to its makers.";
            case RUNNER_CANNOT_START -> "See the runner's log.";
            case RUNNER_OUT_OF_MEMORY -> "Raise spec.resources.limits.memory, or spread the load over more runners.";
            case RUNNER_EVICTED ->
                "See the events of its node, and make room there; or let the run bear a loss with onRunnerLoss: Continue and minRunners.";
            case RUNNER_LOST -> "See the events of the runner's pod and of its node, then start another run.";
            case RESULT_MISSING -> "See the end of the runner's log, then start another run.";
            case DEADLINE_EXCEEDED -> "Raise activeDeadlineSeconds or shorten the test.";
            case STOP_REQUESTED -> "Start another run when it is wanted.";
            case SCRIPT_ABORTED -> "See the runner's log for why the script gave up.";
            case MARKED_AS_FAILED -> "See the runner's log for why the script failed the test.";
            default -> "";
        };
    }
}
