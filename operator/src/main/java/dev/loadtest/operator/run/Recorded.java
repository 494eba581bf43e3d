package dev.loadtest.operator.run;

import dev.loadtest.operator.target.WorkloadState;
import dev.loadtest.verdict.Stopped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was written into the status before an act that must not happen twice, and what could not be seen again.
 *
 * @param completed whether the verdict was given; then nothing changes it
 * @param completedAt when
 * @param admittedAt when its turn came; empty: it does not wait for one, or still waits
 * @param target what was rolled out when the runners were created; empty: nobody looks at it
 * @param jobCreating since when the Job is being created
 * @param jobUid the Job's UID, once it was created
 * @param setupStarted when setup() was called on one runner for all
 * @param resumed when the runners were resumed
 * @param podUids the pods that were at the barrier then
 * @param started when the load began
 * @param stopped why the runners were told to end, if they were
 * @param stoppedSince since when they are told so
 * @param teardown how far the one call of teardown() is
 * @param reportOpen whether the report of a run that is over has yet to be kept
 */
record Recorded(
        boolean completed,
        Optional<Instant> completedAt,
        Optional<Instant> admittedAt,
        Optional<TestedTarget> target,
        Optional<Instant> jobCreating,
        Optional<String> jobUid,
        Optional<Instant> setupStarted,
        Optional<Instant> resumed,
        Set<String> podUids,
        Optional<Instant> started,
        Stopped stopped,
        Optional<Instant> stoppedSince,
        Teardown teardown,
        boolean reportOpen) {

    static final Recorded NOTHING = new Recorded(
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Stopped.NOT,
            Optional.empty(),
            Teardown.NOT_WANTED,
            false);

    /**
     * @param start its workloads when the runners were created
     * @param change what was another at the end of the load, in words; empty before, and when nothing was
     */
    record TestedTarget(List<WorkloadState> start, Optional<String> change) {}

    /**
     * @param state by the condition {@code TornDown}
     * @param creating since when its Job is being created
     * @param jobUid the Job's UID, once it was created
     */
    record Teardown(State state, Optional<Instant> creating, Optional<String> jobUid) {
        static final Teardown NOT_WANTED = new Teardown(State.NOT_WANTED, Optional.empty(), Optional.empty());

        enum State {
            /** Nobody has said yet that there is one, or each runner calls its own. */
            NOT_WANTED,
            /** It has to be called, and did not come to its end. */
            OPEN,
            /** It was called, or could not be. */
            SETTLED
        }
    }
}
