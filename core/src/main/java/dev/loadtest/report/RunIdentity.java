package dev.loadtest.report;

import java.util.Optional;

/**
 * Which run a report is about.
 *
 * @param namespace where the run is
 * @param loadTest name of the LoadTest that it is a run of
 * @param run name of the run
 * @param number the run's number among those of its LoadTest, from 1
 * @param uid the run's UID: another run of the same name has another one
 * @param trigger why the run exists, in the operator's words
 * @param definition fingerprint of the definition: runs with the same one asked for the same; empty if not known
 */
public record RunIdentity(
        String namespace,
        String loadTest,
        String run,
        int number,
        String uid,
        String trigger,
        Optional<String> definition) {}
