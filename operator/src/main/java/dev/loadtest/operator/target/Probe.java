package dev.loadtest.operator.target;

import dev.loadtest.operator.outbound.OutboundAnswer;
import dev.loadtest.operator.outbound.OutboundFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The HTTP probe of one run, asked again and again while somebody looks, one request at a time. */
final class Probe {
    static final Duration PACE = Duration.ofSeconds(2);
    /** An answer that is older says nothing of now. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Call call;
    private final Clock clock;
    private final String url;
    private boolean underway;
    private Instant answeredAt = Instant.MIN;
    private Optional<TargetSeen.NotReady> answer = Optional.empty();

    Probe(Call call, Clock clock, String url) {
        this.call = call;
        this.clock = clock;
        this.url = url;
    }

    /** A GET; fails with {@link OutboundFailure} alone. */
    @FunctionalInterface
    interface Call {
        CompletableFuture<OutboundAnswer> get(String url);
    }

    /**
     * What the last answer was, if it was a bad one or just now; asks if it is time to.
     *
     * @param changed is called when there is another answer, on a thread of the client
     * @return empty when the target answered as it should
     */
    synchronized Optional<TargetSeen.NotReady> look(Runnable changed) {
        var now = clock.instant();
        var fresh = answeredAt.isAfter(now.minus(FRESH));
        var askAgain = !fresh || answer.isPresent() && !now.isBefore(answeredAt.plus(PACE));
        if (askAgain && !underway) {
            underway = true;
            call.get(url).whenComplete((said, failure) -> {
                hear(failure == null ? of(said) : of(failure));
                changed.run();
            });
        }
        return fresh || answer.isPresent()
                ? answer
                : Optional.of(new TargetSeen.NotReady(
                        TargetSeen.Why.BEING_ASKED, "target.probe.url %s is being asked".formatted(url)));
    }

    private synchronized void hear(Optional<TargetSeen.NotReady> heard) {
        underway = false;
        answeredAt = clock.instant();
        answer = heard;
    }

    private Optional<TargetSeen.NotReady> of(OutboundAnswer said) {
        return said.succeeded() ? Optional.empty() : notYet("answered with the status " + said.status());
    }

    private Optional<TargetSeen.NotReady> of(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof OutboundFailure ours && refused(ours)) {
            return Optional.of(new TargetSeen.NotReady(
                    TargetSeen.Why.REFUSED,
                    "target.probe.url %s is not called: %s; name another address, or have it allowed by the operator's setting LOADTEST_OUTBOUND_ALLOWED_HOSTS"
                            .formatted(url, ours.getMessage())));
        }
        return notYet("was not answered: " + cause.getMessage());
    }

    private static boolean refused(OutboundFailure failure) {
        return switch (failure.kind()) {
            case ADDRESS_REFUSED, INVALID_URL -> true;
            case UNREACHABLE, TLS -> false;
        };
    }

    private Optional<TargetSeen.NotReady> notYet(String what) {
        return Optional.of(
                new TargetSeen.NotReady(TargetSeen.Why.NOT_YET, "target.probe.url %s %s".formatted(url, what)));
    }
}
