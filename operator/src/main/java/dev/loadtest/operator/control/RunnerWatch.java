package dev.loadtest.operator.control;

import dev.loadtest.k6.Plan;
import dev.loadtest.k6.ResultReader;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Watches one runner: asks its API at a steady pace, and reads its log when the end is near.
 *
 * <p>The log is opened when the API says that the load has ended, stops answering, or is about to by the script's own plan, and when
 * the container has ended; not before, since a script may log a megabyte a second. A stream that ends without a result while the
 * container lives was cut, and is opened again.
 */
final class RunnerWatch {
    /** Forty questions a second for each run, however many runners it has, but each runner is asked at least every 5 s. */
    private static final Duration PACE_PER_RUNNER = Duration.ofMillis(25);

    private static final Duration LEAST_PACE = Duration.ofMillis(100);
    private static final Duration MOST_PACE = Duration.ofSeconds(5);
    /** While starting, all runners wait for the slowest answer: more often, and never less than every 150 ms. */
    private static final Duration STARTING_PACE_PER_RUNNER = Duration.ofMillis(8);

    private static final Duration LEAST_STARTING_PACE = Duration.ofMillis(30);
    private static final Duration MOST_STARTING_PACE = Duration.ofMillis(150);

    private static final Duration BEFORE_PLANNED_END = Duration.ofSeconds(5);
    private static final Duration BEFORE_READING_AGAIN = Duration.ofMillis(500);

    private final K6Api api;
    private final PodLog log;
    private final Semaphore logs;
    private final ScheduledExecutorService clock;
    private final Duration pace;
    private final Duration startingPace;
    private final Runnable changed;
    private final String nonce;
    private final ResultReader reader;

    private RunnerPodState pod;
    private RunnerSeen seen = RunnerSeen.NOTHING;
    private boolean ticking;
    private boolean asking;
    private boolean reading;
    private boolean closed;
    private boolean readAll;
    private boolean askedForPlan;
    private long readAgainAt = System.nanoTime();
    private Optional<Long> logAt = Optional.empty();

    RunnerWatch(
            K6Api api,
            PodLog log,
            Semaphore logs,
            ScheduledExecutorService clock,
            String nonce,
            int runners,
            Runnable changed) {
        this.api = api;
        this.log = log;
        this.logs = logs;
        this.clock = clock;
        this.changed = changed;
        this.nonce = nonce;
        this.reader = new ResultReader(nonce);
        this.pace = within(LEAST_PACE, PACE_PER_RUNNER.multipliedBy(runners), MOST_PACE);
        this.startingPace =
                within(LEAST_STARTING_PACE, STARTING_PACE_PER_RUNNER.multipliedBy(runners), MOST_STARTING_PACE);
    }

    synchronized RunnerSeen seen() {
        return seen;
    }

    synchronized void pod(RunnerPodState state) {
        pod = state;
        if (!ticking && pod.started()) {
            ticking = true;
            tick();
        }
    }

    synchronized void close() {
        closed = true;
    }

    private synchronized void tick() {
        if (closed || seen.logEnded() || seen.logExhausted()) {
            ticking = false;
            return;
        }
        if (wantsLog() && !reading && System.nanoTime() >= readAgainAt && logs.tryAcquire()) {
            reading = true;
            read(readAll ? PodLog.Part.ALL : PodLog.Part.FOLLOW);
        }
        if (!asking && !pod.terminated() && pod.address().isPresent()) {
            asking = true;
            api.status(pod.address().get()).whenComplete(this::answered);
        }
        clock.schedule(this::tick, (starting() ? startingPace : pace).toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean starting() {
        return seen.k6().isEmpty() || seen.k6().get().paused();
    }

    private boolean wantsLog() {
        return pod.terminated()
                || seen.silent()
                || seen.k6().map(K6Status::loadEnded).orElse(false)
                || logAt.map(end -> System.nanoTime() - end >= 0).orElse(false);
    }

    private void answered(K6Status status, Throwable failure) {
        synchronized (this) {
            asking = false;
            var before = seen;
            if (failure == null) {
                see(Optional.of(status), false, seen.plan());
                askForPlan(status);
            } else if (seen.k6().isPresent()) {
                see(seen.k6(), true, seen.plan());
            }
            if (sameForDecisions(before, seen)) {
                return;
            }
        }
        changed.run();
    }

    /** Not every answer is news: the count of VUs changes all the time. */
    private static boolean sameForDecisions(RunnerSeen before, RunnerSeen now) {
        return before.silent() == now.silent()
                && before.k6().map(K6Status::status).equals(now.k6().map(K6Status::status))
                && before.k6().map(K6Status::paused).equals(now.k6().map(K6Status::paused));
    }

    /** The harness prints how long the script plans to run when it starts: then the log can be open when the result comes. */
    private void askForPlan(K6Status status) {
        if (askedForPlan || status.paused() || status.vus() == 0 || !logs.tryAcquire()) {
            return;
        }
        askedForPlan = true;
        var started = System.nanoTime();
        var plan = new ResultReader(nonce);
        log.read(pod.namespace(), pod.pod(), PodLog.Part.BEGINNING, plan::accept)
                .whenComplete((code, failure) -> {
                    logs.release();
                    synchronized (this) {
                        see(seen.k6(), seen.silent(), plan.plan());
                        logAt = plan.plan()
                                .map(known -> started
                                        + known.planned()
                                                .minus(BEFORE_PLANNED_END)
                                                .toNanos());
                    }
                    changed.run();
                });
    }

    private void read(PodLog.Part part) {
        log.read(pod.namespace(), pod.pod(), part, this::line).whenComplete((code, failure) -> {
            logs.release();
            synchronized (this) {
                reading = false;
                readAgainAt = System.nanoTime() + BEFORE_READING_AGAIN.toNanos();
                var hasResult = seen.result().isPresent();
                var readToTheEnd = failure == null && code == 200;
                var gone = failure == null && code == 404;
                // A stream that was opened before the container ended may have been cut short: only a later one counts.
                var nothingMore = gone || readToTheEnd && part == PodLog.Part.ALL;
                if (readToTheEnd && pod.terminated()) {
                    readAll = true;
                }
                seen = new RunnerSeen(
                        seen.k6(),
                        seen.silent(),
                        seen.result(),
                        reader.errorLine(),
                        reader.forged(),
                        seen.plan(),
                        readToTheEnd && hasResult || nothingMore,
                        nothingMore && !hasResult);
            }
            changed.run();
        });
    }

    private void line(String line) {
        synchronized (this) {
            if (seen.result().isPresent()) {
                reader.accept(line);
                return;
            }
            reader.accept(line);
            if (reader.result().isEmpty()) {
                return;
            }
            seen = new RunnerSeen(
                    seen.k6(),
                    seen.silent(),
                    reader.result(),
                    reader.errorLine(),
                    reader.forged(),
                    seen.plan(),
                    false,
                    false);
        }
        changed.run();
    }

    private void see(Optional<K6Status> k6, boolean silent, Optional<Plan> plan) {
        seen = new RunnerSeen(
                k6,
                silent,
                seen.result(),
                seen.errorLine(),
                seen.forgedLines(),
                plan,
                seen.logEnded(),
                seen.logExhausted());
    }

    private static Duration within(Duration least, Duration wanted, Duration most) {
        return wanted.compareTo(least) < 0 ? least : wanted.compareTo(most) > 0 ? most : wanted;
    }
}
