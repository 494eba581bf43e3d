package dev.loadtest.k6;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loadtest.k6.MetricResult.Knot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The JSON inside the result lines, version 1. It is read strictly: what harness.js would not have written is no result. */
final class ResultPayload {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private static final int VERSION = 1;

    private final double[] fine;
    private final double[] coarse;

    private ResultPayload(JsonNode json) {
        fine = ascending(field(json, "grid"));
        coarse = ascending(field(json, "coarse"));
    }

    /** Empty when it is not a result. */
    static Optional<RunnerResult> parse(String base64) {
        try {
            var json = JSON.readTree(Base64.getDecoder().decode(base64));
            require(whole(field(json, "version")) == VERSION);
            return Optional.of(new ResultPayload(json).result(json));
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private RunnerResult result(JsonNode json) {
        return new RunnerResult(
                Math.toIntExact(whole(field(json, "runner"))),
                Duration.ofNanos(Math.round(number(field(json, "durationMs")) * 1e6)),
                mapOf(json, "declared", list -> list(list, ResultPayload::declared)),
                mapOf(json, "metrics", this::metric),
                mapOf(json, "held", held -> map(held, ResultPayload::bool)),
                listOf(json, "checks", ResultPayload::check),
                json.has("userSummaryError")
                        ? Optional.of(PlainText.of(text(json.get("userSummaryError"))))
                        : Optional.empty(),
                bool(field(json, "setup")),
                bool(field(json, "teardown")));
    }

    private static DeclaredThreshold declared(JsonNode json) {
        requireSize(json, 3);
        var source =
                switch (text(json.get(1))) {
                    case "s" -> DeclaredThreshold.Source.SCRIPT;
                    case "r" -> DeclaredThreshold.Source.RESOURCE;
                    default -> throw new IllegalArgumentException();
                };
        return new DeclaredThreshold(text(json.get(0)), source, whole(json.get(2)) == 1);
    }

    private static CheckResult check(JsonNode json) {
        requireSize(json, 3);
        return new CheckResult(text(json.get(0)), count(json.get(1)), count(json.get(2)));
    }

    private MetricResult metric(JsonNode json) {
        if (json.has("counter")) {
            var values = numbers(json.get("counter"), 2);
            return new MetricResult.Counter(values.get(0), values.get(1));
        }
        if (json.has("gauge")) {
            var values = numbers(json.get("gauge"), 3);
            return new MetricResult.Gauge(values.get(0), values.get(1), values.get(2));
        }
        if (json.has("rate")) {
            requireSize(json.get("rate"), 2);
            return new MetricResult.Rate(
                    count(json.get("rate").get(0)), count(json.get("rate").get(1)));
        }
        return trend(json);
    }

    private MetricResult.Trend trend(JsonNode json) {
        requireSize(field(json, "trend"), 4);
        var count = count(json.get("trend").get(0));
        var values = numbers(json.get("trend"), 4);
        return new MetricResult.Trend(
                count, values.get(1), values.get(2), values.get(3), knots(json, count), json.has("time"));
    }

    private Quantiles knots(JsonNode json, long count) {
        if (json.has("samples")) {
            var samples = expanded(json.get("samples"));
            require(count == 0 || samples.length == Math.max(0, count - 2));
            return Quantiles.of(IntStream.range(0, samples.length)
                    .mapToObj(i -> new Knot(percentOfRank(i + 1L, count - 1), samples[i]))
                    .toList());
        }
        var isFine = json.has("fine");
        var grid = isFine ? fine : coarse;
        var values = expanded(field(json, isFine ? "fine" : "coarse"));
        require(values.length == grid.length);
        return Quantiles.onGrid(grid, values);
    }

    /** The percentile whose rank, computed as k6 computes it, is this one; for some ranks doubles have it only up to the last bits. */
    static double percentOfRank(long rank, long last) {
        var percent = 100.0 * rank / last;
        for (double near : new double[] {percent, Math.nextUp(percent), Math.nextDown(percent)}) {
            if (near / 100 * last == rank) {
                return near;
            }
        }
        return percent;
    }

    /** Undoes the [value, how many] of harness.js. */
    private static double[] expanded(JsonNode json) {
        require(json.isArray());
        var values = DoubleStream.builder();
        for (JsonNode item : json) {
            if (item.isArray()) {
                requireSize(item, 2);
                var times = whole(item.get(1));
                require(times > 0 && times < 100_000);
                for (int i = 0; i < times; i++) {
                    values.add(number(item.get(0)));
                }
            } else {
                values.add(number(item));
            }
        }
        var all = values.build().toArray();
        for (int i = 1; i < all.length; i++) {
            require(all[i] >= all[i - 1]);
        }
        return all;
    }

    private static double[] ascending(JsonNode json) {
        require(json.isArray());
        var percents = new double[json.size()];
        for (int i = 0; i < percents.length; i++) {
            percents[i] = number(json.get(i));
            require(percents[i] > (i == 0 ? 0 : percents[i - 1]) && percents[i] < 100);
        }
        return percents;
    }

    private static JsonNode field(JsonNode json, String name) {
        var value = json.get(name);
        require(value != null);
        return value;
    }

    private static List<Double> numbers(JsonNode json, int size) {
        requireSize(json, size);
        return list(json, ResultPayload::number);
    }

    private static double number(JsonNode json) {
        require(json.isNumber() && Double.isFinite(json.doubleValue()));
        return json.doubleValue();
    }

    private static long whole(JsonNode json) {
        require(json.isIntegralNumber() && json.canConvertToLong());
        return json.longValue();
    }

    private static long count(JsonNode json) {
        require(whole(json) >= 0);
        return json.longValue();
    }

    private static String text(JsonNode json) {
        require(json.isTextual());
        return json.textValue();
    }

    private static boolean bool(JsonNode json) {
        require(json.isBoolean());
        return json.booleanValue();
    }

    private static <T> List<T> listOf(JsonNode json, String name, Function<JsonNode, T> item) {
        return list(field(json, name), item);
    }

    private static <T> List<T> list(JsonNode json, Function<JsonNode, T> item) {
        require(json.isArray());
        var items = new ArrayList<T>();
        json.forEach(node -> items.add(item.apply(node)));
        return items;
    }

    private static <T> Map<String, T> mapOf(JsonNode json, String name, Function<JsonNode, T> value) {
        return map(field(json, name), value);
    }

    private static <T> Map<String, T> map(JsonNode json, Function<JsonNode, T> value) {
        require(json.isObject());
        var values = new LinkedHashMap<String, T>();
        json.properties().forEach(entry -> values.put(entry.getKey(), value.apply(entry.getValue())));
        return values;
    }

    private static void requireSize(JsonNode json, int size) {
        require(json != null && json.isArray() && json.size() == size);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }
}
