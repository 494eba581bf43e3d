package dev.loadtest.operator.control;

import dev.loadtest.k6.ResultReader;
import dev.loadtest.k6.RunnerResult;
import dev.loadtest.k6.WriteFailures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Watches one runner: asks its API at a steady pace, and reads its log when the end is near.
 *
 * <p>The log is opened when the API says that the load has ended, stops answering, or is about to by the script's own plan, and when
 * the container has ended; not before, since a script may log a megabyte a second. It is closed again when the API says that the load
 * goes on. A stream that ends without a result while the container lives was cut, and is opened again. So is one that was opened before
 * the container's end and says nothing any more after it: it was cut without a word.
 */
final class RunnerWatch {
    /** Forty questions a second for each run, however many runners it has, but each runner is asked at least every 5 s. */
    private static final Duration PACE_PER_RUNNER = Duration.ofMillis(25);

    private static final Duration MOST_PACE = Duration.ofSeconds(5);
    /** While starting, all runners wait for the slowest answer: more often, and never less than every 150 ms. */
    private static final Duration STARTING_PACE_PER_RUNNER = Duration.ofMillis(8);

    private static final Duration MOST_STARTING_PACE = Duration.ofMillis(150);

    private final K6Api api;
    private final PodLog log;
    private final LogPermits logs;
    private final ScheduledExecutorService scheduler;
    private final Clock clock;
    private final Paces paces;
    private final IntSupplier runners;
    private final BooleanSupplier told;
    private final Consumer<K6Status> answers;
    private final Runnable changed;
    private final ResultReader reader;

    private RunnerPodState pod;
    private Optional<K6Status> k6 = Optional.empty();
    private Optional<Instant> silentSince = Optional.empty();
    private Optional<Instant> unreachableSince = Optional.empty();
    private Optional<RunnerResult> result = Optional.empty();
    private Optional<String> errorLine = Optional.empty();
    private WriteFailures writeFailures = WriteFailures.NONE;
    private int forgedLines;
    private boolean logEnded;
    private boolean logExhausted;
    private Optional<Instant> readableSince = Optional.empty();

    private boolean ticking;
    private long turn;
    private boolean asking;
    private boolean closed;
    private Optional<CompletableFuture<Integer>> stream = Optional.empty();
    private Optional<LogPermits.Permit> permit = Optional.empty();
    private boolean readAll;
    private boolean openedBeforeTheEnd;
    private long heardAt;
    private long readAgainAt = System.nanoTime();
    private OptionalLong logAt = OptionalLong.empty();

    /**
     * @param pod whom to watch, once {@link #pod} was called
     * @param runners how many the run has
     * @param told whether they were told to start or to end, so that waiting at the barrier is over
     * @param answers hears every answer of the API
     * @param changed called when something has changed that a decision may depend on
     */
    RunnerWatch(
            K6Api api,
            PodLog log,
            LogPermits logs,
            ScheduledExecutorService scheduler,
            Clock clock,
            Paces paces,
            String nonce,
            RunnerPodState pod,
            IntSupplier runners,
            BooleanSupplier told,
            Consumer<K6Status> answers,
            Runnable changed) {
        this.api = api;
        this.log = log;
        this.logs = logs;
        this.scheduler = scheduler;
        this.clock = clock;
        this.paces = paces;
        this.pod = pod;
        this.runners = runners;
        this.told = told;
        this.answers = answers;
        this.changed = changed;
        this.reader = new ResultReader(nonce);
    }

    synchronized RunnerSeen seen() {
        return new RunnerSeen(
                k6,
                silentSince.isPresent(),
                unreachableSince,
                result,
                errorLine,
                writeFailures,
                forgedLines,
                logEnded,
                logExhausted,
                readableSince);
    }

    synchronized RunnerPodState pod() {
        return pod;
    }

    /** Since when the API does not answer any more. */
    synchronized Optional<Instant> silentSince() {
        return silentSince;
    }

    void pod(RunnerPodState state) {
        long mine;
        synchronized (this) {
            var hasEnded = state.terminated() && !pod.terminated();
            pod = state;
            if (!pod.started() || closed || ticking && !hasEnded) {
                return;
            }
            ticking = true;
            mine = ++turn;
        }
        tick(mine);
    }

    /** Whoever was asked seldom is asked at the pace of now. */
    synchronized void askSoon() {
        if (ticking && !closed) {
            tickLater();
        }
    }

    /** Opens the log then at the latest. */
    synchronized void openLogAt(long nanoTime) {
        logAt = OptionalLong.of(nanoTime);
    }

    /** Its pod does not exist any more. What its log says until the stream ends still counts. */
    synchronized void leave() {
        closed = true;
    }

    void close() {
        leave();
        closeStream();
    }

    private void tick(long mine) {
        Optional<PodLog.Part> part = Optional.empty();
        Optional<String> address = Optional.empty();
        boolean cut;
        synchronized (this) {
            if (mine != turn) {
                return; // another one was set in its place
            }
            if (closed || logEnded || logExhausted) {
                ticking = false;
                return;
            }
            if (permit.isEmpty() && System.nanoTime() - readAgainAt >= 0) {
                permit = whyReadLog().flatMap(logs::take);
                part = permit.map(taken -> readAll ? PodLog.Part.ALL : PodLog.Part.FOLLOW);
            }
            if (permit.isPresent() && pod.terminated() && readableSince.isEmpty()) {
                readableSince = Optional.of(clock.instant());
                heardAt = System.nanoTime();
            }
            cut = openedBeforeTheEnd
                    && readableSince.isPresent()
                    && System.nanoTime() - heardAt >= paces.quietLog().toNanos();
            if (!asking && !pod.terminated() && pod.address().isPresent()) {
                asking = true;
                address = pod.address();
            }
            tickLater();
        }
        // Without the lock: who is told of the answer looks at other runners.
        if (cut) {
            closeStream();
        }
        part.ifPresent(this::read);
        address.ifPresent(this::ask);
    }

    private void tickLater() {
        var mine = ++turn;
        scheduler.schedule(() -> tick(mine), pace().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask(String address) {
        var asked = clock.instant();
        api.status(address).whenComplete((status, failure) -> answered(asked, status, failure));
    }

    private Duration pace() {
        var starting = k6.map(K6Status::isStarting).orElse(true);
        var count = runners.getAsInt();
        if (pod.terminated()) {
            return within(paces.steady(), PACE_PER_RUNNER.multipliedBy(count), paces.again());
        }
        var waits = k6.map(K6Status::atBarrier).orElse(false) && silentSince.isEmpty() && !told.getAsBoolean();
        if (waits) {
            return paces.barrier();
        }
        return starting
                ? within(paces.starting(), STARTING_PACE_PER_RUNNER.multipliedBy(count), MOST_STARTING_PACE)
                : within(paces.steady(), PACE_PER_RUNNER.multipliedBy(count), MOST_PACE);
    }

    private Optional<LogPermits.Reason> whyReadLog() {
        if (pod.terminated()) {
            return Optional.of(LogPermits.Reason.ENDED);
        }
        if (k6.map(K6Status::loadEnded).orElse(false)) {
            return Optional.of(LogPermits.Reason.ENDING);
        }
        var planned = logAt.isPresent() && System.nanoTime() - logAt.getAsLong() >= 0;
        return silentSince.isPresent() || planned ? Optional.of(LogPermits.Reason.EXPECTED) : Optional.empty();
    }

    private void closeStream() {
        Optional<CompletableFuture<Integer>> open;
        synchronized (this) {
            open = stream;
        }
        open.ifPresent(reading -> reading.cancel(true));
    }

    private void answered(Instant asked, K6Status status, Throwable failure) {
        boolean news;
        boolean nothingToRead;
        synchronized (this) {
            asking = false;
            var before = seen();
            if (failure == null) {
                k6 = Optional.of(status);
                silentSince = Optional.empty();
                unreachableSince = Optional.empty();
            } else {
                if (k6.isPresent() && silentSince.isEmpty()) {
                    silentSince = Optional.of(asked);
                }
                unreachableSince =
                        K6Api.vanished(failure) ? unreachableSince.or(() -> Optional.of(asked)) : Optional.empty();
            }
            nothingToRead = stream.isPresent() && whyReadLog().isEmpty();
            news = !sameForDecisions(before, seen());
        }
        if (nothingToRead) {
            closeStream();
        }
        if (failure == null) {
            answers.accept(status);
        }
        if (news) {
            changed.run();
        }
    }

    /** Not every answer is news: the count of VUs changes all the time. */
    private static boolean sameForDecisions(RunnerSeen before, RunnerSeen now) {
        return before.silent() == now.silent()
                && before.unreachableSince().equals(now.unreachableSince())
                && before.k6().map(K6Status::status).equals(now.k6().map(K6Status::status))
                && before.k6().map(K6Status::paused).equals(now.k6().map(K6Status::paused));
    }

    private void read(PodLog.Part part) {
        var from = pod();
        synchronized (this) {
            reader.beginAgain();
        }
        var reading = log.read(from.namespace(), from.pod(), part, this::line);
        boolean late;
        synchronized (this) {
            stream = Optional.of(reading);
            openedBeforeTheEnd = !from.terminated();
            late = closed;
        }
        reading.whenComplete((code, failure) -> {
            synchronized (this) {
                permit.ifPresent(LogPermits.Permit::release);
                permit = Optional.empty();
                stream = Optional.empty();
                openedBeforeTheEnd = false;
                readAgainAt = System.nanoTime() + paces.again().toNanos();
                var readToTheEnd = failure == null && code == 200;
                var gone = failure == null && code == 404;
                // A stream that was opened before the container ended may have been cut short: only a later one counts.
                var nothingMore = gone || readToTheEnd && part == PodLog.Part.ALL;
                if (readToTheEnd && pod.terminated()) {
                    readAll = true;
                }
                keepWords();
                logEnded = readToTheEnd && result.isPresent() || nothingMore;
                logExhausted = nothingMore && result.isEmpty();
            }
            changed.run();
        });
        if (late) {
            reading.cancel(true);
        }
    }

    private void line(String line) {
        synchronized (this) {
            heardAt = System.nanoTime();
            reader.accept(line);
            if (result.isPresent() || reader.result().isEmpty()) {
                return;
            }
            result = reader.result();
            keepWords();
        }
        changed.run();
    }

    /** Not with every line: while a log is read again, an error that is not its last one would seem to be. */
    private void keepWords() {
        errorLine = reader.errorLine();
        writeFailures = reader.writeFailures();
        forgedLines = reader.forged();
    }

    private static Duration within(Duration least, Duration wanted, Duration most) {
        return wanted.compareTo(least) < 0 ? least : wanted.compareTo(most) > 0 ? most : wanted;
    }
}
