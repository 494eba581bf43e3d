package dev.loadtest.operator.control;

import dev.loadtest.k6.Plan;
import dev.loadtest.k6.SetupAnswer;
import dev.loadtest.verdict.Reason;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The one call of setup() for all runners of a run: makes it, or finds out what became of one of an earlier life of the operator. */
final class SetupCall {
    private static final SetupSeen UNKNOWN = new SetupSeen.Unknown();

    private final K6Api api;
    private final ScheduledExecutorService clock;
    private final Paces paces;
    private final String nonce;
    private final Supplier<Optional<Plan>> plan;
    private final Runnable changed;

    private SetupSeen seen = UNKNOWN;
    private boolean looking;
    private OptionalLong begun = OptionalLong.empty();
    private Optional<CompletableFuture<SetupReply>> call = Optional.empty();

    /**
     * @param plan what the harness printed when setup() began, if it was read
     * @param changed called when more is known
     */
    SetupCall(
            K6Api api,
            ScheduledExecutorService clock,
            Paces paces,
            String nonce,
            Supplier<Optional<Plan>> plan,
            Runnable changed) {
        this.api = api;
        this.clock = clock;
        this.paces = paces;
        this.nonce = nonce;
        this.plan = plan;
        this.changed = changed;
    }

    synchronized SetupSeen seen() {
        return seen;
    }

    /** When this life of the operator called it, as {@link System#nanoTime()} says it. */
    synchronized OptionalLong begun() {
        return begun;
    }

    /** Calls setup() there, once. */
    void begin(String address) {
        CompletableFuture<SetupReply> made;
        synchronized (this) {
            if (seen != UNKNOWN) {
                return;
            }
            seen = new SetupSeen.Going();
            begun = OptionalLong.of(System.nanoTime());
            made = api.callSetup(address);
            call = Optional.of(made);
        }
        made.whenComplete((reply, failure) -> {
            if (failure == null) {
                becomes(reply.seen(nonce));
            } else if (LimitedBody.wasTooLarge(failure)) {
                becomes(tooLarge());
            } else {
                isLost("its connection broke while setup() ran there");
            }
        });
    }

    /** The runner that calls setup() will not answer any more. Does nothing when it has answered, or was not asked. */
    void isLost(String why) {
        becomes(new SetupSeen.Failed(Reason.RUNNER_LOST, "runner 0 was lost: " + why));
        close();
    }

    /** Does nothing when setup() was called already. */
    void cannotBegin(String why) {
        synchronized (this) {
            if (seen != UNKNOWN) {
                return;
            }
            seen = new SetupSeen.Failed(Reason.RUNNER_LOST, why);
        }
        changed.run();
    }

    /**
     * Finds out what became of a call that this life of the operator knows nothing of. Does nothing once something is known.
     *
     * @param shared whether it was done, so that k6 may have been given the data itself in the place of the harness's answer
     * @param address of the runner that called it, or, when it was done, of another one that was given the data
     */
    void find(boolean shared, String address) {
        synchronized (this) {
            if (seen != UNKNOWN || looking) {
                return;
            }
            looking = true;
        }
        look(shared, address, false);
    }

    private void look(boolean shared, String address, boolean last) {
        api.setupData(address).whenComplete((data, failure) -> {
            if (failure != null && LimitedBody.wasTooLarge(failure)) {
                found(tooLarge());
                return;
            }
            if (failure != null) {
                synchronized (this) {
                    looking = false;
                }
                return;
            }
            var answer = data.flatMap(json -> SetupAnswer.parse(json, nonce));
            if (answer.isPresent() || shared) {
                found(new SetupSeen.Done(answer.orElseGet(() -> new SetupAnswer(true, false, data))));
            } else if (last && plan.get().filter(known -> !known.setup()).isPresent()) {
                begin(address); // only the harness's own was cut off, which does nothing
            } else if (last) {
                found(new SetupSeen.Failed(
                        Reason.SETUP_INTERRUPTED,
                        "the operator was restarted while setup() ran on runner 0, which ended it"));
            } else {
                clock.schedule(
                        () -> look(false, address, true), paces.untilCancelled().toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    /**
     * Gives these runners what setup() returned.
     *
     * @return once all of them have it; fails when one could not be given it, or when there is nothing to give yet
     */
    CompletableFuture<Void> give(Collection<String> addresses) {
        if (!(seen() instanceof SetupSeen.Done done)) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("it is not known what setup() returned, so no runner can be given it"));
        }
        var data = done.answer()
                .data()
                .map(json -> BodyPublishers.ofByteArray(json.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(BodyPublishers::noBody);
        return CompletableFuture.allOf(addresses.stream()
                .map(address -> api.giveSetupData(address, data))
                .toArray(CompletableFuture[]::new));
    }

    /** Nobody waits for it any more. */
    synchronized void close() {
        call.ifPresent(made -> made.cancel(true));
    }

    private static SetupSeen tooLarge() {
        return new SetupSeen.Failed(
                Reason.SETUP_DATA_TOO_LARGE,
                "it returned more than the %d bytes that can be handed to all runners; return less, or set spec.setup: PerRunner"
                        .formatted(K6Api.LARGEST_SETUP_ANSWER));
    }

    private void found(SetupSeen now) {
        synchronized (this) {
            looking = false;
            if (seen != UNKNOWN) {
                return;
            }
            seen = now;
        }
        changed.run();
    }

    private void becomes(SetupSeen now) {
        synchronized (this) {
            if (!(seen instanceof SetupSeen.Going)) {
                return;
            }
            seen = now;
        }
        changed.run();
    }
}
