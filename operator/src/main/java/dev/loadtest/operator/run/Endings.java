package dev.loadtest.operator.run;

import dev.loadtest.api.Phase;
import dev.loadtest.k6.ExitCode;
import dev.loadtest.verdict.Judgement;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.RunnerEnd;
import dev.loadtest.verdict.Stopped;
import dev.loadtest.verdict.Verdicts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** How a run comes to its verdict. */
final class Endings {
    /** How long a log is read for a result after its container has ended. */
    static final Duration LOG_GRACE = Duration.ofSeconds(60);

    private Endings() {}

    static Optional<Decision> everyResultIn(Observed seen, Instant now) {
        var all = seen.runners().size() >= seen.asked().runners()
                && seen.runners().stream().allMatch(runner -> nothingToCome(runner, now));
        // Runners that went with their Job are not lost, they were removed.
        var jobTaken = removed(seen) && !seen.everyResult();
        return all && !jobTaken ? Optional.of(judged(seen)) : Optional.empty();
    }

    /** All there is to know of a runner is known, or its log could not be read for too long. */
    static boolean nothingToCome(Runner runner, Instant now) {
        return runner.settled()
                || runner.ended()
                        && runner.readableSince()
                                .map(end -> !now.isBefore(end.plus(LOG_GRACE)))
                                .orElse(false);
    }

    static boolean removed(Observed seen) {
        return seen.job() == Observed.Job.ABSENT || seen.job() == Observed.Job.FOREIGN;
    }

    static Decision judged(Observed seen) {
        return judged(
                seen,
                seen.recorded().stopped(),
                seen.runners().stream().map(Runner::end).toList());
    }

    /** Those that wait at the barrier, or are not even there, are not lost: they end with the run. */
    static Decision judgedBeforeTheStart(Observed seen, Stopped why, Instant now) {
        var ends = new TreeMap<Integer, RunnerEnd>();
        for (int index = 0; index < seen.asked().runners(); index++) {
            ends.put(
                    index,
                    new RunnerEnd(
                            index,
                            OptionalInt.of(ExitCode.STOPPED_FROM_REST_API.code()),
                            Optional.empty(),
                            Optional.empty()));
        }
        // Whose words are still to come would have another reason without them.
        seen.runners().stream()
                .filter(runner -> nothingToCome(runner, now))
                .forEach(runner -> ends.put(runner.index(), runner.end()));
        return judged(seen, why, List.copyOf(ends.values()));
    }

    private static Decision judged(Observed seen, Stopped stopped, List<RunnerEnd> ends) {
        var judgement = Verdicts.judge(seen.asked().question(stopped, seen.generators(), seen.targetChange()), ends);
        var nothingSent = seen.asked().barrier()
                && !seen.loadStarted()
                && seen.recorded().setupStarted().isEmpty();
        return Decision.of(
                Phase.COMPLETED,
                new Next.Finish(
                        nothingSent ? saying(judgement, judgement.message() + " No request was sent.") : judgement),
                "");
    }

    private static Judgement saying(Judgement judgement, String message) {
        return new Judgement(
                judgement.reason(), message, judgement.thresholds(), judgement.numbers(), judgement.doubts());
    }

    /** Who stopped the run may have said why. */
    static Judgement withReason(Judgement judgement, String stopReason) {
        return stopReason == null || judgement.reason() != Reason.STOP_REQUESTED
                ? judgement
                : saying(judgement, judgement.message() + " Why: " + stopReason + ".");
    }

    /** All that has to follow a verdict is done. */
    static Optional<Decision> over(Observed seen, Instant any) {
        return seen.recorded().completed()
                ? Optional.of(Decision.of(Phase.COMPLETED, new Next.CleanUp(), ""))
                : Optional.empty();
    }

    /** The verdict that was given, with all that is known of the runners: by now that may be less than it was then. */
    static Judgement given(Observed seen, Reason reason, String message) {
        if (!seen.anyResult()) {
            return Judgement.unmeasured(reason, message);
        }
        var ends = seen.runners().stream().map(Runner::end).toList();
        var again = Verdicts.judge(
                seen.asked().question(seen.recorded().stopped(), seen.generators(), seen.targetChange()), ends);
        return new Judgement(reason, message, again.thresholds(), again.numbers(), again.doubts());
    }

    static Decision finish(Reason reason, String message) {
        return Decision.of(Phase.COMPLETED, new Next.Finish(Judgement.unmeasured(reason, message)), message);
    }

    /** Ends for this reason, and keeps what was measured until now. */
    static Decision finish(Observed seen, Reason reason, String message) {
        var results = seen.runners().stream()
                .flatMap(runner -> runner.result().stream())
                .toList();
        if (results.isEmpty()) {
            return finish(reason, message);
        }
        var merged = Verdicts.merge(results);
        return Decision.of(
                Phase.COMPLETED,
                new Next.Finish(new Judgement(reason, message, merged.thresholds(), merged.numbers(), List.of())),
                message);
    }
}
