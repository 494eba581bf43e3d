package dev.loadtest.verdict;

import dev.loadtest.k6.MetricResult.Trend;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Why the measurement is not to be believed.
 *
 * @param reason the reason that the verdict has if nothing weighs more
 * @param text what was found and what to look at
 * @param observed the number that was found: a share, 0 to 1, milliseconds for {@link Reason#START_SKEWED}, runners for
 *     {@link Reason#RUNNERS_MISSING}; empty where the text has no single one
 * @param limit the limit that it was compared with, in the same unit; empty where there is none
 */
public record Doubt(Reason reason, String text, OptionalDouble observed, OptionalDouble limit) {
    private static final List<String> COVERING = List.of("http_req_failed", "checks");

    /** A doubt without a number. */
    public Doubt(Reason reason, String text) {
        this(reason, text, OptionalDouble.empty(), OptionalDouble.empty());
    }

    Doubt(Reason reason, String text, double observed, double limit) {
        this(reason, text, OptionalDouble.of(observed), OptionalDouble.of(limit));
    }

    /** Everything to be doubted, the most telling first; nothing without any result. */
    static List<Doubt> of(Question question, Measured measured, List<JudgedThreshold> thresholds, Losses losses) {
        if (measured.runners() == 0) {
            return List.of();
        }
        var limits = question.validity();
        var generators = question.generators();
        return Stream.of(
                        changed(question.targetChange()).stream(), // it may be why all else is as it is
                        target(measured, thresholds, limits.maxFailedShare()).stream(),
                        iterations(measured).stream(),
                        losses.doubt().stream(),
                        samples(thresholds),
                        cpu(generators.cpuShare(), limits.maxCpuShare()).stream(),
                        dropped(measured, limits.maxDroppedShare()).stream(),
                        maxVUs(generators.atMaxVUsShare(), limits.maxAtMaxVUsShare()).stream(),
                        skew(generators.skew(), limits.maxSkew()).stream(),
                        limits.uncertainIsDoubt() ? uncertain(thresholds) : Stream.<Doubt>empty())
                .flatMap(doubts -> doubts)
                .toList();
    }

    private static Optional<Doubt> changed(Optional<String> targetChange) {
        return targetChange.flatMap(change -> doubt(
                Reason.TARGET_CHANGED,
                "The target changed while the test went on, so the numbers are of both: %s. Start another run when nothing is rolled out there"
                        .formatted(change)));
    }

    private static Optional<Doubt> target(Measured measured, List<JudgedThreshold> thresholds, double limit) {
        var requests = Math.round(measured.count("http_reqs"));
        var failed = measured.share("http_req_failed");
        if (requests > 0 && (failed.orElse(0) == 1 || everyDurationIsZero(measured))) {
            return doubt(
                    Reason.TARGET_UNREACHABLE,
                    "None of the %d requests was answered as it should be: check the address in the script, that the target's Service has ready endpoints, and that no NetworkPolicy keeps the runners out"
                            .formatted(requests));
        }
        if (failed.orElse(0) > limit && !isCovered(thresholds)) {
            return doubt(
                    Reason.TARGET_UNREACHABLE,
                    "%s of %d requests failed, and no threshold covers http_req_failed or checks (validity.maxFailedShare: %s): check the target, or declare with a threshold on http_req_failed how many may fail"
                            .formatted(Amount.percent(failed.getAsDouble(), limit), requests, Amount.percent(limit)),
                    failed.getAsDouble(),
                    limit);
        }
        return Optional.empty();
    }

    private static Optional<Doubt> iterations(Measured measured) {
        return measured.count("iterations") > 0
                ? Optional.empty()
                : doubt(
                        Reason.NO_ITERATIONS,
                        "No iteration finished: let the test run longer than one iteration takes, and see the runners' logs for what it waits for");
    }

    private static Stream<Doubt> samples(List<JudgedThreshold> thresholds) {
        return thresholds.stream()
                .filter(threshold -> !threshold.sampled())
                .map(
                        threshold -> new Doubt(
                                Reason.NO_SAMPLES,
                                threshold.text()
                                        + "; check the spelling of the metric and its tags, and that the script gets that far"));
    }

    private static Optional<Doubt> cpu(OptionalDouble share, double limit) {
        return share.orElse(0) > limit
                ? doubt(
                        Reason.GENERATOR_SATURATED,
                        "A runner used %s of its CPU limit over 10 s (validity.maxCpuShare: %s), so its own slowness is in the numbers: raise spec.resources.limits.cpu, or spread the load over more runners"
                                .formatted(Amount.percent(share.getAsDouble(), limit), Amount.percent(limit)),
                        share.getAsDouble(),
                        limit)
                : Optional.empty();
    }

    private static Optional<Doubt> dropped(Measured measured, double limit) {
        var dropped = measured.count("dropped_iterations");
        var meant = dropped + measured.count("iterations");
        return meant > 0 && dropped / meant > limit
                ? doubt(
                        Reason.DROPPED_ITERATIONS,
                        "%s of %d iterations were dropped (validity.maxDroppedShare: %s), so the load was less than was meant: raise preAllocatedVUs and maxVUs, use more runners, or see why iterations take so long"
                                .formatted(
                                        Amount.percent(dropped / meant, limit),
                                        Math.round(meant),
                                        Amount.percent(limit)),
                        dropped / meant,
                        limit)
                : Optional.empty();
    }

    private static Optional<Doubt> maxVUs(OptionalDouble share, double limit) {
        return share.orElse(0) > limit
                ? doubt(
                        Reason.VUS_EXHAUSTED,
                        "A runner had all of its maxVUs busy for %s of the time (validity.maxAtMaxVUsShare: %s), so it could not keep to its arrival rate: raise maxVUs in the script's scenarios, or see why iterations take so long"
                                .formatted(Amount.percent(share.getAsDouble(), limit), Amount.percent(limit)),
                        share.getAsDouble(),
                        limit)
                : Optional.empty();
    }

    private static Optional<Doubt> skew(Optional<Duration> skew, Duration limit) {
        return skew.filter(apart -> apart.compareTo(limit) > 0)
                .flatMap(apart -> doubt(
                        Reason.START_SKEWED,
                        "The runners started within %d ms of each other (validity.maxStartSkewMillis: %d), so the load was less than was meant at first: see what slows the runners' nodes down, or raise the limit"
                                .formatted(apart.toMillis(), limit.toMillis()),
                        apart.toMillis(),
                        limit.toMillis()));
    }

    private static Stream<Doubt> uncertain(List<JudgedThreshold> thresholds) {
        return thresholds.stream()
                .filter(threshold -> threshold.sampled() && !threshold.outcome().certain())
                .map(
                        threshold -> new Doubt(
                                Reason.THRESHOLD_UNCERTAIN,
                                threshold.text()
                                        + ", and the limit lies between (validity.uncertainThreshold: Inconclusive): let the test run longer, use fewer runners, or move the limit"));
    }

    private static Optional<Doubt> doubt(Reason reason, String text) {
        return Optional.of(new Doubt(reason, text));
    }

    private static Optional<Doubt> doubt(Reason reason, String text, double observed, double limit) {
        return Optional.of(new Doubt(reason, text, observed, limit));
    }

    /** A refused connection counts as a request that took 0 ms. */
    private static boolean everyDurationIsZero(Measured measured) {
        var durations = measured.all("http_req_duration", Trend.class).stream()
                .filter(trend -> trend.count() > 0)
                .toList();
        return !durations.isEmpty() && durations.stream().allMatch(trend -> trend.max() == 0);
    }

    private static boolean isCovered(List<JudgedThreshold> thresholds) {
        return thresholds.stream()
                .map(threshold -> ObservedMetric.base(threshold.outcome().metric()))
                .anyMatch(COVERING::contains);
    }
}
