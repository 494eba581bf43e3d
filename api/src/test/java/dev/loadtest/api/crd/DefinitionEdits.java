package dev.loadtest.api.crd;

import static dev.loadtest.k6.K6Flag.Use.ALLOWED;
import static java.util.stream.Collectors.joining;

import dev.loadtest.k6.K6Flag;
import dev.loadtest.k6.K6Flags;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

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
    // Letters of switches may stand together before another: -qvc is -q -v -c.
    private static final String LETTERS = K6Flags.rows().stream()
            .filter(row ->
                    row.use() == ALLOWED && !row.takesValue() && !row.letter().isEmpty())
            .map(row -> row.letter().substring(1))
            .collect(joining("", "-[", "]*"));
    // K6_OUT may be overridden; a rule of EnvVariable looks at its value.
    private static final List<K6Flag> REFUSED = K6Flags.rows().stream()
            .filter(row -> row.use() != ALLOWED && !row.variable().equals("K6_OUT"))
            .toList();

    private DefinitionEdits() {}

    static void apply(Schema spec) {
        spec.property("imagePullPolicy").oneOf(List.of("Always", "IfNotPresent", "Never"));
        spec.property("setup").oneOf(List.of("Once", "PerRunner"));
        spec.property("onRunnerLoss").oneOf(List.of("Fail", "Continue"));
        spec.property("validity").property("uncertainThreshold").oneOf(List.of("Estimate", "Inconclusive"));
        spec.property("target").property("lockScope").oneOf(List.of("Namespace", "Cluster"));
        spec.property("target")
                .property("workloads")
                .mapListBy("kind", "name")
                .items()
                .property("kind")
                .oneOf(List.of("Deployment", "StatefulSet", "Rollout"));
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
        spec.property("concurrencyPolicy").oneOf(List.of("Allow", "Forbid", "Replace"));
        spec.property("runPolicy").oneOf(List.of("OnChange", "Manual"));
        variables(spec.property("env").items());
        arguments(spec.property("arguments").items());
        Bounds.apply(spec);
    }

    /** What is refused in a LoadTest as well is refused when the overrides are put into the definition: once is enough for the API server. */
    static void overrides(Schema overrides) {
        overrides.property("env").mapListBy("name");
        var expressions = overrides.property("thresholds").values().setList();
        expressions.node().put("minItems", 1).put("maxItems", 16);
        expressions.items().node().put("minLength", 1).put("maxLength", 128);
        Bounds.apply(overrides);
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
                "!(self.name in " + names(K6Flag::variable) + ")",
                "this variable is refused: it takes the result or the control of the run away",
                "self.name + ' is refused: ' + " + reasons(K6Flag::variable) + "[self.name]");
    }

    private static void arguments(Schema argument) {
        argument.rule(
                "!(self.split('=')[0] in " + names(K6Flag::flag) + ")",
                "this argument is refused: it takes the result or the control of the run away",
                "self.split('=')[0] + ' is refused: ' + " + reasons(K6Flag::flag) + "[self.split('=')[0]]");
        for (var row : REFUSED) {
            if (!row.letter().isEmpty()) {
                argument.rule(
                        "!" + matches("^" + LETTERS + row.letter().substring(1)),
                        "%s (%s) is refused: %s".formatted(row.letter(), row.flag(), row.why()));
            }
        }
        // k6 configures itself from --env as well.
        argument.rule(
                "!"
                        + matches("^((--env|" + LETTERS + "e)=?)?("
                                + given(K6Flag::variable).collect(joining("|")) + ")(=.*)?$"),
                "a variable that spec.env refuses is refused as an argument too");
        argument.rule(
                "!" + matches("^((--out|" + LETTERS + "o)=?)?(json(=(-|/dev/stdout)?)?|csv=(-|/dev/stdout))$"),
                "an output must not go to standard output, where the result of the run is read: give a file, as in"
                        + " --out=json=/tmp/out.json");
    }

    private static String matches(String pattern) {
        return "self.matches('" + pattern + "')";
    }

    private static Stream<String> given(Function<K6Flag, String> name) {
        return REFUSED.stream().map(name).filter(text -> !text.isEmpty());
    }

    private static String names(Function<K6Flag, String> name) {
        return given(name).map(text -> "'" + text + "'").collect(joining(",\n  ", "[\n  ", "\n]"));
    }

    private static String reasons(Function<K6Flag, String> name) {
        return REFUSED.stream()
                .filter(row -> !name.apply(row).isEmpty())
                .map(row -> "'" + name.apply(row) + "': '" + row.why().replace("'", "\\'") + "'")
                .collect(joining(",\n  ", "{\n  ", "\n}"));
    }
}
