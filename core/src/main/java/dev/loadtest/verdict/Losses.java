package dev.loadtest.verdict;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The runners that were lost, and what the run makes of it.
 *
 * @param question what was asked
 * @param lost what is known of each, the most telling first
 * @param came how many runners came to their end with a result
 */
record Losses(Question question, List<Finding> lost, long came) {
    private static final int NAMED = 3;

    static Losses of(Question question, List<Finding> findings, Collection<RunnerEnd> ends) {
        var lost = findings.stream().filter(Finding::loss).toList();
        var came = ends.stream()
                .filter(end -> end.result().isPresent())
                .filter(end -> lost.stream().noneMatch(finding -> finding.runner() == end.index()))
                .count();
        return new Losses(question, lost, came);
    }

    /** Whether they are no error. The operator stops the others because of a loss only when it is not to be borne, such as before the start. */
    boolean borne() {
        return question.bearsLoss() && question.stopped() != Stopped.BY_RUNNER_ERROR && came > 0;
    }

    Optional<Doubt> doubt() {
        if (lost.isEmpty() || !borne() || came >= question.minRunners()) {
            return Optional.empty();
        }
        var limit = question.minRunners() > question.runners()
                ? "and without minRunners every one counts: see the events of their pods and nodes, or say with minRunners how many are enough"
                : "and %d came to their end (minRunners: %d): see the events of their pods and nodes, or lower minRunners"
                        .formatted(came, question.minRunners());
        return Optional.of(new Doubt(
                Reason.RUNNERS_MISSING,
                text() + ", " + limit,
                came,
                Math.min(question.minRunners(), question.runners())));
    }

    /** What a run that passed all the same says of them; empty without any. */
    Optional<String> note() {
        return lost.isEmpty() || !borne() || came < question.minRunners()
                ? Optional.empty()
                : Optional.of(text() + ", which minRunners: " + question.minRunners() + " allows");
    }

    private String text() {
        var named = lost.stream()
                .limit(NAMED)
                .map(finding -> "runner " + finding.runner() + " " + finding.text())
                .collect(Collectors.joining("; "));
        var more = lost.size() > NAMED ? "; and %d more".formatted(lost.size() - NAMED) : "";
        return "%d of %d runners %s lost (%s%s)"
                .formatted(lost.size(), question.runners(), lost.size() == 1 ? "was" : "were", named, more);
    }
}
