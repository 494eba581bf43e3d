package dev.loadtest.operator.run;

import dev.loadtest.k6.ExitCode;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.verdict.Judgement;
import dev.loadtest.verdict.Question;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.RunnerEnd;
import dev.loadtest.verdict.Stopped;
import dev.loadtest.verdict.Verdict;
import dev.loadtest.verdict.Verdicts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What follows from what is seen of a run: a list of rules, of which the first that answers wins. The list is the specification. No
 * Kubernetes, no clock, no memory: the same observation at the same time gives the same decision.
 */
final class RunDecisions {
    /** A deadline for scripts of which nobody knows how long they plan to run. */
    static final Duration LONGEST_RUN = Duration.ofHours(24);
    /** k6's defaults for setup, teardown and handleSummary, and a minute for the cluster. */
    static final Duration AROUND_THE_LOAD = Duration.ofSeconds(60 + 60 + 120 + 60);
    /** The grace period of a runner's pod: who is told to stop has ended by then. */
    static final Duration STOP_GRACE = Duration.ofSeconds(200);
    /** How long a log is read for a result after its container has ended. */
    static final Duration LOG_GRACE = Duration.ofSeconds(60);
    /** How long it takes at most until a resumed runner is seen as such. */
    static final Duration RESUME_SHOWS = Duration.ofSeconds(1);
    /** How long runners are resumed again that did not hear; then it is not a common start any more. */
    static final Duration RESUME_PATIENCE = Duration.ofSeconds(30);
    /** What is told to runners is told again at this pace, and the world is looked at again after each act. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private static final List<Rule> RULES = List.of(
            RunDecisions::alreadyCompleted, // terminal stays terminal, whatever the cluster looks like now
            RunDecisions::notYetCreated,
            RunDecisions::everyResultIn, // before stop and deadlines: a late look never discards a result
            RunDecisions::stopRequested,
            RunDecisions::jobRemoved,
            RunDecisions::runnerEndedTheTest,
            RunDecisions::runnerCannotStart,
            RunDecisions::startTimedOut,
            RunDecisions::everyRunnerAtTheBarrier,
            RunDecisions::stopping,
            RunDecisions::deadlinePassed,
            RunDecisions
                    ::resumedIncompletely, // after deadlines: a runner that never hears must not keep the run for ever
            RunDecisions::keepWaiting); // always answers

    private RunDecisions() {}

    @FunctionalInterface
    private interface Rule {
        Optional<Decision> answer(Observed seen, Instant now);
    }

    static Decision decide(Observed seen, Instant now) {
        var decision = RULES.stream()
                .flatMap(rule -> rule.answer(seen, now).stream())
                .findFirst()
                .orElseThrow();
        // Until it is out of sight: what follows a verdict may have to be done again.
        return decision.phase() == Phase.COMPLETED ? decision.lookAgain(now.plus(SOON)) : decision;
    }

    private static Optional<Decision> alreadyCompleted(Observed seen, Instant now) {
        return when(seen.recorded().completed(), () -> Decision.of(Phase.COMPLETED, new Next.CleanUp(), ""));
    }

    private static Optional<Decision> notYetCreated(Observed seen, Instant now) {
        if (seen.recorded().jobUid().isPresent()) {
            return Optional.empty();
        }
        var asked = seen.asked();
        var creating = Decision.of(Phase.PENDING, new Next.CreateJob(), "creating the runners")
                .lookAgain(now.plus(SOON));
        if (seen.job() == Observed.Job.PRESENT || seen.job() == Observed.Job.FINISHED) {
            return Optional.of(creating); // it was created, and the operator died before it wrote that down
        }
        if (asked.stop()) {
            return Optional.of(
                    finish(Reason.STOP_REQUESTED, "stopped before any runner was created; no request was sent"));
        }
        if (seen.job() == Observed.Job.FOREIGN) {
            var finding = new Finding(
                    Reason.NAME_TAKEN,
                    "a Job of the run's name exists and is not the run's; remove it, or rename the LoadTest",
                    Finding.A_REMOVAL);
            return Optional.of(waitPatiently(Phase.PENDING, finding, asked.createdAt(), asked, now));
        }
        return Optional.of(seen.script()
                .missing()
                .map(missing -> waitPatiently(Phase.PENDING, missing, asked.createdAt(), asked, now))
                .orElse(creating));
    }

    private static Optional<Decision> everyResultIn(Observed seen, Instant now) {
        var all = seen.runners().size() >= seen.asked().runners()
                && seen.runners().stream().allMatch(runner -> nothingToCome(runner, now));
        // Runners that went with their Job are not lost, they were removed.
        var removed = removed(seen) && !seen.everyResult();
        return when(all && !removed, () -> judged(seen));
    }

    /** All there is to know of a runner is known, or its log could not be read for too long. */
    private static boolean nothingToCome(SeenRunner runner, Instant now) {
        return runner.settled()
                || runner.ended()
                        && runner.endedAt()
                                .map(end -> !now.isBefore(end.plus(LOG_GRACE)))
                                .orElse(false);
    }

    private static Optional<Decision> stopRequested(Observed seen, Instant now) {
        if (!seen.asked().stop() || seen.recorded().stopped() != Stopped.NOT) {
            return Optional.empty();
        }
        return Optional.of(
                loadStarted(seen)
                        ? stop(seen, Stopped.ON_REQUEST, "stopping: stop was set", now)
                        : finish(Reason.STOP_REQUESTED, "stopped before the load began; no request was sent"));
    }

    private static Optional<Decision> jobRemoved(Observed seen, Instant now) {
        return when(
                removed(seen),
                () -> finish(seen, Reason.JOB_REMOVED, "the Job was removed by somebody before the run ended"));
    }

    private static boolean removed(Observed seen) {
        return seen.job() == Observed.Job.ABSENT || seen.job() == Observed.Job.FOREIGN;
    }

    /** One runner's error, abort or loss ends the test for all: the rest would be another load than the one that was meant. */
    private static Optional<Decision> runnerEndedTheTest(Observed seen, Instant now) {
        if (seen.recorded().stopped() != Stopped.NOT) {
            return Optional.empty();
        }
        var culprit = seen.runners().stream()
                .filter(runner -> nothingToCome(runner, now))
                .filter(RunDecisions::endsTheTest)
                .findFirst();
        return culprit.map(runner -> {
            var aborted =
                    runner.exitCode().isPresent() && runner.exitCode().getAsInt() == ExitCode.SCRIPT_ABORTED.code();
            var why = aborted ? Stopped.BY_SCRIPT : Stopped.BY_RUNNER_ERROR;
            return loadStarted(seen)
                    ? stop(seen, why, "stopping: runner %d has ended the test".formatted(runner.index()), now)
                    : judgedBeforeTheStart(seen, why);
        });
    }

    private static boolean endsTheTest(SeenRunner runner) {
        if (runner.killed().isPresent()
                || runner.state() == SeenRunner.State.GONE && runner.result().isEmpty()) {
            return true;
        }
        return runner.exitCode().isPresent()
                && ExitCode.reason(runner.exitCode().getAsInt(), runner.errorLine())
                        .map(reason -> reason.verdict() == Verdict.ERROR || reason.verdict() == Verdict.ABORTED)
                        .orElse(false);
    }

    private static Optional<Decision> runnerCannotStart(Observed seen, Instant now) {
        return seen.finding()
                .filter(finding -> !loadStarted(seen))
                .filter(finding -> seen.findingSince()
                        .map(since -> !now.isBefore(since.plus(finding.patience())))
                        .orElse(false))
                .map(finding -> finish(finding.reason(), finding.message()));
    }

    private static Optional<Decision> startTimedOut(Observed seen, Instant now) {
        if (loadStarted(seen) || seen.everyRunnerEnded() || now.isBefore(startDeadline(seen))) {
            return Optional.empty();
        }
        return Optional.of(seen.finding()
                .map(finding -> finish(finding.reason(), finding.message()))
                .orElseGet(() -> startTimeout(seen)));
    }

    private static Decision startTimeout(Observed seen) {
        var asked = seen.asked();
        var silent = seen.live().stream().filter(runner -> !runner.answers()).toList();
        if (!silent.isEmpty() && seen.live().size() == asked.runners()) {
            return finish(
                    Reason.RUNNER_UNREACHABLE,
                    "k6's API on port 6565 of pod %s did not answer within startTimeoutSeconds (%d); let a NetworkPolicy admit the operator"
                            .formatted(silent.get(0).pod(), asked.startTimeout().toSeconds()));
        }
        return finish(
                Reason.START_TIMEOUT,
                "%d of %d runners were ready within startTimeoutSeconds (%d); look at the pods of the run's Job"
                        .formatted(
                                ready(seen),
                                asked.runners(),
                                asked.startTimeout().toSeconds()));
    }

    private static Optional<Decision> everyRunnerAtTheBarrier(Observed seen, Instant now) {
        var asked = seen.asked();
        // Only those that live: what k6 said last stays when it ends, and then it is too late for a common start.
        var waiting = seen.live().stream().filter(SeenRunner::atBarrier).toList();
        if (!asked.barrier() || loadStarted(seen) || waiting.size() < asked.runners()) {
            return Optional.empty();
        }
        var idle = waiting.stream().anyMatch(runner -> runner.vusMax().orElse(1) == 0);
        if (idle) {
            var vus = waiting.stream()
                    .mapToInt(runner -> runner.vusMax().orElse(0))
                    .sum();
            return Optional.of(finish(
                    Reason.PARALLELISM_EXCEEDS_VUS,
                    "the script has %d VUs for %d runners, so that some would have nothing to do; set spec.parallelism to %d or less, or give the script more VUs"
                            .formatted(vus, asked.runners(), Math.max(vus, 1))));
        }
        return Optional.of(Decision.of(Phase.RUNNING, new Next.Resume(waiting), "all runners are ready")
                .lookAgain(now.plus(RESUME_SHOWS)));
    }

    /** The marker stands, and a runner did not hear: the operator was restarted in between, or the call was lost. */
    private static Optional<Decision> resumedIncompletely(Observed seen, Instant now) {
        if (seen.recorded().resumed().isEmpty() || seen.recorded().stopped() != Stopped.NOT) {
            return Optional.empty();
        }
        var deaf = seen.live().stream()
                .filter(SeenRunner::paused)
                .filter(runner -> seen.recorded().podUids().contains(runner.uid()))
                .toList();
        if (deaf.isEmpty()) {
            return Optional.empty();
        }
        var resumed = seen.recorded().resumed().get();
        if (now.isBefore(resumed.plus(RESUME_SHOWS))) { // k6 answers a second resume with an error
            return Optional.of(Decision.waiting(Phase.RUNNING, "resuming", resumed.plus(RESUME_SHOWS)));
        }
        return Optional.of(
                now.isBefore(resumed.plus(RESUME_PATIENCE))
                        ? Decision.of(Phase.RUNNING, new Next.Resume(deaf), "resuming")
                                .lookAgain(now.plus(RESUME_SHOWS))
                        : stop(
                                seen,
                                Stopped.BY_RUNNER_ERROR,
                                "stopping: runner %d could not be resumed"
                                        .formatted(deaf.get(0).index()),
                                now));
    }

    private static Optional<Decision> stopping(Observed seen, Instant now) {
        var why = seen.recorded().stopped();
        if (why == Stopped.NOT) {
            return Optional.empty();
        }
        var limit = seen.recorded().stoppedSince().orElse(now).plus(STOP_GRACE);
        if (!now.isBefore(limit)) {
            return Optional.of(judged(seen));
        }
        // Told again until they end: a call may be lost, and k6 takes it more than once.
        return Optional.of(new Decision(
                Phase.COLLECTING,
                new Next.Stop(seen.live(), why),
                Optional.empty(),
                "waiting for %d of %d runners to stop"
                        .formatted(seen.live().size(), seen.asked().runners()),
                Optional.of(earlier(limit, now.plus(SOON)))));
    }

    private static Optional<Decision> deadlinePassed(Observed seen, Instant now) {
        var started = seen.recorded().started();
        if (started.isEmpty()) {
            return Optional.empty();
        }
        var asked = seen.asked();
        if (asked.activeDeadline().isPresent()
                && !now.isBefore(started.get().plus(asked.activeDeadline().get()))) {
            return Optional.of(stop(seen, Stopped.AT_DEADLINE, "stopping: activeDeadlineSeconds have passed", now));
        }
        return when(
                !now.isBefore(limit(seen, started.get())),
                () -> finish(
                        seen,
                        Reason.RUN_TIMEOUT,
                        "the runners did not end when they should have by the script's own plan; look at their pods"));
    }

    private static Optional<Decision> keepWaiting(Observed seen, Instant now) {
        var asked = seen.asked();
        if (!loadStarted(seen) && !seen.everyRunnerEnded()) {
            var message = "%d of %d runners ready".formatted(ready(seen), asked.runners());
            var deadline = startDeadline(seen);
            return Optional.of(seen.finding()
                    .map(finding -> Decision.waiting(
                                    Phase.STARTING,
                                    finding.message(),
                                    earlier(
                                            deadline,
                                            seen.findingSince().orElse(now).plus(finding.patience())))
                            .because(finding.reason()))
                    .orElseGet(() -> Decision.waiting(Phase.STARTING, message, deadline)));
        }
        var started = seen.recorded().started().orElse(now);
        var deadline = asked.activeDeadline().map(started::plus).map(end -> earlier(end, limit(seen, started)));
        var ended = seen.runners().stream().filter(SeenRunner::ended).count();
        var collecting = ended > 0 || seen.anyResult();
        return Optional.of(Decision.waiting(
                collecting ? Phase.COLLECTING : Phase.RUNNING,
                collecting
                        ? "%d of %d runners have ended".formatted(ended, asked.runners())
                        : "%d runners send load".formatted(seen.live().size()),
                earlier(
                        deadline.orElseGet(() -> limit(seen, started)),
                        collecting ? now.plusSeconds(10) : Instant.MAX)));
    }

    /** Whether the load has begun: with a barrier once it was lifted, without once the only runner was up. */
    static boolean loadStarted(Observed seen) {
        if (seen.recorded().started().isPresent() || seen.recorded().resumed().isPresent()) {
            return true;
        }
        return !seen.asked().barrier()
                && seen.runners().stream()
                        .anyMatch(runner ->
                                runner.state() == SeenRunner.State.UP || runner.state() == SeenRunner.State.ENDED);
    }

    private static long ready(Observed seen) {
        return seen.runners().stream()
                .filter(runner ->
                        runner.live() && (runner.atBarrier() || !seen.asked().barrier()))
                .count();
    }

    private static Instant startDeadline(Observed seen) {
        return seen.recorded()
                .jobCreating()
                .orElse(seen.asked().createdAt())
                .plus(seen.asked().startTimeout());
    }

    /** When a run has to be over even if nobody set a deadline. */
    private static Instant limit(Observed seen, Instant started) {
        return started.plus(seen.longest().map(AROUND_THE_LOAD::plus).orElse(LONGEST_RUN));
    }

    private static Decision waitPatiently(Phase phase, Finding finding, Instant since, Asked asked, Instant now) {
        var end = earlier(since.plus(finding.patience()), since.plus(asked.startTimeout()));
        return now.isBefore(end)
                ? Decision.waiting(phase, finding.message(), earlier(end, now.plusSeconds(1)))
                        .because(finding.reason())
                : finish(finding.reason(), finding.message());
    }

    private static Decision stop(Observed seen, Stopped why, String message, Instant now) {
        return Decision.of(Phase.COLLECTING, new Next.Stop(seen.live(), why), message)
                .lookAgain(now.plus(SOON));
    }

    private static Decision judged(Observed seen) {
        var ends = seen.runners().stream().map(SeenRunner::end).toList();
        return judged(seen, seen.recorded().stopped(), ends);
    }

    /** Those that wait at the barrier, or are not even there, are not lost: they end with the run. */
    private static Decision judgedBeforeTheStart(Observed seen, Stopped why) {
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
        seen.runners().stream().filter(SeenRunner::ended).forEach(runner -> ends.put(runner.index(), runner.end()));
        return judged(seen, why, List.copyOf(ends.values()));
    }

    private static Decision judged(Observed seen, Stopped stopped, List<RunnerEnd> ends) {
        var killed = seen.runners().stream()
                .filter(runner -> runner.killed().isPresent())
                .findFirst();
        var judgement = Verdicts.judge(Question.of(seen.asked().runners(), stopped), ends);
        var known = killed.map(runner -> killed(runner, judgement)).orElse(judgement);
        var nothingSent = seen.asked().barrier() && !loadStarted(seen);
        return Decision.of(
                Phase.COMPLETED,
                new Next.Finish(nothingSent ? saying(known, known.message() + " No request was sent.") : known),
                "");
    }

    private static Judgement saying(Judgement judgement, String message) {
        return new Judgement(
                judgement.reason(), message, judgement.thresholds(), judgement.numbers(), judgement.doubts());
    }

    /** The cluster knows better than the exit code why a container was killed. */
    private static Judgement killed(SeenRunner runner, Judgement judgement) {
        var reason = runner.killed().orElseThrow();
        var message = reason == Reason.RUNNER_OUT_OF_MEMORY
                ? "Runner %d (pod %s) was killed for want of memory; raise spec.resources.limits.memory, or spread the load over more runners."
                : "k6 could not be started in runner %d (pod %s); is k6 in the image?";
        return new Judgement(
                reason,
                message.formatted(runner.index(), runner.pod()),
                judgement.thresholds(),
                judgement.numbers(),
                judgement.doubts());
    }

    private static Decision finish(Reason reason, String message) {
        return Decision.of(
                Phase.COMPLETED,
                new Next.Finish(new Judgement(reason, message, List.of(), Optional.empty(), List.of())),
                message);
    }

    /** Ends for this reason, and keeps what was measured until now. */
    private static Decision finish(Observed seen, Reason reason, String message) {
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

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Optional<Decision> when(boolean condition, Supplier<Decision> decision) {
        return condition ? Optional.of(decision.get()) : Optional.empty();
    }
}
