package dev.loadtest.operator.delivery;

import dev.loadtest.operator.delivery.Deliveries.Calls;
import dev.loadtest.operator.delivery.Pushgateway.Push;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What to do next for the deliveries of a run. No Kubernetes, no clock, no memory. */
final class DeliveryDecisions {
    /** How long Prometheus is asked for series that are not there, or has to answer. */
    static final Duration LONGEST_ASKING = Duration.ofSeconds(30);

    static final Duration ASK_AGAIN = Duration.ofSeconds(3);
    /** How long it is tried to push a result, from the end of the run. */
    static final Duration LONGEST_PUSHING = Duration.ofHours(24);

    static final Duration FIRST_PUSH_AGAIN = Duration.ofSeconds(5);
    static final Duration MOST_PUSH_AGAIN = Duration.ofMinutes(5);

    private DeliveryDecisions() {}

    /**
     * @param completedAt when the verdict was given; empty while the run goes
     * @param metrics whether the condition about the series is still to be settled
     * @param mayAsk whether Prometheus may be asked
     * @param complete whether what Prometheus answered last is all that can be expected
     * @param pushes whether the run has a Pushgateway
     * @param pushed what the condition about it says
     * @param superseded whether it is not this run's to push any more
     * @param liveAt of when the live numbers are; empty when there are none
     */
    record Seen(
            Optional<Instant> completedAt,
            boolean metrics,
            boolean mayAsk,
            boolean complete,
            boolean pushes,
            Optional<DeliveryCondition> pushed,
            boolean superseded,
            Optional<String> liveAt,
            Calls calls) {}

    enum Act {
        ASK,
        PUSH_RESULT,
        PUSH_LIVE
    }

    /**
     * @param begin calls to make now
     * @param settleMetrics whether what is known of the series is to be said for good
     * @param pushed what to say about the Pushgateway; empty: what was said before
     * @param done whether nothing is left to do
     * @param lookAgain when, at the latest, if no call ends before
     */
    record Decision(
            Set<Act> begin,
            boolean settleMetrics,
            Optional<DeliveryCondition> pushed,
            boolean done,
            Instant lookAgain) {}

    static Decision decide(Seen seen, Instant now) {
        var acts = EnumSet.noneOf(Act.class);
        if (seen.completedAt().isEmpty()) {
            if (seen.pushes()
                    && !seen.superseded()
                    && !seen.calls().pushing()
                    && seen.liveAt().isPresent()
                    && !seen.liveAt().equals(seen.calls().live())) {
                acts.add(Act.PUSH_LIVE);
            }
            return new Decision(acts, false, Optional.empty(), false, now.plus(Duration.ofMinutes(1)));
        }
        var settle = seen.metrics() && settles(seen, now);
        if (seen.metrics() && !settle && asksNow(seen.calls(), now)) {
            acts.add(Act.ASK);
        }
        var pushed = seen.pushes() ? pushed(seen) : Optional.<DeliveryCondition>empty();
        var pushOver = !seen.pushes() || pushOver(seen, pushed, now);
        if (!pushOver && !seen.calls().pushing() && !now.isBefore(nextPush(seen.calls()))) {
            acts.add(Act.PUSH_RESULT);
        }
        return new Decision(
                acts, settle, pushed, pushOver && (settle || !seen.metrics()), lookAgain(seen, settle, pushOver, now));
    }

    private static boolean settles(Seen seen, Instant now) {
        return !seen.mayAsk()
                || seen.complete()
                || !now.isBefore(askingSince(seen).plus(LONGEST_ASKING))
                        && !seen.calls().asking()
                        && seen.calls().asked().isPresent();
    }

    /** A run with a Pushgateway was in sight long before its verdict; an operator that was restarted saw it long after. */
    private static Instant askingSince(Seen seen) {
        var since = seen.calls().since();
        return seen.completedAt().filter(since::isBefore).orElse(since);
    }

    private static boolean asksNow(Calls calls, Instant now) {
        return !calls.asking()
                && calls.asked().map(at -> !now.isBefore(at.plus(ASK_AGAIN))).orElse(true);
    }

    /** What arrived has arrived, whatever comes after it. */
    private static Optional<DeliveryCondition> pushed(Seen seen) {
        if (seen.pushed().filter(DeliveryDecisions::arrived).isPresent()) {
            return Optional.empty();
        }
        var said = seen.calls().push().map(DeliveryDecisions::said);
        return !seen.superseded() || said.filter(DeliveryDecisions::arrived).isPresent()
                ? said
                : Optional.of(new DeliveryCondition(
                        "False",
                        PushReason.SUPERSEDED.word(),
                        "a later run of the LoadTest has a result, or the LoadTest names another Pushgateway now"));
    }

    private static boolean arrived(DeliveryCondition said) {
        return said.status().equals("True");
    }

    private static DeliveryCondition said(Push push) {
        return push.reason() == PushReason.PUSHED
                ? new DeliveryCondition("True", push.reason().word(), "the result is in the Pushgateway")
                : new DeliveryCondition(
                        "False",
                        push.reason().word(),
                        "the result is not in the Pushgateway of spec.prometheus.pushgateway.url: %s; %s. It is tried again for a day after the run, at least every 5 minutes."
                                .formatted(push.words(), push.reason().nextStep()));
    }

    private static boolean pushOver(Seen seen, Optional<DeliveryCondition> pushed, Instant now) {
        return pushed.or(seen::pushed).filter(DeliveryDecisions::arrived).isPresent()
                || seen.superseded()
                || !now.isBefore(seen.completedAt().orElse(now).plus(LONGEST_PUSHING));
    }

    /** The waits grow: 5 s, 10 s, 20 s, up to 5 minutes. */
    private static Instant nextPush(Calls calls) {
        if (calls.pushEnded().isEmpty()) {
            return Instant.MIN;
        }
        var doublings = Math.min(calls.pushes() - 1, 10);
        var wait = FIRST_PUSH_AGAIN.multipliedBy(1L << doublings);
        return calls.pushEnded().get().plus(wait.compareTo(MOST_PUSH_AGAIN) > 0 ? MOST_PUSH_AGAIN : wait);
    }

    private static Instant lookAgain(Seen seen, boolean settled, boolean pushOver, Instant now) {
        var metrics = seen.metrics() && !settled ? now.plus(ASK_AGAIN) : now.plus(MOST_PUSH_AGAIN);
        var next = nextPush(seen.calls());
        var push = pushOver || !next.isAfter(now) ? now.plus(MOST_PUSH_AGAIN) : next;
        return metrics.isBefore(push) ? metrics : push;
    }
}
