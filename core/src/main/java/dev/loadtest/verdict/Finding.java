package dev.loadtest.verdict;

import dev.loadtest.k6.ExitCode;
import java.util.Comparator;
import java.util.Optional;

/**
 * What the end of one runner says by itself, apart from what was measured.
 *
 * @param runner the runner, from 0
 * @param reason the reason that the verdict has if nothing weighs more
 * @param text what happened, for people; continues "Runner 2 "
 * @param error the error that k6 logged, or nothing
 * @param follows whether it only follows from what another runner did, so that the other one explains it
 * @param loss whether the runner was lost, which a run may be made to bear
 */
record Finding(int runner, Reason reason, String text, String error, boolean follows, boolean loss) {
    // Reason lists first what explains most: a script error on runner 3 says more than runner 0 having been lost.
    static final Comparator<Finding> MOST_TELLING_FIRST = Comparator.comparing((Finding finding) -> finding.follows)
            .thenComparing(Finding::reason)
            .thenComparing(Finding::runner);

    private static final int LONGEST_LINE = 300;

    /** Empty when the runner ended as it should, or in a way that only the merged thresholds can judge. */
    static Optional<Finding> of(RunnerEnd end, Question question) {
        if (end.loss().isPresent() && !isWhole(end, question)) {
            return takenAway(end, end.loss().get(), question.stopped());
        }
        return end.exitCode().isPresent()
                ? ofCode(end, end.exitCode().getAsInt(), question)
                : ofUnknownCode(end, question.stopped());
    }

    /** A pod may be removed after its k6 has come to its end; then nothing is missing. */
    private static boolean isWhole(RunnerEnd end, Question question) {
        var code = end.exitCode().orElse(ExitCode.KILLED.code());
        return end.result().isPresent()
                && (code == ExitCode.DONE.code()
                        || code == ExitCode.THRESHOLDS_HAVE_FAILED.code() && question.runners() > 1);
    }

    private static Optional<Finding> takenAway(RunnerEnd end, Loss loss, Stopped stopped) {
        return stopped == Stopped.BY_DELETION
                ? asked(end, stopped)
                : Optional.of(new Finding(end.index(), loss.reason(), loss.words(), "", false, true));
    }

    private static Optional<Finding> ofUnknownCode(RunnerEnd end, Stopped stopped) {
        if (end.result().isPresent()) {
            return Optional.empty();
        }
        return switch (stopped) {
            case ON_REQUEST, BY_DELETION, BY_SCRIPT, AT_INCOMPLETE_START -> asked(end, stopped);
            case NOT, AT_DEADLINE, BY_THRESHOLD, BY_RUNNER_ERROR ->
                lost(end, "ended without a result, and how it ended is not known");
        };
    }

    private static Optional<Finding> ofCode(RunnerEnd end, int code, Question question) {
        var known = ExitCode.of(code);
        if (known.isEmpty()) {
            return lost(end, "ended with exit code " + code + ", which k6 does not have");
        }
        return switch (known.get()) {
            case DONE -> withResult(end);
            // Of many runners each judges only its share, so its own answer says nothing.
            case THRESHOLDS_HAVE_FAILED ->
                question.runners() > 1
                        ? withResult(end)
                        : found(end, Reason.THRESHOLD_BROKEN, "found a threshold broken (exit code 99)");
            case STOPPED_FROM_REST_API, EXTERNAL_ABORT -> asked(end, question.stopped());
            default ->
                ExitCode.reason(code, end.errorLine())
                        .flatMap(reason -> reason == Reason.RUNNER_LOST
                                ? lost(end, said(reason, code))
                                : found(end, reason, said(reason, code)));
        };
    }

    private static String said(Reason reason, int code) {
        return switch (reason) {
            case SCRIPT_ABORTED -> "was aborted by the script, which called exec.test.abort()";
            case MARKED_AS_FAILED -> "was marked as failed by the script, which called exec.test.fail()";
            case SETUP_TIMEOUT -> "gave up on setup() after its timeout";
            case TEARDOWN_TIMEOUT -> "gave up on teardown() after its timeout";
            case INVALID_OPTIONS -> "refused its options (exit code %d)".formatted(code);
            case RUNNER_CANNOT_START -> "could not start (exit code %d)".formatted(code);
            case EXTENSION_MISSING -> "lacks an extension that the script imports";
            case SCRIPT_ERROR -> "stopped on an error of the script (exit code %d)".formatted(code);
            case K6_PANIC -> "panicked";
            default -> "was killed (exit code %d)".formatted(code);
        };
    }

    private static Optional<Finding> withResult(RunnerEnd end) {
        return end.result().isPresent()
                ? Optional.empty()
                : found(end, Reason.RESULT_MISSING, "ended, but its result could not be read from its log");
    }

    private static Optional<Finding> asked(RunnerEnd end, Stopped stopped) {
        return switch (stopped) {
            case NOT -> lost(end, "was stopped, but not by the operator; a drained or a lost node does that");
            case ON_REQUEST -> follows(end, Reason.STOP_REQUESTED, "was stopped on request");
            case AT_DEADLINE -> follows(end, Reason.DEADLINE_EXCEEDED, "was stopped at the deadline");
            case BY_DELETION -> follows(end, Reason.DELETED, "was stopped with the deletion of the run");
            case BY_SCRIPT ->
                follows(
                        end,
                        Reason.SCRIPT_ABORTED,
                        "was stopped because another runner's script called exec.test.abort()");
            case BY_THRESHOLD -> withResult(end);
            case BY_RUNNER_ERROR ->
                follows(end, Reason.RUNNER_LOST, "was stopped because another runner was lost or in error");
            case AT_INCOMPLETE_START ->
                follows(end, Reason.START_TIMEOUT, "was stopped because not every runner could be resumed");
        };
    }

    private static Optional<Finding> found(RunnerEnd end, Reason reason, String text) {
        return Optional.of(new Finding(end.index(), reason, text, errorOf(end), false, false));
    }

    private static Optional<Finding> lost(RunnerEnd end, String text) {
        return Optional.of(new Finding(end.index(), Reason.RUNNER_LOST, text, errorOf(end), false, true));
    }

    private static Optional<Finding> follows(RunnerEnd end, Reason reason, String text) {
        return Optional.of(new Finding(end.index(), reason, text, "", true, false));
    }

    /** k6's own words. Without their time, which would make every run's message another one. */
    private static String errorOf(RunnerEnd end) {
        return end.errorLine()
                .map(line -> line.replaceFirst("^time=\\S+\\s+", "")
                        .replaceAll("\\s+", " ")
                        .strip())
                .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "..." : line)
                .orElse("");
    }
}
