package dev.loadtest.operator.control;

/**
 * One answer of k6's {@code GET /v1/status}.
 *
 * @param status the execution status, as numbered by k6: 4 is paused before the run, 7 is running, 9 is ended
 * @param paused whether k6 waits to be resumed
 * @param stopped whether k6 was told to stop
 * @param vus active VUs; with an arrival rate those that are busy
 * @param vusMax the VUs that this runner has; before its start the most that it may have, 0 when nothing of the script falls to it
 */
public record K6Status(int status, boolean paused, boolean stopped, int vus, int vusMax) {
    private static final int PAUSED_BEFORE_RUN = 4;
    private static final int STARTED = 5;
    private static final int RUNNING = 7;
    private static final int TEARDOWN = 8;

    /** Script compiled, VUs initialised, waiting: the only state in which all runners start at once when resumed. */
    public boolean atBarrier() {
        return status == PAUSED_BEFORE_RUN && paused;
    }

    /** It neither calls its own setup() nor sends load yet, or is paused. */
    boolean isStarting() {
        return paused || status <= STARTED;
    }

    /** Past setup(), before the load's end. */
    boolean sendsLoad() {
        return status == RUNNING;
    }

    /** The load has ended; the result is about to be printed. */
    public boolean loadEnded() {
        return status >= TEARDOWN;
    }
}
