package dev.loadtest.operator.delivery;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.k6.WriteFailure;
import dev.loadtest.k6.WriteFailures;
import dev.loadtest.operator.runner.RemoteWrite;
import dev.loadtest.operator.runner.RunnerSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** What can be said about whether the series of a run reached Prometheus: by k6's logs, then by what Prometheus answers. Pure. */
@ApplicationScoped
public class MetricsDelivery {
    /** The condition's type. */

    /** A write that is not answered takes 5 s, and the clocks of the nodes and of the operator may not agree to the second. */
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(10);

    private final RunnerSettings runners;
    private final DeliverySettings settings;

    MetricsDelivery(RunnerSettings runners, DeliverySettings settings) {
        this.runners = runners;
        this.settings = settings;
    }

    /**
     * What Prometheus answered.
     *
     * @param series of how many runners there are series; empty when it did not answer
     * @param outOfOrder whether it counted samples out of order meanwhile
     * @param tooOld whether it counted samples that are too old meanwhile
     * @param failure why it did not answer
     */
    record Answer(OptionalInt series, boolean outOfOrder, boolean tooOld, String failure) {}

    /**
     * What the logs tell, at the end of a run that was measured. It is {@code Unknown} while Prometheus can still be asked.
     *
     * @param began when the load did
     * @param took how long it went
     * @return empty when nothing was to be written
     */
    public Optional<DeliveryCondition> byLogs(LoadTestRun run, WriteFailures failures, Instant began, Duration took) {
        return target(run).map(target -> {
            var said = failures.cause()
                    .map(cause -> failed(target, failures, cause, began, began.plus(took)))
                    .orElseGet(() -> new DeliveryCondition(
                            "True", MetricsReason.WRITES_ACCEPTED.word(), "k6 logged no failed write"));
            return mayAsk(target) ? new DeliveryCondition("Unknown", said.reason(), said.message()) : said;
        });
    }

    private static DeliveryCondition failed(
            RemoteWrite target, WriteFailures failures, WriteFailure cause, Instant began, Instant ended) {
        var reason = MetricsReason.of(cause);
        var count = failures.count();
        var due = failures.due(began, ended, target.interval());
        var message = "%d of about %d writes to %s failed: %s: %s"
                .formatted(
                        count,
                        Math.max(due, count),
                        target.url().orElse("Prometheus"),
                        failures.byCause().get(cause).words(),
                        reason.nextStep(target.field()));
        return said(
                failures.areThroughout(began, ended, pause(target)) ? reason : MetricsReason.PARTLY_DELIVERED, message);
    }

    /** How long nothing may fail before the writes there count as accepted. */
    private static Duration pause(RemoteWrite target) {
        var three = target.interval().multipliedBy(3);
        return three.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : three;
    }

    /**
     * What is to be said for good, never {@code Unknown}.
     *
     * @param answer of Prometheus; empty when it was not asked, as after a restart with other settings
     */
    DeliveryCondition settled(LoadTestRun run, Optional<Answer> answer) {
        var logs =
                DeliveryCondition.of(run, LoadTestRunStatus.METRICS_DELIVERED).orElseThrow();
        return answer.map(given -> byAnswer(run, logs, given))
                .orElseGet(() -> byLogsAlone(logs, "Prometheus was not asked"));
    }

    private static DeliveryCondition byLogsAlone(DeliveryCondition logs, String why) {
        return new DeliveryCondition(
                isAccepted(logs) ? "True" : "False", logs.reason(), "%s; %s".formatted(logs.message(), why));
    }

    private static boolean isAccepted(DeliveryCondition logs) {
        return logs.reason().equals(MetricsReason.WRITES_ACCEPTED.word());
    }

    /** By what was said of the logs and what Prometheus answered. */
    DeliveryCondition byAnswer(LoadTestRun run, DeliveryCondition logs, Answer answer) {
        if (answer.series().isEmpty()) {
            return byLogsAlone(logs, "Prometheus could not be asked: " + answer.failure());
        }
        var field = field(run);
        var found = answer.series().getAsInt();
        return isAccepted(logs) ? complete(run, found, field) : incomplete(run, logs, answer, field);
    }

    private static DeliveryCondition complete(LoadTestRun run, int found, String field) {
        if (found == 0) {
            return said(
                    MetricsReason.NO_SERIES,
                    "k6 logged no failed write, but Prometheus has no series with testid=\"%s\": %s"
                            .formatted(run.getMetadata().getName(), MetricsReason.NO_SERIES.nextStep(field)));
        }
        var message = "Prometheus has series of %d of %d runners".formatted(found, runners(run));
        return found < runners(run)
                ? said(MetricsReason.PARTLY_DELIVERED, message)
                : new DeliveryCondition("True", MetricsReason.DELIVERED.word(), message);
    }

    private static DeliveryCondition incomplete(LoadTestRun run, DeliveryCondition logs, Answer answer, String field) {
        var found = answer.series().getAsInt();
        var some = "Prometheus has series of %d of %d runners. ".formatted(found, runners(run));
        if (saysWhyRefused(logs, answer, field)) {
            var kind = answer.outOfOrder() ? MetricsReason.OUT_OF_ORDER : MetricsReason.TOO_OLD;
            var without = logs.message().replace(MetricsReason.SAMPLES_REFUSED.nextStep(field), kind.nextStep(field));
            return said(kind, (found > 0 ? some : "") + without);
        }
        return found > 0
                ? said(MetricsReason.PARTLY_DELIVERED, some + logs.message())
                : new DeliveryCondition("False", cause(logs, field), logs.message());
    }

    private static boolean saysWhyRefused(DeliveryCondition logs, Answer answer, String field) {
        return cause(logs, field).equals(MetricsReason.SAMPLES_REFUSED.word())
                && (answer.outOfOrder() || answer.tooOld());
    }

    /** Where the logs told of a part, the next step in the message is the cause's. */
    private static String cause(DeliveryCondition logs, String field) {
        return Arrays.stream(MetricsReason.values())
                .filter(one -> !one.nextStep(field).isEmpty() && logs.message().endsWith(one.nextStep(field)))
                .map(MetricsReason::word)
                .findFirst()
                .orElse(logs.reason());
    }

    private static int runners(LoadTestRun run) {
        return run.getSpec().definition().parallelism();
    }

    private static DeliveryCondition said(MetricsReason reason, String message) {
        return new DeliveryCondition("False", reason.word(), message);
    }

    /** Whether nothing more than this answer is to be expected. */
    boolean isFinal(LoadTestRun run, Answer answer) {
        return answer.series().orElse(0) >= runners(run)
                || DeliveryCondition.of(run, LoadTestRunStatus.METRICS_DELIVERED)
                        .filter(logs -> saysWhyRefused(logs, answer, field(run)))
                        .isPresent();
    }

    private String field(LoadTestRun run) {
        return target(run).map(RemoteWrite::field).orElse("");
    }

    /** Whether Prometheus is to be asked about this run. */
    boolean mayAsk(LoadTestRun run) {
        return target(run).map(this::mayAsk).orElse(false);
    }

    /** Not when the runners write elsewhere: that there are no series would say nothing. */
    private boolean mayAsk(RemoteWrite target) {
        return settings.prometheusUrl().isPresent()
                && target.url().isPresent()
                && (target.url().equals(runners.remoteWriteUrl())
                        || sameAuthority(
                                target.url().get(), settings.prometheusUrl().get()));
    }

    private static boolean sameAuthority(String one, String other) {
        try {
            return Objects.equals(
                    URI.create(one).getAuthority(), URI.create(other).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<RemoteWrite> target(LoadTestRun run) {
        return RemoteWrite.of(run.getSpec().definition(), runners);
    }

    /** The time between two writes of a runner. */
    Duration interval(LoadTestRun run) {
        return target(run).map(RemoteWrite::interval).orElse(Duration.ZERO);
    }

    /** How far back from now the series of a run go. */
    static Duration back(LoadTestRun run, Instant now) {
        var start = Optional.ofNullable(run.getStatus().startTime()).map(Instant::parse);
        return Duration.between(start.orElse(now), now).plusMinutes(1);
    }
}
