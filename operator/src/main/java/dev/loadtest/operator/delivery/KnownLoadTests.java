package dev.loadtest.operator.delivery;

import dev.loadtest.api.LoadTest;
import java.util.Optional;

/** The LoadTests that the operator has in memory anyway. Nobody is asked for them. */
@FunctionalInterface
public interface KnownLoadTests {
    Optional<LoadTest> loadTest(String namespace, String name);
}
