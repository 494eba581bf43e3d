package dev.loadtest.operator.run;

import dev.loadtest.api.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What follows from what is seen of a run: a list of rules, of which the first that answers wins. The list is the specification. No
 * Kubernetes, no clock, no memory: the same observation at the same time gives the same decision.
 */
final class RunDecisions {
    /** What is told to runners is told again at this pace, and the world is looked at again after each act. */
    static final Duration SOON = Duration.ofSeconds(2);

    private static final List<Rule> RULES = List.of(
            ReportRules::settled, // terminal stays terminal, whatever the cluster looks like now
            ReportRules::notBegun,
            TeardownRules::afterTheVerdict,
            ReportRules::underway,
            QueueRules::runnersStillThere,
            Endings::over,
            QueueRules::waitsForItsTurn,
            StartRules::notYetCreated,
            Endings::everyResultIn, // before stop and deadlines: a late look never discards a result
            LoadRules::stopRequested,
            LoadRules::jobRemoved,
            LoadRules::runnerEndedTheTest,
            LoadRules::thresholdBroken,
            StartRules::runnerCannotStart,
            StartRules::startTimedOut,
            StartRules::everyRunnerAtTheBarrier,
            StartRules::setupCalled,
            LoadRules::stopping,
            LoadRules::deadlinePassed,
            StartRules::resumedIncompletely, // after deadlines: who never hears must not keep the run for ever
            LoadRules::keepWaiting); // always answers

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

    /**
     * What is left to do for a run that is being deleted: its runners end gracefully, and what setup() made is torn down.
     *
     * @return empty when it may go
     */
    static Optional<Decision> decideDeletion(Observed seen, Deletion deletion, Instant now) {
        return LoadRules.stopForDeletion(seen, deletion, now)
                .or(() -> TeardownRules.beforeDeletion(seen, deletion, now));
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
