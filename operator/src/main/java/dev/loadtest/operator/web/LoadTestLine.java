package dev.loadtest.operator.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.loadtest.api.Columns;
import dev.loadtest.api.LastRun;
import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A LoadTest as a line of a table.
 *
 * @param state the verdict of the latest run, or how far it is; empty before the first
 * @param columns as kubectl shows them
 * @param lately the last runs that are over, newest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LoadTestLine(
        String namespace,
        String name,
        boolean suspended,
        String verdict,
        String state,
        String reason,
        String message,
        String run,
        Instant started,
        Columns columns,
        List<RunLine> lately) {
    static final int LATELY = 20;

    static LoadTestLine of(LoadTest loadTest, List<RunLine> newestFirst) {
        var status = Optional.ofNullable(loadTest.getStatus());
        var last = status.map(LoadTestStatus::lastRun);
        var verdict = last.map(LastRun::verdict);
        return new LoadTestLine(
                loadTest.getMetadata().getNamespace(),
                loadTest.getMetadata().getName(),
                Boolean.TRUE.equals(loadTest.getSpec().suspend()),
                verdict.orElse(null),
                verdict.or(() -> last.map(LastRun::phase)).orElse(null),
                last.map(LastRun::reason).orElse(null),
                last.map(LastRun::message).orElse(null),
                status.map(LoadTestStatus::run).orElse(null),
                last.map(LastRun::startTime).map(Instant::parse).orElse(null),
                status.map(LoadTestStatus::columns).orElse(new Columns(null, null, null, null)),
                newestFirst.stream().limit(LATELY).toList());
    }

    @JsonIgnore
    public Chart getSparkline() {
        return Chart.sparkline(lately);
    }
}
