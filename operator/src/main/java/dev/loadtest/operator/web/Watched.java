package dev.loadtest.operator.web;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import java.util.Optional;
import java.util.stream.Stream;

/** What the operator has in memory anyway, on every replica: all LoadTests, and the runs that are not over. Nobody is asked for it. */
public interface Watched {
    Stream<LoadTest> loadTests();

    Optional<LoadTest> loadTest(String namespace, String name);

    Optional<LoadTestRun> run(String namespace, String name);
}
