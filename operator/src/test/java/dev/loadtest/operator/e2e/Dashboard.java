package dev.loadtest.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.loadtest.testkit.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A dashboard of {@code dashboards/}, as the queries that Grafana would make of it. */
record Dashboard(String name, JsonNode json) {
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");

    /**
     * @param place what it fills, such as a panel's title
     * @param promQl with the dashboard's variables in it
     * @param now whether only the present counts
     */
    record Query(String place, String promQl, boolean now) {
        /** With what Grafana would put in the variables' places. */
        Query with(Map<String, String> variables) {
            var filled = promQl.replace("$__rate_interval", "30s").replace("$__range", "15m");
            for (var variable : variables.entrySet()) {
                filled = filled.replace("$" + variable.getKey(), variable.getValue());
            }
            if (filled.contains("$")) {
                throw new AssertionError("%s: no value for a variable of %s".formatted(place, filled));
            }
            return new Query(place, filled, now);
        }
    }

    static Dashboard of(String name) {
        try {
            var file = TestCluster.projectRoot().resolve("dashboards/" + name + ".json");
            return new Dashboard(name, new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of panels and of marks on the time line. */
    List<Query> queries() {
        var found = new ArrayList<Query>();
        for (var panel : json.path("panels")) {
            for (var target : panel.path("targets")) {
                found.add(new Query(
                        panel.path("title").asText() + " "
                                + target.path("refId").asText(),
                        // a nought for want of anything else would hide a name that does not exist
                        target.path("expr").asText().replaceFirst(" or vector\\(0\\)$", ""),
                        target.path("instant").asBoolean()));
            }
        }
        for (var mark : json.at("/annotations/list")) {
            found.add(new Query(
                    "mark " + mark.path("name").asText(), mark.path("expr").asText(), false));
        }
        return found;
    }

    /** By variable, without that for the data source; {@code label_values(metric, label)} as PromQL. */
    Map<String, Query> variables() {
        var found = new LinkedHashMap<String, Query>();
        for (var variable : json.at("/templating/list")) {
            var parts = LABEL_VALUES.matcher(variable.path("definition").asText());
            if (variable.path("type").asText().equals("query")) {
                assertThat(parts.matches()).as("%s: %s", name, variable).isTrue();
                found.put(
                        variable.path("name").asText(),
                        new Query(
                                "variable " + variable.path("name").asText(),
                                "count by (%s) (%s)".formatted(parts.group(2), parts.group(1)),
                                false));
            }
        }
        return found;
    }
}
