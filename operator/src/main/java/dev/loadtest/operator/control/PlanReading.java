package dev.loadtest.operator.control;

import dev.loadtest.k6.Plan;
import dev.loadtest.k6.ResultReader;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what the script plans from the first lines of one runner's log; the others would say the same. */
final class PlanReading {
    /** A plan that is not among the first lines after a second was printed elsewhere, or drowned by the script's own lines. */
    static final int MOST_READINGS_WITHOUT = 3;

    private final PodLog log;
    private final LogPermits logs;
    private final Paces paces;
    private final String nonce;
    private final Runnable changed;
    private final Set<String> failed = new HashSet<>();

    private Optional<Plan> plan = Optional.empty();
    private boolean reading;
    private long readAgainAt = System.nanoTime();
    private int without;

    /** @param changed called when the plan was found */
    PlanReading(PodLog log, LogPermits logs, Paces paces, String nonce, Runnable changed) {
        this.log = log;
        this.logs = logs;
        this.paces = paces;
        this.nonce = nonce;
        this.changed = changed;
    }

    synchronized Optional<Plan> plan() {
        return plan;
    }

    /**
     * Reads one of these logs, unless it is being done or was done a moment ago.
     *
     * @param printed the runners that have printed the plan; after a failure it is another one's turn
     * @param most readings of logs without a plan in them
     * @return whether to try again in a moment
     */
    boolean readOneOf(List<RunnerPodState> printed, int most) {
        RunnerPodState next;
        LogPermits.Permit permit;
        synchronized (this) {
            if (plan.isPresent() || without >= most || printed.isEmpty()) {
                return false;
            }
            if (reading || System.nanoTime() - readAgainAt < 0) {
                return true;
            }
            var taken = logs.take(LogPermits.Reason.EXPECTED);
            if (taken.isEmpty()) {
                return true;
            }
            permit = taken.get();
            reading = true;
            next = printed.stream()
                    .filter(one -> !failed.contains(one.uid()))
                    .findFirst()
                    .orElseGet(() -> {
                        failed.clear();
                        return printed.get(0);
                    });
        }
        var pod = next;
        var reader = new ResultReader(nonce);
        log.read(pod.namespace(), pod.pod(), PodLog.Part.BEGINNING, reader::accept)
                .whenComplete((code, failure) -> {
                    permit.release();
                    ended(pod.uid(), reader.plan(), failure == null && code == 200);
                });
        return true;
    }

    private void ended(String uid, Optional<Plan> found, boolean read) {
        synchronized (this) {
            reading = false;
            readAgainAt = System.nanoTime() + paces.again().toNanos();
            plan = found;
            if (!read) {
                failed.add(uid);
            } else if (found.isEmpty()) {
                without++;
            }
        }
        if (found.isPresent()) {
            changed.run();
        }
    }
}
