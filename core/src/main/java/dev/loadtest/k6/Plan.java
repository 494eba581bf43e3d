package dev.loadtest.k6;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the options that k6 settled on say of the run, as the harness printed it when setup() began.
 *
 * @param planned from the start of the load, how long the scenarios are to run, without gracefulStop. Scenarios of a number of
 *     iterations end when those are done; for them it is their {@code maxDuration}
 * @param longest the same with every scenario's gracefulStop: the latest end of the load
 * @param setupTimeout how long setup() may take
 * @param teardownTimeout how long teardown() may take
 * @param arrivalMaxVUs the most VUs over all runners, where every scenario has an arrival rate; otherwise 0
 * @param aborts the thresholds with {@code abortOnFail}, all of a metric together. The harness leaves out the last metrics when all
 *     would be more than 11,000 bytes of JSON, and says so in the log. It also leaves out a metric that has a threshold with a limit in
 *     hexadecimal: k6 alone judges that one, so its word on the metric may be about it
 * @param setup whether the script has a setup() that is to be called
 */
public record Plan(
        Duration planned,
        Duration longest,
        Duration setupTimeout,
        Duration teardownTimeout,
        int arrivalMaxVUs,
        List<AbortThreshold> aborts,
        boolean setup) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** 31 years: more is no plan. */
    private static final long MOST_MILLIS = 1_000_000_000_000L;

    public Plan {
        aborts = List.copyOf(aborts);
    }

    /** Reads what harness.js writes. Empty when it would not have written this; thresholds that k6 would refuse are left out. */
    static Optional<Plan> parse(String json) {
        try {
            var plan = JSON.readTree(json);
            return Optional.of(new Plan(
                    millis(plan.path("planned")),
                    millis(plan.path("longest")),
                    millis(plan.path("setupTimeout")),
                    millis(plan.path("teardownTimeout")),
                    (int) whole(plan.path("arrivalMaxVUs"), Integer.MAX_VALUE),
                    aborts(plan.path("aborts")),
                    truth(plan.path("setup"))));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<AbortThreshold> aborts(JsonNode json) {
        require(json.isArray());
        var aborts = new ArrayList<AbortThreshold>();
        for (JsonNode abort : json) {
            require(abort.isArray() && abort.size() == 3);
            require(abort.get(0).isTextual() && abort.get(1).isTextual());
            var threshold =
                    new AbortThreshold(abort.get(0).textValue(), abort.get(1).textValue(), millis(abort.get(2)));
            if (isUnderstood(threshold.expression())) {
                aborts.add(threshold);
            }
        }
        return aborts;
    }

    private static boolean isUnderstood(String expression) {
        try {
            ThresholdExpression.parse(expression);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean truth(JsonNode json) {
        require(json.isBoolean());
        return json.booleanValue();
    }

    private static Duration millis(JsonNode json) {
        return Duration.ofMillis(whole(json, MOST_MILLIS));
    }

    private static long whole(JsonNode json, long most) {
        require(json.isIntegralNumber()
                && json.canConvertToLong()
                && json.longValue() >= 0
                && json.longValue() <= most);
        return json.longValue();
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }
}
