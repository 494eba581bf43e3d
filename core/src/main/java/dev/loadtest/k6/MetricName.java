package dev.loadtest.k6;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Names of metrics and of their parts that thresholds look at, such as {@code http_req_duration{name:home}}. */
public final class MetricName {
    private MetricName() {}

    /**
     * One spelling for what k6 takes for the same: {@code m{ b:"x" , a:y}} becomes {@code m{a:y,b:x}}. All tags of a name must match, so
     * their order has no meaning and they are sorted. The harness does exactly the same. A name that k6 would refuse stays as it is.
     */
    public static String normalised(String name) {
        var open = name.indexOf('{');
        if (open < 0 || !name.endsWith("}")) {
            return name;
        }
        var tags = tags(name.substring(open + 1, name.length() - 1));
        if (tags.isEmpty() || tags.stream().anyMatch(tag -> tag.indexOf(':') < 0)) {
            return name;
        }
        var values = new LinkedHashMap<String, String>(); // of a tag given twice k6 takes the last
        for (String tag : tags) {
            var colon = tag.indexOf(':');
            values.put(unquoted(tag.substring(0, colon)), unquoted(tag.substring(colon + 1)));
        }
        return values.entrySet().stream()
                .map(tag -> tag.getKey() + ":" + tag.getValue())
                .sorted()
                .collect(Collectors.joining(",", name.substring(0, open) + "{", "}"));
    }

    private static List<String> tags(String inside) {
        return Arrays.stream(inside.split(",")).filter(tag -> !tag.isBlank()).toList();
    }

    private static String unquoted(String text) {
        return text.strip().replaceAll("^[\"']+|[\"']+$", "");
    }
}
