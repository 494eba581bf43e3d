package dev.loadtest.operator.run;

import static dev.loadtest.operator.run.RunDecisions.SOON;
import static dev.loadtest.operator.run.RunDecisions.earlier;

import dev.loadtest.api.Phase;
import dev.loadtest.k6.Plan;
import dev.loadtest.k6.SetupAnswer;
import dev.loadtest.operator.control.SetupSeen;
import dev.loadtest.operator.diagnosis.Finding;
import dev.loadtest.verdict.Reason;
import dev.loadtest.verdict.Stopped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** From the admission of a run until all of its runners send load. */
final class StartRules {
    /** How long runners are resumed again that did not hear; then it is not a common start any more. */
    static final Duration RESUME_PATIENCE = Duration.ofSeconds(60);
    /** k6 ends setup() itself; this is for a k6 that does not answer any more, and whose limit nobody knows. */
    static final Duration LONGEST_SETUP = Duration.ofHours(1);
    /** What k6 may take beyond its own limit for setup(). */
    static final Duration SETUP_SLACK = Duration.ofSeconds(10);
    /** A Secret holds a mebibyte, its name and its labels included. */
    static final int LARGEST_SETUP_DATA = 1_000_000;

    private StartRules() {}

    static Optional<Decision> notYetCreated(Observed seen, Instant now) {
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
            return Optional.of(Endings.finish(
                    Reason.STOP_REQUESTED, "stopped before any runner was created; no request was sent"));
        }
        if (seen.job() == Observed.Job.FOREIGN) {
            var finding = new Finding(
                    Reason.NAME_TAKEN,
                    "a Job of the run's name exists and is not the run's; remove it, or rename the LoadTest",
                    Finding.A_REMOVAL);
            return Optional.of(waitPatiently(finding, seen, now));
        }
        return Optional.of(seen.script()
                .missing()
                .map(missing -> waitPatiently(missing, seen, now))
                .or(() -> TargetRules.notReady(seen, now))
                .orElse(creating));
    }

    private static Decision waitPatiently(Finding finding, Observed seen, Instant now) {
        var since = seen.turn();
        var end =
                earlier(since.plus(finding.patience()), since.plus(seen.asked().startTimeout()));
        return now.isBefore(end)
                ? Decision.waiting(Phase.PENDING, finding.message(), earlier(end, now.plusSeconds(1)))
                        .because(finding.reason())
                : Endings.finish(finding.reason(), finding.message());
    }

    static Optional<Decision> runnerCannotStart(Observed seen, Instant now) {
        return seen.finding()
                .filter(finding -> !seen.loadStarted())
                .filter(finding -> seen.findingSince()
                        .map(since -> !now.isBefore(since.plus(finding.patience())))
                        .orElse(false))
                .map(finding -> Endings.finish(finding.reason(), finding.message()));
    }

    static Optional<Decision> startTimedOut(Observed seen, Instant now) {
        if (seen.loadStarted()
                || seen.recorded().setupStarted().isPresent() // then all were ready, and setup() has its own limit
                || seen.everyRunnerEnded()
                || now.isBefore(startDeadline(seen))) {
            return Optional.empty();
        }
        return Optional.of(seen.finding()
                .map(finding -> Endings.finish(finding.reason(), finding.message()))
                .orElseGet(() -> startTimeout(seen)));
    }

    static Instant startDeadline(Observed seen) {
        return seen.recorded()
                .jobCreating()
                .orElse(seen.turn())
                .plus(seen.asked().startTimeout());
    }

    private static Decision startTimeout(Observed seen) {
        var asked = seen.asked();
        var silent = seen.alive().stream().filter(runner -> !runner.answers()).toList();
        if (!silent.isEmpty() && seen.alive().size() == asked.runners()) {
            return Endings.finish(
                    Reason.RUNNER_UNREACHABLE,
                    "k6's API on port 6565 of pod %s did not answer within startTimeoutSeconds (%d); let a NetworkPolicy admit the operator"
                            .formatted(silent.get(0).pod(), asked.startTimeout().toSeconds()));
        }
        return Endings.finish(
                Reason.START_TIMEOUT,
                "%d of %d runners were ready within startTimeoutSeconds (%d); look at the pods of the run's Job"
                        .formatted(
                                seen.ready(),
                                asked.runners(),
                                asked.startTimeout().toSeconds()));
    }

    static Optional<Decision> everyRunnerAtTheBarrier(Observed seen, Instant now) {
        var asked = seen.asked();
        // Only those that live: what k6 said last stays when it ends, and then it is too late for a common start.
        var waiting = seen.alive().stream().filter(Runner::atBarrier).toList();
        if (!asked.barrier()
                || seen.loadStarted()
                || seen.recorded().setupStarted().isPresent()
                || waiting.size() < asked.runners()) {
            return Optional.empty();
        }
        var idle = waiting.stream().anyMatch(runner -> runner.vusMax().orElse(1) == 0);
        if (idle) {
            var vus = waiting.stream()
                    .mapToInt(runner -> runner.vusMax().orElse(0))
                    .sum();
            return Optional.of(Endings.finish(
                    Reason.PARALLELISM_EXCEEDS_VUS,
                    "the script has %d VUs for %d runners, so that some would have nothing to do; set spec.parallelism to %d or less, or give the script more VUs"
                            .formatted(vus, asked.runners(), Math.max(vus, 1))));
        }
        return Optional.of(
                asked.setupOnce()
                        ? Decision.of(Phase.STARTING, new Next.Setup(), "all runners are ready; calling setup()")
                                .lookAgain(now.plus(SOON))
                        : resume(waiting, now));
    }

    private static Decision resume(List<Runner> waiting, Instant now) {
        return Decision.of(Phase.RUNNING, new Next.Resume(waiting), "all runners are ready")
                .lookAgain(now.plus(SOON));
    }

    /** The marker stands: it is called once, and what comes of it decides. */
    static Optional<Decision> setupCalled(Observed seen, Instant now) {
        var started = seen.recorded().setupStarted();
        if (started.isEmpty() || seen.loadStarted()) {
            return Optional.empty();
        }
        if (seen.setup() instanceof SetupSeen.Failed failed) {
            return Optional.of(Endings.finish(
                    failed.reason(),
                    "setup() did not come to its end: %s. No request of the load was sent.".formatted(failed.words())));
        }
        var done = seen.setup() instanceof SetupSeen.Done known
                ? Optional.of(known.answer())
                : Optional.<SetupAnswer>empty();
        var limit = started.get()
                .plus(seen.plan().map(Plan::setupTimeout).map(SETUP_SLACK::plus).orElse(LONGEST_SETUP))
                .plus(done.isPresent() ? RESUME_PATIENCE : Duration.ZERO);
        if (!now.isBefore(limit)) {
            return Optional.of(
                    done.isPresent()
                            ? Endings.finish(
                                    Reason.START_TIMEOUT, "setup() has returned, but the runners could not be resumed")
                            : Endings.finish(
                                    Reason.SETUP_TIMEOUT,
                                    "setup() did not answer in time; make it faster, or raise setupTimeout in the script's options"));
        }
        if (done.filter(StartRules::tooLarge).isPresent()) {
            return Optional.of(Endings.finish(
                    Reason.SETUP_DATA_TOO_LARGE,
                    "setup() returned more than the %d bytes that can be kept for teardown(); return less, or set spec.setup: PerRunner"
                            .formatted(LARGEST_SETUP_DATA)));
        }
        var waiting = seen.alive().stream().filter(Runner::atBarrier).toList();
        return Optional.of(
                done.isPresent() && waiting.size() == seen.asked().runners()
                        ? resume(waiting, now)
                        : Decision.waiting(Phase.STARTING, "all runners are ready; setup() runs", limit));
    }

    /** More than can be kept for teardown(). */
    static boolean tooLarge(String data) {
        return data.getBytes(StandardCharsets.UTF_8).length > LARGEST_SETUP_DATA;
    }

    private static boolean tooLarge(SetupAnswer answer) {
        return answer.teardown() && answer.data().filter(StartRules::tooLarge).isPresent();
    }

    /** The marker stands, and a runner did not hear: the operator was restarted in between, or the call was lost. */
    static Optional<Decision> resumedIncompletely(Observed seen, Instant now) {
        if (seen.recorded().resumed().isEmpty() || seen.recorded().stopped() != Stopped.NOT) {
            return Optional.empty();
        }
        var deaf = seen.alive().stream()
                .filter(Runner::paused)
                .filter(runner -> seen.recorded().podUids().contains(runner.uid()))
                .toList();
        if (deaf.isEmpty()) {
            return Optional.empty();
        }
        var patience = seen.recorded().resumed().get().plus(RESUME_PATIENCE);
        return Optional.of(
                now.isBefore(patience)
                        // Who was resumed a moment ago has not shown it yet, and is left out by RunnerControl.
                        ? Decision.of(Phase.RUNNING, new Next.Resume(deaf), "resuming")
                                .lookAgain(now.plus(SOON))
                        : LoadRules.stop(
                                seen,
                                Stopped.AT_INCOMPLETE_START,
                                "stopping: runner %d could not be resumed"
                                        .formatted(deaf.get(0).index()),
                                now));
    }
}
