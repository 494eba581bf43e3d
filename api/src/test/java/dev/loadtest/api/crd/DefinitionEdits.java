package dev.loadtest.api.crd;

import static java.util.stream.Collectors.joining;

import dev.loadtest.api.RefusedOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What annotations cannot say about a LoadTestSpec: rules for the entries of lists and maps, and how lists are merged. */
final class DefinitionEdits {

    // Kubernetes' own pattern for a quantity, without a sign.
    private static final String QUANTITY =
            "^(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";
    private static final String METRIC = "^[a-zA-Z_][a-zA-Z0-9_]{1,128}([{].+[}])?$";
    private static final String PERCENTILE = "p[(](100([.]0{1,6})?|[0-9]{1,2}([.][0-9]{1,6})?)[)]";
    private static final String THRESHOLD = "^ *(count|rate|value|avg|min|max|med|" + PERCENTILE + ")"
            + " *(<|<=|>|>=|==|===|!=) *[-+]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][-+]?[0-9]{1,2})? *$";
    private static final String STATISTIC = "^(avg|min|med|max|count|sum|" + PERCENTILE + ")$";
    // Short flags may stand together (-qv) before one with a value (-ojson=x).
    private static final String SHORT_FLAGS = "-[qvh]*";

    private DefinitionEdits() {}

    static void apply(Schema spec) {
        spec.property("imagePullPolicy").oneOf(List.of("Always", "IfNotPresent", "Never"));
        spec.property("imagePullSecrets").mapListBy("name");
        spec.property("env").mapListBy("name");
        quantities(spec.property("resources"));
        thresholds(spec.property("thresholds"));
        spec.property("prometheus")
                .property("trendStats")
                .setList()
                .items()
                .rule(
                        matches(STATISTIC),
                        "not a statistic that can be sent: use avg, min, med, max, count, sum or p(N), as in p(99.9)");
        variables(spec.property("env").items());
        arguments(spec.property("arguments").items());
        Bounds.apply(spec);
    }

    private static void quantities(Schema resources) {
        for (var amounts : List.of("requests", "limits")) {
            resources.property(amounts).values().node().put("pattern", QUANTITY).put("maxLength", 32);
        }
    }

    private static void thresholds(Schema thresholds) {
        thresholds.rule(
                "self.all(metric, metric.size() <= 512 && metric.matches('" + METRIC + "'))",
                "a key must be a metric as k6 names it, such as http_req_duration or http_req_duration{name:items}, of at most 512"
                        + " characters");
        var expressions = thresholds.values().setList();
        expressions.node().put("minItems", 1).put("maxItems", 16);
        expressions.items().node().put("minLength", 1).put("maxLength", 128);
        expressions
                .items()
                .rule(
                        matches(THRESHOLD),
                        "not a threshold of k6: write a statistic, a comparison and a number without unit, such as p(95)<500 or"
                                + " rate<0.01; the statistics are count, rate, value, avg, min, max, med and p(N)");
    }

    private static void variables(Schema variable) {
        variable.rule(
                "!(self.name in " + names(RefusedOption::variable) + ")",
                "this variable is refused: it takes the result or the control of the run away",
                "self.name + ' is refused: ' + " + advice(RefusedOption::variable) + "[self.name]");
    }

    private static void arguments(Schema argument) {
        argument.rule(
                "!(self.split('=')[0] in " + names(RefusedOption::flag) + ")",
                "this argument is refused: it takes the result or the control of the run away",
                "self.split('=')[0] + ' is refused: ' + " + advice(RefusedOption::flag) + "[self.split('=')[0]]");
        for (var option : RefusedOption.values()) {
            option.shorthand()
                    .ifPresent(letter -> argument.rule(
                            "!" + matches("^" + SHORT_FLAGS + letter),
                            "-%s (%s) is refused: %s"
                                    .formatted(letter, option.flag().orElseThrow(), option.advice())));
        }
        argument.rule(
                "!" + matches("^((--out|" + SHORT_FLAGS + "o)=?)?(json(=(-|/dev/stdout)?)?|csv=(-|/dev/stdout))$"),
                "an output must not go to standard output, where the result of the run is read: give a file, as in"
                        + " --out=json=/tmp/out.json");
    }

    private static String matches(String pattern) {
        return "self.matches('" + pattern + "')";
    }

    private static String names(Function<RefusedOption, Optional<String>> name) {
        return Arrays.stream(RefusedOption.values())
                .flatMap(option -> name.apply(option).stream())
                .map(text -> "'" + text + "'")
                .collect(joining(",\n  ", "[\n  ", "\n]"));
    }

    private static String advice(Function<RefusedOption, Optional<String>> name) {
        return Arrays.stream(RefusedOption.values())
                .flatMap(option -> name.apply(option).stream()
                        .map(text -> "'" + text + "': '" + option.advice().replace("'", "\\'") + "'"))
                .collect(joining(",\n  ", "{\n  ", "\n}"));
    }
}
