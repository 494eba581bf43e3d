package dev.loadtest.operator.run;

import dev.loadtest.verdict.Stopped;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What was written into the status before an act that must not happen twice, and what could not be seen again.
 *
 * @param completed whether the verdict was given; then nothing changes it
 * @param jobCreating since when the Job is being created
 * @param jobUid the Job's UID, once it was created
 * @param resumed when the runners were resumed
 * @param podUids the pods that were at the barrier then
 * @param started when the load began
 * @param stopped why the runners were told to end, if they were
 * @param stoppedSince since when they are told so
 */
record Recorded(
        boolean completed,
        Optional<Instant> jobCreating,
        Optional<String> jobUid,
        Optional<Instant> resumed,
        Set<String> podUids,
        Optional<Instant> started,
        Stopped stopped,
        Optional<Instant> stoppedSince) {}
