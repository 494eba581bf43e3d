package dev.loadtest.operator.run;

import static dev.loadtest.operator.run.RunDecisions.SOON;
import static dev.loadtest.operator.run.RunDecisions.earlier;

import dev.loadtest.api.Phase;
import dev.loadtest.k6.ExitCode;
import dev.loadtest.k6.Plan;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import dev.loadtest.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** While load is sent, and until the last runner has ended: what ends it early, and how long it is waited. */
final class LoadRules {
    /** A deadline for scripts of which nobody knows how long they plan to run. */
    static final Duration LONGEST_RUN = Duration.ofHours(24);
    /** k6's defaults for setup, teardown and handleSummary, and a minute for the cluster. */
    static final Duration AROUND_THE_LOAD = Duration.ofSeconds(60 + 60 + 120 + 60);
    /** The grace period of a runner's pod: who is told to stop has ended by then. */
    static final Duration STOP_GRACE = Duration.ofSeconds(200);
    /**
     * How long it is waited for runners that do not end: before teardown() is called or the next run begins beside them, and before a
     * deletion goes on.
     */
    static final Duration RUNNERS_GRACE = Duration.ofSeconds(30);

    private LoadRules() {}

    static Optional<Decision> stopRequested(Observed seen, Instant now) {
        if (!seen.asked().stop() || seen.recorded().stopped() != Stopped.NOT) {
            return Optional.empty();
        }
        return Optional.of(
                seen.loadStarted()
                        ? stop(seen, Stopped.ON_REQUEST, "stopping: stop was set", now)
                        : Endings.finish(
                                Reason.STOP_REQUESTED,
                                seen.recorded().setupStarted().isEmpty()
                                        ? "stopped before the load began; no request was sent"
                                        : "stopped while setup() ran, before the load began"));
    }

    static Optional<Decision> jobRemoved(Observed seen, Instant now) {
        return Endings.removed(seen)
                ? Optional.of(Endings.finish(
                        seen, Reason.JOB_REMOVED, "the Job was removed by somebody before the run ended"))
                : Optional.empty();
    }

    /** One runner's error, abort or loss ends the test for all: the rest would be another load than the one that was meant. */
    static Optional<Decision> runnerEndedTheTest(Observed seen, Instant now) {
        if (seen.recorded().stopped() != Stopped.NOT) {
            return Optional.empty();
        }
        var culprit = seen.runners().stream()
                .filter(runner -> Endings.nothingToCome(runner, now))
                .filter(runner -> endsTheTest(runner, seen))
                .findFirst();
        return culprit.map(runner -> {
            var aborted =
                    runner.exitCode().isPresent() && runner.exitCode().getAsInt() == ExitCode.SCRIPT_ABORTED.code();
            var why = aborted ? Stopped.BY_SCRIPT : Stopped.BY_RUNNER_ERROR;
            return seen.loadStarted()
                    ? stop(seen, why, "stopping: runner %d has ended the test".formatted(runner.index()), now)
                    : Endings.judgedBeforeTheStart(seen, why, now);
        });
    }

    private static boolean endsTheTest(Runner runner, Observed seen) {
        var reason = runner.exitCode().isPresent()
                ? ExitCode.reason(runner.exitCode().getAsInt(), runner.errorLine())
                : Optional.<Reason>empty();
        if (runner.lost() || reason.filter(Reason.RUNNER_LOST::equals).isPresent()) {
            return !seen.asked().bearsLoss() || !seen.loadStarted();
        }
        return reason.map(known -> known.verdict() == Verdict.ERROR || known.verdict() == Verdict.ABORTED)
                .orElse(false);
    }

    /** A threshold with abortOnFail, over all runners together. */
    static Optional<Decision> thresholdBroken(Observed seen, Instant now) {
        return seen.recorded().stopped() != Stopped.NOT || !seen.loadStarted()
                ? Optional.empty()
                : seen.broken().map(broken -> stop(seen, Stopped.BY_THRESHOLD, "stopping: " + broken, now));
    }

    static Optional<Decision> stopping(Observed seen, Instant now) {
        var why = seen.recorded().stopped();
        if (why == Stopped.NOT) {
            return Optional.empty();
        }
        var limit = seen.recorded().stoppedSince().orElse(now).plus(STOP_GRACE);
        if (!now.isBefore(limit)) {
            return Optional.of(Endings.judged(seen));
        }
        // Told again until they end: a call may be lost, and k6 takes it more than once.
        return Optional.of(new Decision(
                Phase.COLLECTING,
                new Next.Stop(seen.alive(), why),
                Optional.empty(),
                "waiting for %d of %d runners to stop"
                        .formatted(seen.alive().size(), seen.asked().runners()),
                Optional.of(earlier(limit, now.plus(SOON)))));
    }

    static Decision stop(Observed seen, Stopped why, String message, Instant now) {
        return Decision.of(Phase.COLLECTING, new Next.Stop(seen.alive(), why), message)
                .lookAgain(now.plus(SOON));
    }

    /** The target is not left in the middle of it. */
    static Optional<Decision> stopForDeletion(Observed seen, Deletion deletion, Instant now) {
        var limit = deletion.at().plus(RUNNERS_GRACE);
        var nothingToEnd = !seen.loadStarted() && seen.recorded().setupStarted().isEmpty();
        return seen.alive().isEmpty() || seen.recorded().completed() || nothingToEnd || !now.isBefore(limit)
                ? Optional.empty()
                : Optional.of(stop(seen, Stopped.BY_DELETION, "stopping: the run is being deleted", now)
                        .lookAgain(earlier(limit, now.plusSeconds(1))));
    }

    static Optional<Decision> deadlinePassed(Observed seen, Instant now) {
        var started = seen.recorded().started();
        if (started.isEmpty()) {
            return Optional.empty();
        }
        var asked = seen.asked();
        if (asked.activeDeadline().isPresent()
                && !now.isBefore(started.get().plus(asked.activeDeadline().get()))) {
            return Optional.of(stop(seen, Stopped.AT_DEADLINE, "stopping: activeDeadlineSeconds have passed", now));
        }
        return now.isBefore(limit(seen, started.get()))
                ? Optional.empty()
                : Optional.of(Endings.finish(
                        seen,
                        Reason.RUN_TIMEOUT,
                        "the runners did not end when they should have by the script's own plan; look at their pods"));
    }

    /** When a run has to be over even if nobody set a deadline. */
    private static Instant limit(Observed seen, Instant started) {
        return started.plus(
                seen.plan().map(Plan::longest).map(AROUND_THE_LOAD::plus).orElse(LONGEST_RUN));
    }

    static Optional<Decision> keepWaiting(Observed seen, Instant now) {
        var asked = seen.asked();
        if (!seen.loadStarted() && !seen.everyRunnerEnded()) {
            return Optional.of(keepStarting(seen, now));
        }
        var started = seen.recorded().started().orElse(now);
        var deadline = asked.activeDeadline().map(started::plus).map(end -> earlier(end, limit(seen, started)));
        var ended = seen.runners().stream().filter(Runner::ended).count();
        var collecting = ended > 0 || seen.anyResult();
        return Optional.of(Decision.waiting(
                collecting ? Phase.COLLECTING : Phase.RUNNING,
                collecting
                        ? "%d of %d runners have ended".formatted(ended, asked.runners())
                        : "%d runners send load".formatted(seen.alive().size()),
                earlier(
                        deadline.orElseGet(() -> limit(seen, started)),
                        collecting ? now.plusSeconds(10) : Instant.MAX)));
    }

    private static Decision keepStarting(Observed seen, Instant now) {
        var deadline = StartRules.startDeadline(seen);
        // Only events say why a pod was not even made, or cannot mount what it needs, and nobody is woken by them.
        var look = seen.waitsForTheCluster() ? earlier(deadline, now.plus(SOON)) : deadline;
        return seen.finding()
                .map(finding -> Decision.waiting(
                                Phase.STARTING,
                                finding.message(),
                                earlier(look, seen.findingSince().orElse(now).plus(finding.patience())))
                        .because(finding.reason()))
                .orElseGet(() -> Decision.waiting(
                        Phase.STARTING,
                        "%d of %d runners ready"
                                .formatted(seen.ready(), seen.asked().runners()),
                        look));
    }
}
