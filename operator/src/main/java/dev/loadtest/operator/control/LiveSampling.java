package dev.loadtest.operator.control;

import dev.loadtest.k6.LiveMetric;
import dev.loadtest.verdict.LiveNumbers;
import dev.loadtest.verdict.LiveRunner;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks all runners of a run that send load for their metrics, at about the same time, again and again. One look ends before the next. */
final class LiveSampling {
    /**
     * What to ask, and whom.
     *
     * @param aborts the metrics that have a threshold with abortOnFail
     * @param started when the load began, as {@link System#nanoTime()} says it
     */
    record Round(List<Sender> senders, Set<String> aborts, OptionalDouble cpuLimit, long started) {}

    /** A runner that sends load. */
    record Sender(int index, String address, int vus) {}

    /** So many runners cost little to ask, and the charts of a short run gain much. */
    private static final int FEW = 20;

    private final K6Api api;
    private final ScheduledExecutorService scheduler;
    private final Clock clock;
    private final Paces paces;
    private final GeneratorLoad generators;
    private final Supplier<Round> rounds;
    private final Runnable changed;

    private final LiveSeries series = new LiveSeries();
    private boolean going;
    private Optional<LiveSeen> seen = Optional.empty();
    private OptionalLong lastAsked = OptionalLong.empty();

    /**
     * @param rounds asked before each look; one without senders ends it
     * @param changed called after each look
     */
    LiveSampling(
            K6Api api,
            ScheduledExecutorService scheduler,
            Clock clock,
            Paces paces,
            GeneratorLoad generators,
            Supplier<Round> rounds,
            Runnable changed) {
        this.api = api;
        this.scheduler = scheduler;
        this.clock = clock;
        this.paces = paces;
        this.generators = generators;
        this.rounds = rounds;
        this.changed = changed;
    }

    /** What was seen last. */
    synchronized Optional<LiveSeen> seen() {
        return seen;
    }

    /** What was seen so far, of the whole time. */
    List<LivePoint> series() {
        return series.points();
    }

    /** Looks from now on, until nobody sends load any more. */
    synchronized void start() {
        if (!going) {
            going = true;
            lookIn(paces.liveOften());
        }
    }

    private void lookIn(Duration pause) {
        scheduler.schedule(this::look, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        Round round;
        synchronized (this) {
            round = rounds.get();
            if (round.senders().isEmpty()) {
                going = false;
                return;
            }
        }
        var at = clock.instant();
        var asked = System.nanoTime();
        var often = !round.aborts().isEmpty() || round.senders().size() <= FEW;
        var pace = often ? paces.liveOften() : paces.live();
        var answers = round.senders().stream()
                .map(sender -> ask(sender, round)
                        .handle((runner, failure) ->
                                failure == null ? Optional.of(runner) : Optional.<LiveRunner>empty()))
                .toList();
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).whenComplete((all, failure) -> {
            var pause = pace.minusNanos(System.nanoTime() - asked);
            lookIn(pause.compareTo(paces.livePause()) < 0 ? paces.livePause() : pause);
            see(
                    at,
                    asked,
                    round.started(),
                    answers.stream()
                            .flatMap(answer -> answer.join().stream())
                            .sorted(Comparator.comparingInt(LiveRunner::index))
                            .toList());
        });
    }

    private void see(Instant at, long asked, long started, List<LiveRunner> runners) {
        if (runners.isEmpty()) {
            return;
        }
        synchronized (this) {
            var before = seen.map(LiveSeen::runners).orElse(List.of());
            var between = Duration.ofNanos(asked - lastAsked.orElse(started));
            lastAsked = OptionalLong.of(asked);
            var numbers = LiveNumbers.of(before, runners, between);
            seen = Optional.of(new LiveSeen(at, numbers, runners));
            series.add(at, numbers);
        }
        changed.run();
    }

    /** One question after the other: a connection a runner is enough, and 500 runners are not asked for everything at the same moment. */
    private CompletableFuture<LiveRunner> ask(Sender sender, Round round) {
        var until = System.nanoTime() + api.answerTime().toNanos();
        var metrics = new ConcurrentHashMap<String, LiveMetric>();
        var names = new TreeSet<>(LiveNumbers.METRICS);
        names.addAll(round.aborts());
        CompletableFuture<?> asked = CompletableFuture.completedFuture(null);
        for (var name : names) {
            asked = asked.thenCompose(before -> inTime(until))
                    .thenCompose(before ->
                            api.metric(sender.address(), name, round.aborts().contains(name)))
                    .thenAccept(metric -> metric.ifPresent(known -> metrics.put(name, known)));
        }
        if (round.cpuLimit().isPresent()) {
            asked = asked.thenCompose(before -> inTime(until))
                    .thenCompose(before -> api.cpuSeconds(sender.address()))
                    .thenAccept(used -> used.ifPresent(seconds -> generators.hasUsed(
                            sender.index(),
                            System.nanoTime(),
                            seconds,
                            round.cpuLimit().getAsDouble())));
        }
        return asked.thenApply(all -> new LiveRunner(sender.index(), sender.vus(), Map.copyOf(metrics)))
                .orTimeout(api.answerTime().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static CompletableFuture<Void> inTime(long until) {
        return System.nanoTime() - until < 0
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new IOException("too slow"));
    }
}
