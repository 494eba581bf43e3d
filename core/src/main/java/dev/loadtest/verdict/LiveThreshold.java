package dev.loadtest.verdict;

import dev.loadtest.k6.LiveMetric;
import dev.loadtest.k6.ThresholdExpression;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;

/** One threshold against what the runners' REST APIs say of its metric: between which values the pooled one surely lies. */
final class LiveThreshold {
    /** Far more than what k6's interpolation and sums lose in floating point. */
    private static final double ROUNDING = 1e-9;

    private final ThresholdExpression expression;
    private final String metric;
    private final int runners;
    private final double seconds;

    /** Of the runners that have samples. */
    private final List<LiveMetric> sampled;

    LiveThreshold(ThresholdExpression expression, String metric, List<LiveRunner> runners, Duration sinceStart) {
        this.expression = expression;
        this.metric = metric;
        this.runners = runners.size();
        seconds = sinceStart.toNanos() / 1e9;
        sampled = runners.stream()
                .flatMap(runner -> Optional.ofNullable(runner.metrics().get(metric)).stream())
                .filter(LiveThreshold::hasSamples)
                .toList();
    }

    /** k6 says 0 of a metric without samples, and never finds its thresholds broken. */
    private static boolean hasSamples(LiveMetric metric) {
        return metric.tainted() || metric.values().values().stream().anyMatch(value -> value != 0);
    }

    /**
     * What was observed, if the threshold is surely broken.
     *
     * @param alone whether it is the only real threshold of its metric
     */
    Optional<String> broken(boolean alone) {
        if (sampled.isEmpty()) {
            return Optional.empty();
        }
        return switch (expression.aggregation()) {
            case COUNT -> total("count", 1, "");
            case RATE -> isCounter() ? total("count", seconds, "/s") : between("rate", 0, 1, true, true);
            case VALUE -> isSummed() ? total("value", 1, "") : onOne();
            case AVG -> ofTrend("avg", true, true);
            case MIN -> extreme("min", Math::min);
            case MAX -> extreme("max", Math::max);
            case MED -> ofTrend("med", true, true);
            case PERCENTILE -> percentile(expression.percentile(), alone);
        };
    }

    private boolean isCounter() {
        return sampled.get(0).type() == LiveMetric.Type.COUNTER;
    }

    private boolean isSummed() {
        return ObservedMetric.isSummed(metric);
    }

    private boolean isOnEveryRunner() {
        return sampled.size() == runners;
    }

    /** Exact with every runner's part, and the least that it can be without some. */
    private Optional<String> total(String value, double by, String unit) {
        var own = own(value);
        if (own.length == 0) {
            return Optional.empty();
        }
        var total = Sums.of(Arrays.stream(own)) / by;
        return isBrokenBetween(total, isOnEveryRunner() ? total : Double.POSITIVE_INFINITY)
                ? Optional.of("observed %s%s over %s".formatted(amount(total), unit, runners()))
                : Optional.empty();
    }

    private Optional<String> onOne() {
        return Arrays.stream(own("value"))
                .filter(value -> isBrokenBetween(value, value))
                .mapToObj(value -> "observed %s on one of %s".formatted(amount(value), runners()))
                .findFirst();
    }

    private Optional<String> extreme(String value, DoubleBinaryOperator which) {
        var own = own(value);
        if (own.length < runners) {
            return Optional.empty();
        }
        var extreme = Arrays.stream(own).reduce(which).orElseThrow();
        return isBrokenBetween(extreme, extreme)
                ? Optional.of("observed %s over %s".formatted(amount(extreme), runners()))
                : Optional.empty();
    }

    private Optional<String> percentile(double percent, boolean alone) {
        if (percent == 0) {
            return extreme("min", Math::min);
        }
        if (percent == 100) {
            return extreme("max", Math::max);
        }
        var name = percent == 50 ? "med" : "p(" + Amount.of(percent, any -> any == percent) + ")";
        var fromBelow = isPart(1 - percent / 100);
        var fromAbove = isPart(percent / 100);
        return own(name).length == runners ? ofTrend(name, fromBelow, fromAbove) : tainted(alone, fromBelow, fromAbove);
    }

    /**
     * Whether a percentile that all runners exceed is exceeded by their samples together. Were percentiles samples, it always would; but k6
     * interpolates: two runners with 0 and 10 each have a p(95) of 9.5 each and of 10 together. With ranks that fall on whole parts of what
     * is left above the percentile, the pooled rank is high enough; so below it for what is left below.
     */
    private static boolean isPart(double rest) {
        var parts = 1 / rest;
        return Math.abs(parts - Math.rint(parts)) <= ROUNDING * parts;
    }

    /** What the API does not give, k6 has compared by itself. */
    private Optional<String> tainted(boolean alone, boolean fromBelow, boolean fromAbove) {
        var provable =
                switch (expression.operator()) {
                    case LESS, LESS_OR_EQUAL -> fromBelow;
                    case GREATER, GREATER_OR_EQUAL -> fromAbove;
                    case EQUAL, STRICTLY_EQUAL, NOT_EQUAL -> false;
                };
        return alone && provable && isOnEveryRunner() && sampled.stream().allMatch(LiveMetric::tainted)
                ? Optional.of("broken on each of " + runners())
                : Optional.empty();
    }

    private Optional<String> ofTrend(String value, boolean fromBelow, boolean fromAbove) {
        var least = Arrays.stream(own("min")).min();
        var greatest = Arrays.stream(own("max")).max();
        if (least.isEmpty() || greatest.isEmpty()) {
            return Optional.empty();
        }
        return between(value, least.getAsDouble(), greatest.getAsDouble(), fromBelow, fromAbove);
    }

    /**
     * @param least that a sample has
     * @param greatest that a sample has
     * @param fromBelow whether the pooled value is not less than the least of the runners'
     * @param fromAbove whether it is not greater than the greatest of theirs
     */
    private Optional<String> between(
            String value, double least, double greatest, boolean fromBelow, boolean fromAbove) {
        var own = own(value);
        if (own.length < runners) {
            return Optional.empty();
        }
        var lowest = Arrays.stream(own).min().orElseThrow();
        var highest = Arrays.stream(own).max().orElseThrow();
        // Shares are one division of whole numbers, so they order as the truth does.
        var rounding = "rate".equals(value) ? 0 : ROUNDING * Math.max(Math.abs(least), Math.abs(greatest));
        var from = fromBelow ? lowest - rounding : least;
        var to = fromAbove ? highest + rounding : greatest;
        if (!isBrokenBetween(from, to)) {
            return Optional.empty();
        }
        var seen = lowest == highest ? amount(lowest) : amount(lowest) + " to " + amount(highest);
        return Optional.of("observed %s on %s".formatted(seen, runners()));
    }

    private boolean isBrokenBetween(double from, double to) {
        var limit = expression.limit();
        return switch (expression.operator()) {
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                !expression.operator().test(from, limit)
                        && !expression.operator().test(to, limit);
            case EQUAL, STRICTLY_EQUAL -> limit < from || limit > to;
            case NOT_EQUAL -> from == limit && to == limit;
        };
    }

    private double[] own(String value) {
        return sampled.stream()
                .map(own -> own.values().get(value))
                .filter(own -> own != null)
                .mapToDouble(own -> own)
                .toArray();
    }

    private String amount(double observed) {
        return Amount.of(observed, value -> expression.operator().test(value, expression.limit()));
    }

    private String runners() {
        return runners == 1 ? "1 runner" : runners + " runners";
    }
}
