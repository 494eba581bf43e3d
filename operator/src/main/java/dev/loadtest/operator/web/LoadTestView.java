package dev.loadtest.operator.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestSpec;
import java.util.List;

/**
 * A LoadTest with its runs, newest first.
 *
 * @param script where the script comes from, in words
 * @param complete false when there are more runs than are listed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LoadTestView(
        LoadTestLine loadTest, String script, String image, int parallelism, List<RunLine> runs, boolean complete) {
    private static final int CHARTED = 50;

    static LoadTestView of(LoadTest loadTest, Runs.History history) {
        var spec = loadTest.getSpec();
        return new LoadTestView(
                LoadTestLine.of(loadTest, List.of()),
                script(spec),
                spec.image(),
                spec.parallelism() == null ? 1 : spec.parallelism(),
                history.runs(),
                history.complete());
    }

    static String script(LoadTestSpec spec) {
        var configMap = spec.script().configMap();
        return configMap == null
                ? "in the LoadTest itself"
                : "%s of ConfigMap %s".formatted(configMap.file(), configMap.name());
    }

    /** The last runs that are over; what is going still moves. */
    @JsonIgnore
    public List<Chart> getCharts() {
        var over = runs.stream().filter(RunLine::over).limit(CHARTED).toList();
        return List.of(
                        Chart.trend(over, "p95 of the HTTP request duration", RunLine::p95Millis, Shown::millis),
                        Chart.trend(over, "HTTP requests per second", RunLine::requestsPerSecond, Shown::rate),
                        Chart.trend(over, "Failed HTTP requests", RunLine::failedShare, Shown::share))
                .stream()
                .filter(chart -> !chart.isEmpty())
                .toList();
    }

    /** The run before the newest, to compare that with. */
    @JsonIgnore
    public List<RunLine> getOver() {
        return runs.stream().filter(RunLine::over).toList();
    }
}
