package dev.loadtest.verdict;

import java.util.Optional;

/**
 * What has to be known of a run, besides how its runners ended, to judge it.
 *
 * @param runners how many runners it has, at least 1
 * @param stopped whether and why the operator told them to stop
 * @param minRunners how many of them have to come to their end for the run to be judged although others were lost; 0: a loss is an
 *     error; {@code runners + 1}: with a loss the run goes on, but is at best {@link Verdict#INCONCLUSIVE}
 * @param validity when the measurement is believed
 * @param generators what was seen of the runners while they sent load
 * @param targetChange what of the target was another at the end of the load than at its beginning, in words; empty: nothing, or nobody
 *     looked
 */
public record Question(
        int runners,
        Stopped stopped,
        int minRunners,
        Validity validity,
        Generators generators,
        Optional<String> targetChange) {

    /** @throws IllegalArgumentException with less than one runner */
    public Question {
        if (runners < 1) {
            throw new IllegalArgumentException("a run has at least one runner, not " + runners);
        }
    }

    /** Of a target at which nobody looks. */
    public Question(int runners, Stopped stopped, int minRunners, Validity validity, Generators generators) {
        this(runners, stopped, minRunners, validity, generators, Optional.empty());
    }

    /** The question as it is when nobody sets anything: a loss is an error. */
    public static Question of(int runners, Stopped stopped) {
        return new Question(runners, stopped, 0, Validity.DEFAULT, Generators.UNSEEN);
    }

    /** Whether the run goes on when a runner is lost. */
    public boolean bearsLoss() {
        return minRunners > 0;
    }
}
