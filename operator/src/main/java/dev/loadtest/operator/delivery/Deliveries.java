package dev.loadtest.operator.delivery;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.delivery.Pushgateway.Group;
import dev.loadtest.operator.delivery.Pushgateway.Push;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The calls that are under way for runs, and what came of them. Kept in memory: after a restart of the operator a call is made again, which
 * does no harm.
 */
@ApplicationScoped
class Deliveries {
    /** A run that is deleted meanwhile is not seen again. */
    private static final Duration REMEMBERED = Duration.ofHours(26);

    private final PrometheusQuery prometheus;
    private final Pushgateway pushgateway;
    private final KnownLoadTests loadTests;
    private final Clock clock;
    private final Map<String, Calls> byRun = new ConcurrentHashMap<>();
    /** By LoadTest, which of its runs was pushed last: known sooner than by its status. */
    private final Map<String, Integer> pushed = new ConcurrentHashMap<>();

    Deliveries(PrometheusQuery prometheus, Pushgateway pushgateway, KnownLoadTests loadTests, Clock clock) {
        this.prometheus = prometheus;
        this.pushgateway = pushgateway;
        this.loadTests = loadTests;
        this.clock = clock;
    }

    /** What is known of a run's calls. Immutable; each change makes a new one. */
    record Calls(
            Instant since,
            boolean asking,
            Optional<Instant> asked,
            Optional<MetricsDelivery.Answer> answer,
            boolean pushing,
            int pushes,
            Optional<Instant> pushEnded,
            Optional<Push> push,
            Optional<String> live) {
        static Calls begin(Instant now) {
            return new Calls(
                    now,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        private Calls askingNow() {
            return new Calls(since, true, asked, answer, pushing, pushes, pushEnded, push, live);
        }

        private Calls answered(Instant now, MetricsDelivery.Answer given) {
            return new Calls(
                    since, false, Optional.of(now), Optional.of(given), pushing, pushes, pushEnded, push, live);
        }

        private Calls pushingNow() {
            return new Calls(since, asking, asked, answer, true, pushes, pushEnded, push, live);
        }

        private Calls pushed(Instant now, Push given) {
            return new Calls(
                    since, asking, asked, answer, false, pushes + 1, Optional.of(now), Optional.of(given), live);
        }

        private Calls pushingLive(String at) {
            return new Calls(since, asking, asked, answer, true, pushes, pushEnded, push, Optional.of(at));
        }

        private Calls pushedLive() {
            return new Calls(since, asking, asked, answer, false, pushes, pushEnded, push, live);
        }
    }

    Calls of(LoadTestRun run) {
        var now = clock.instant();
        byRun.values().removeIf(calls -> calls.since().plus(REMEMBERED).isBefore(now));
        return byRun.computeIfAbsent(uid(run), any -> Calls.begin(now));
    }

    /** Whether something else belongs into the run's group now: the result of a later run, or nothing, since its LoadTest names another. */
    boolean superseded(LoadTestRun run) {
        var loadTest = loadTests.loadTest(
                run.getMetadata().getNamespace(), run.getSpec().loadTest());
        var latest = Math.max(
                pushed.getOrDefault(loadTest(run), 0),
                loadTest.map(LatestResult::number).orElse(0));
        return latest > run.getSpec().number() || !loadTest.flatMap(Group::of).equals(Group.of(run));
    }

    void ask(LoadTestRun run, Duration back, Runnable changed) {
        change(run, Calls::askingNow);
        ended(
                prometheus.ask(
                        run.getMetadata().getNamespace(), run.getMetadata().getName(), back),
                answer -> change(run, calls -> calls.answered(clock.instant(), answer)),
                changed);
    }

    void pushResult(LoadTestRun run, Group group, Runnable changed) {
        change(run, Calls::pushingNow);
        ended(
                pushgateway.replace(group, ResultMetrics.result(run)),
                push -> {
                    change(run, calls -> calls.pushed(clock.instant(), push));
                    if (push.reason() == PushReason.PUSHED) {
                        pushed.merge(loadTest(run), run.getSpec().number(), Math::max);
                    }
                },
                changed);
    }

    /** Whether it arrives does not matter: the next ones come soon. */
    void pushLive(LoadTestRun run, Group group, Runnable changed) {
        change(run, calls -> calls.pushingLive(run.getStatus().live().at()));
        ended(pushgateway.add(group, ResultMetrics.live(run)), push -> change(run, Calls::pushedLive), changed);
    }

    void forget(LoadTestRun run) {
        byRun.remove(uid(run));
    }

    private static <T> void ended(CompletableFuture<T> call, Consumer<T> keep, Runnable changed) {
        call.thenAccept(keep).thenRun(changed);
    }

    private void change(LoadTestRun run, UnaryOperator<Calls> change) {
        byRun.computeIfPresent(uid(run), (uid, calls) -> change.apply(calls));
    }

    private static String uid(LoadTestRun run) {
        return run.getMetadata().getUid();
    }

    private static String loadTest(LoadTestRun run) {
        return run.getMetadata().getOwnerReferences().stream()
                .findFirst()
                .map(owner -> owner.getUid())
                .orElse(uid(run));
    }
}
