package dev.loadtest.operator.run;

import dev.loadtest.verdict.Judgement;
import dev.loadtest.verdict.Stopped;
import java.util.List;

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

    /** Makes the snapshot of the script, the harness and the Job. */
    record CreateJob() implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.createJob();
        }
    }

    /** Lets these runners go, all at once. */
    record Resume(List<SeenRunner> runners) implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.resume(runners);
        }
    }

    /** Tells these runners to end their load. */
    record Stop(List<SeenRunner> runners, Stopped why) implements Next {
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

    /** The verdict is stored: ends what still runs, starts the Job's TTL, lets go of the run. */
    record CleanUp() implements Next {
        @Override
        public void carryOut(RunActions actions) {
            actions.cleanUp();
        }
    }
}
