package dev.loadtest.verdict;

/**
 * That a runner was taken away, by what the cluster says of its pod.
 *
 * @param reason {@link Reason#RUNNER_OUT_OF_MEMORY}, {@link Reason#RUNNER_EVICTED} or {@link Reason#RUNNER_LOST}
 * @param words what happened, for people; continues "Runner 2 ", such as "(pod items-3-2-x7f) was evicted: the node was low on memory"
 */
public record Loss(Reason reason, String words) {}
