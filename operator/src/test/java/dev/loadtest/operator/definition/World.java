package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.operator.definition.ScheduleLook.Missed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One LoadTest, its runs, and an operator that looks at them when the test says so, at the time that the test says, and may die between any two writes. */
interface World {
    /** An operator that dies; what it has written stays. */
    final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    Instant now();

    void goesOnTo(Instant time);

    /** Looks until nothing is left to do at this moment. @return when it wants to look again */
    Optional<Instant> looks();

    void diesAfter(int writes);

    LoadTest loadTest();

    void suspends(boolean suspended);

    /** The names of the runs that are going. */
    List<String> going();

    /** Those of them that have been told to stop. */
    List<String> stopping();

    void ends(String run, String verdict);

    /** The times that runs were begun for, of all that ever were. */
    List<Instant> started();

    /** The time that this run was begun for. */
    Instant dueTime(String run);

    /** What people were told. */
    List<Missed> reports();
}
