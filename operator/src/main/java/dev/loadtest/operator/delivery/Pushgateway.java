package dev.loadtest.operator.delivery;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestSpec;
import dev.loadtest.api.PrometheusOutput;
import dev.loadtest.api.PushgatewayOutput;
import dev.loadtest.operator.outbound.OutboundAnswer;
import dev.loadtest.operator.outbound.OutboundFailure;
import dev.loadtest.operator.outbound.OutboundHttp;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A Pushgateway's groups. Each call ends by itself and never fails: what went wrong is in the answer. */
@ApplicationScoped
class Pushgateway {
    private static final int LONGEST_WORDS = 200;

    private final OutboundHttp http;

    Pushgateway(OutboundHttp http) {
        this.http = http;
    }

    /**
     * The metrics of one LoadTest.
     *
     * @param url of the Pushgateway
     */
    record Group(String url, String namespace, String loadTest) {
        /** Of the run's LoadTest as it was when the run was made, if it had a Pushgateway. */
        static Optional<Group> of(LoadTestRun run) {
            return of(
                    run.getSpec().definition(),
                    run.getMetadata().getNamespace(),
                    run.getSpec().loadTest());
        }

        /** Of the LoadTest as it is now. */
        static Optional<Group> of(LoadTest loadTest) {
            return of(
                    loadTest.getSpec(),
                    loadTest.getMetadata().getNamespace(),
                    loadTest.getMetadata().getName());
        }

        private static Optional<Group> of(LoadTestSpec definition, String namespace, String loadTest) {
            return Optional.ofNullable(definition.prometheus())
                    .map(PrometheusOutput::pushgateway)
                    .map(PushgatewayOutput::url)
                    .map(url -> new Group(url, namespace, loadTest));
        }

        /** Whether both are of one LoadTest. */
        boolean isOfTheSame(Group other) {
            return namespace.equals(other.namespace) && loadTest.equals(other.loadTest);
        }

        private String address() {
            return "%s/metrics/job/loadtest/namespace/%s/loadtest/%s"
                    .formatted(url.replaceAll("/+$", ""), namespace, loadTest);
        }
    }

    /** @param words what came back, for people */
    record Push(PushReason reason, String words) {}

    /** Puts these metrics in the place of all that the group has. */
    CompletableFuture<Push> replace(Group group, String metrics) {
        return send("PUT", group, metrics);
    }

    /** Adds these metrics to those that the group has. */
    CompletableFuture<Push> add(Group group, String metrics) {
        return send("POST", group, metrics);
    }

    CompletableFuture<Push> delete(Group group) {
        return send("DELETE", group, "");
    }

    private CompletableFuture<Push> send(String method, Group group, String metrics) {
        return http.send(method, group.address(), ResultMetrics.CONTENT_TYPE, metrics, OutboundHttp.Named.BY_A_USER)
                .handle((answer, failure) -> failure == null ? told(answer) : told(failure));
    }

    private static Push told(OutboundAnswer answer) {
        var body = answer.body().lines().findFirst().orElse("").strip();
        var words = body.isEmpty()
                        || answer.succeeded()
                        || body.toLowerCase(Locale.ROOT).startsWith("<")
                ? ""
                : ": " + body.substring(0, Math.min(LONGEST_WORDS, body.length()));
        return new Push(PushReason.of(answer), "it answers %d%s".formatted(answer.status(), words));
    }

    private static Push told(Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof OutboundFailure ours
                ? new Push(PushReason.of(ours), ours.getMessage())
                : new Push(PushReason.UNREACHABLE, String.valueOf(cause.getMessage()));
    }
}
