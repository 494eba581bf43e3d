package dev.loadtest.k6;

import java.util.Map;

/**
 * What k6's REST API says of one metric of one runner, over all samples since its start.
 *
 * @param type of the metric
 * @param values by k6's names: {@code count} and {@code rate} of a counter; {@code value} of a gauge; {@code rate} alone of a rate;
 *     {@code avg}, {@code min}, {@code med}, {@code max}, {@code p(90)}, {@code p(95)} of a trend, in milliseconds where it is a time
 * @param tainted whether k6 has found one of the metric's thresholds broken on this runner
 */
public record LiveMetric(Type type, Map<String, Double> values, boolean tainted) {
    public LiveMetric {
        values = Map.copyOf(values);
    }

    /** As k6 calls them. */
    public enum Type {
        COUNTER,
        GAUGE,
        RATE,
        TREND
    }
}
