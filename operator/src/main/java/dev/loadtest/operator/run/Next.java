package dev.loadtest.operator.run;

import dev.loadtest.api.Artifact;
import dev.loadtest.verdict.Judgement;
import dev.loadtest.verdict.Stopped;
import java.util.List;
import java.util.Optional;

/** The one thing to do next: a value that tests compare, and that carries itself out. */
sealed interface Next {

    void carryOut(RunActions actions);

    /** Only says how it stands. */
    record Nothing() implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.tell();
        }
    }

    /** Leaves everything as it is. */
    record Wait() implements Next {
        @Override
        public void carryOut(RunActions actions) {
            // what is waited for wakes the run, or its deadline does
        }
    }

    /** Writes down that it is the run's turn, if it still is. */
    record Admit() implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.admit();
        }
    }

    /** Makes the snapshot of the script, the harness and the Job. */
    record CreateJob() implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.createJob();
        }
    }

    /** Calls setup() on one runner, for all. */
    record Setup() implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.setup();
        }
    }

    /** Lets these runners go, all at once. */
    record Resume(List<Runner> runners) implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.resume(runners);
        }
    }

    /** Tells these runners to end their load. */
    record Stop(List<Runner> runners, Stopped why) implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.stop(runners, why);
        }
    }

    /** Gives the verdict. */
    record Finish(Judgement judgement) implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.finish(judgement);
        }
    }

    /** Makes the Job that calls teardown(), once for all. */
    record TearDown() implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.afterVerdict().tearDown();
        }
    }

    /**
     * Says what came of teardown().
     *
     * @param done whether it was called and returned
     * @param reason one word for programs
     * @param message for people
     */
    record TornDown(boolean done, String reason, String message) implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.afterVerdict().tornDown(this);
        }
    }

    /** Makes the report and keeps it, beside the reconcilers. */
    record KeepReport() implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.afterVerdict().keepReport();
        }
    }

    /**
     * Says what came of the report.
     *
     * @param artifact the file that is kept; empty when it could not be
     * @param message for people
     */
    record ReportSettled(Optional<Artifact> artifact, String message) implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.afterVerdict().reportSettled(this);
        }
    }

    /** Ends what still runs of a run that is over. */
    record EndRunners() implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.afterVerdict().endRunners();
        }
    }

    /** The verdict is stored: ends what still runs, starts the Job's TTL, lets go of the run. */
    record CleanUp() implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.afterVerdict().cleanUp();
        }
    }
}
