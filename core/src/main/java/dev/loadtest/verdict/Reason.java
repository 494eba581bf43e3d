package dev.loadtest.verdict;

import java.util.Arrays;

/** Why a run has its verdict, or what it waits for: stable words for programs, explained here for people. */
public enum Reason {
    /** Every threshold held over all runners together. */
    THRESHOLDS_HELD("ThresholdsHeld", Verdict.PASSED),
    /** The script and the resource declare no threshold, and the load was sent as meant. */
    NO_THRESHOLDS("NoThresholds", Verdict.PASSED),

    /** At least one threshold was broken over all runners together. */
    THRESHOLD_BROKEN("ThresholdBroken", Verdict.FAILED),
    /** The script called {@code exec.test.fail()}. */
    MARKED_AS_FAILED("MarkedAsFailed", Verdict.FAILED),

    /** No request got an answer, or more failed than can be believed and no threshold covers failures. */
    TARGET_UNREACHABLE("TargetUnreachable", Verdict.INCONCLUSIVE),
    /** No iteration finished. */
    NO_ITERATIONS("NoIterations", Verdict.INCONCLUSIVE),
    /** A threshold's metric has no sample, so k6 would call it held without having looked. */
    NO_SAMPLES("NoSamples", Verdict.INCONCLUSIVE),

    /** k6 dropped more iterations than {@code validity.maxDroppedShare}: the load was less than was meant. */
    DROPPED_ITERATIONS("DroppedIterations", Verdict.INCONCLUSIVE),
    /** A scenario with an arrival rate had no VU left for longer than {@code validity.maxAtMaxVUsShare}. */
    VUS_EXHAUSTED("VUsExhausted", Verdict.INCONCLUSIVE),
    /** A runner used more of its CPU limit than {@code validity.maxCpuShare}: what it measured is its own slowness, too. */
    GENERATOR_SATURATED("GeneratorSaturated", Verdict.INCONCLUSIVE),
    /** The runners did not start within {@code validity.maxStartSkewMillis} of each other. */
    START_SKEWED("StartSkewed", Verdict.INCONCLUSIVE),
    /** Runners were lost, and fewer than {@code minRunners} came to their end. */
    RUNNERS_MISSING("RunnersMissing", Verdict.INCONCLUSIVE),
    /** A workload of {@code target.workloads} was another one at the end of the load than at its beginning. */
    TARGET_CHANGED("TargetChanged", Verdict.INCONCLUSIVE),
    /** A threshold's limit lies inside the bound of what was observed, and {@code validity.uncertainThreshold} does not let the estimate decide. */
    THRESHOLD_UNCERTAIN("ThresholdUncertain", Verdict.INCONCLUSIVE),

    /** {@code stop: true} was set on the run. */
    STOP_REQUESTED("StopRequested", Verdict.ABORTED),
    /** The script called {@code exec.test.abort()}. */
    SCRIPT_ABORTED("ScriptAborted", Verdict.ABORTED),
    /** The run was deleted before it ended. */
    DELETED("Deleted", Verdict.ABORTED),

    /** A run was created for a LoadTest that does not exist. */
    LOAD_TEST_MISSING("LoadTestMissing", Verdict.ERROR),
    /** What the overrides of a run make of its LoadTest's definition is refused. */
    OVERRIDES_REFUSED("OverridesRefused", Verdict.ERROR),

    /** The script does not compile, or threw in its init context, setup() or teardown(). */
    SCRIPT_ERROR("ScriptError", Verdict.ERROR),
    /** k6 refused an option, a threshold, an argument or a variable. */
    INVALID_OPTIONS("InvalidOptions", Verdict.ERROR),
    /** The image's k6 lacks an extension that the script imports. */
    EXTENSION_MISSING("ExtensionMissing", Verdict.ERROR),
    /** The operator was restarted while setup() ran, which ended it half-way. */
    SETUP_INTERRUPTED("SetupInterrupted", Verdict.ERROR),
    /** What setup() returned is more than can be kept for teardown(). */
    SETUP_DATA_TOO_LARGE("SetupDataTooLarge", Verdict.ERROR),
    /** setup() took longer than its timeout. */
    SETUP_TIMEOUT("SetupTimeout", Verdict.ERROR),
    /** teardown() took longer than its timeout. */
    TEARDOWN_TIMEOUT("TeardownTimeout", Verdict.ERROR),
    /** The k6 process panicked. */
    K6_PANIC("K6Panic", Verdict.ERROR),
    /** The run did not get its turn within {@code target.queueTimeoutSeconds}. */
    QUEUE_TIMEOUT("QueueTimeout", Verdict.ERROR),
    /** The run has more runners than the operator lets go at a time, so its turn would never come. */
    PARALLELISM_EXCEEDS_LIMIT("ParallelismExceedsLimit", Verdict.ERROR),
    /** A workload of {@code target.workloads} does not exist. */
    TARGET_MISSING("TargetMissing", Verdict.ERROR),
    /** A workload of {@code target.workloads} was not rolled out, or {@code target.probe} not answered, within {@code target.readyTimeoutSeconds}. */
    TARGET_NOT_READY("TargetNotReady", Verdict.ERROR),
    /** The ConfigMap with the script does not exist. */
    SCRIPT_CONFIG_MAP_MISSING("ScriptConfigMapMissing", Verdict.ERROR),
    /** The ConfigMap with the script has no such key. */
    SCRIPT_KEY_MISSING("ScriptKeyMissing", Verdict.ERROR),
    /** A ConfigMap, Secret or key that a runner's environment names does not exist, or the claim for its raw samples. */
    REFERENCE_MISSING("ReferenceMissing", Verdict.ERROR),
    /** The ServiceAccount of the runners does not exist. */
    SERVICE_ACCOUNT_MISSING("ServiceAccountMissing", Verdict.ERROR),
    /** The image could not be pulled. */
    IMAGE_PULL_FAILED("ImagePullFailed", Verdict.ERROR),
    /** No node can take a runner. */
    UNSCHEDULABLE("Unschedulable", Verdict.ERROR),
    /** A resource quota has no room for the runners. */
    QUOTA_EXCEEDED("QuotaExceeded", Verdict.ERROR),
    /** The API server refused the Job or its pods. */
    ADMISSION_REFUSED("AdmissionRefused", Verdict.ERROR),
    /** An object of the same name that is not this run's stands in the way. */
    NAME_TAKEN("NameTaken", Verdict.ERROR),
    /** The container could not be started: no such command, a mount that fails. */
    RUNNER_CANNOT_START("RunnerCannotStart", Verdict.ERROR),
    /** A runner was killed for want of memory. */
    RUNNER_OUT_OF_MEMORY("RunnerOutOfMemory", Verdict.ERROR),
    /** A runner was evicted, preempted, or removed with its node. */
    RUNNER_EVICTED("RunnerEvicted", Verdict.ERROR),
    /** A runner ended without a result and without being asked to. */
    RUNNER_LOST("RunnerLost", Verdict.ERROR),
    /** The operator cannot reach k6's REST API on a runner's pod address. */
    RUNNER_UNREACHABLE("RunnerUnreachable", Verdict.ERROR),
    /** A runner ended, but its result could not be read from its log. */
    RESULT_MISSING("ResultMissing", Verdict.ERROR),
    /** The script has fewer VUs than the run has runners, so some would have nothing to do. */
    PARALLELISM_EXCEEDS_VUS("ParallelismExceedsVUs", Verdict.ERROR),
    /** Not every runner was ready within {@code startTimeoutSeconds}, or could be resumed then. */
    START_TIMEOUT("StartTimeout", Verdict.ERROR),
    /** The run took longer than {@code activeDeadlineSeconds} and was stopped; what was measured until then is kept. */
    DEADLINE_EXCEEDED("DeadlineExceeded", Verdict.ERROR),
    /** The run did not end when it should have, and could not be stopped. */
    RUN_TIMEOUT("RunTimeout", Verdict.ERROR),
    /** The Job was removed by somebody else before the run ended. */
    JOB_REMOVED("JobRemoved", Verdict.ERROR);

    private final String word;
    private final Verdict verdict;

    Reason(String word, Verdict verdict) {
        this.word = word;
        this.verdict = verdict;
    }

    /**
     * The constant with that word.
     *
     * @throws IllegalArgumentException when a later release wrote it
     */
    public static Reason ofWord(String word) {
        return Arrays.stream(values())
                .filter(reason -> reason.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no reason is called " + word));
    }

    /** The word that stands in conditions and in the status. */
    public String word() {
        return word;
    }

    /** The verdict that a run ending for this reason has. */
    public Verdict verdict() {
        return verdict;
    }
}
