package dev.loadtest.operator.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestSpec;
import dev.loadtest.api.LoadTestStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A LoadTest with its runs, newest first.
 *
 * @param script where the script comes from, in words
 * @param schedule when it runs, as it is written, with its time zone; null without one
 * @param next when the next run is due
 * @param remarks why it does not run as it should, or has no result of late
 * @param complete false when there are more runs than are listed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LoadTestView(
        LoadTestLine loadTest,
        String script,
        String image,
        int parallelism,
        String schedule,
        Instant next,
        List<String> remarks,
        List<RunLine> runs,
        boolean complete) {
    private static final int CHARTED = 50;
    private static final Set<String> WATCHED = Set.of(LoadTestStatus.SCHEDULED, LoadTestStatus.FRESH);

    static LoadTestView of(LoadTest loadTest, Runs.History history) {
        var spec = loadTest.getSpec();
        var status = Optional.ofNullable(loadTest.getStatus());
        return new LoadTestView(
                LoadTestLine.of(loadTest, List.of()),
                script(spec),
                spec.image(),
                spec.parallelism() == null ? 1 : spec.parallelism(),
                status.map(LoadTestStatus::schedule)
                        .filter(seen -> seen.expression() != null)
                        .map(seen -> seen.expression() + " in " + seen.timeZone())
                        .orElse(spec.schedule()),
                status.map(LoadTestStatus::nextScheduleTime).map(Instant::parse).orElse(null),
                status.map(LoadTestStatus::conditions).orElse(List.of()).stream()
                        .filter(condition -> WATCHED.contains(condition.getType())
                                && condition.getStatus().equals("False")
                                && !condition.getReason().equals("Suspended"))
                        .map(Condition::getMessage)
                        .toList(),
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
