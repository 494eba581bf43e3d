package dev.loadtest.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestReference;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunSpec;
import dev.loadtest.verdict.Reason;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A run that somebody created, until its LoadTest takes it in. */
class NotAdmittedTest {
    private static final Instant CREATED = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant LATE = CREATED.plus(NotAdmitted.PATIENCE);

    private final LoadTestRun run = run();

    @Test
    void waitsForALoadTestThatIsAppliedAfterIt() {
        var standing = NotAdmitted.of(run, CREATED, () -> {
            throw new AssertionError("nobody is asked yet");
        });

        assertThat(standing.end()).isEmpty();
        assertThat(standing.again()).contains(LATE);
    }

    @Test
    void endsWithoutALoadTest() {
        assertThat(NotAdmitted.of(run, LATE, () -> false).end()).contains(Reason.LOAD_TEST_MISSING);
    }

    /** It was created while no operator was there, and the first look is at the run and not at the LoadTest. */
    @Test
    void aLoadTestThatHasNotTakenItInYetIsNotMissing() {
        var standing = NotAdmitted.of(run, LATE, () -> true);

        assertThat(standing.end()).isEmpty();
        assertThat(standing.again()).contains(LATE.plus(RunDecisions.SOON));
    }

    private static LoadTestRun run() {
        var run = new LoadTestRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName("by-hand")
                .withNamespace("shop")
                .withCreationTimestamp(CREATED.toString())
                .build());
        run.setSpec(new LoadTestRunSpec(new LoadTestReference("items"), null, null, null, null, false, null));
        return run;
    }
}
