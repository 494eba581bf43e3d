package dev.loadtest.operator.run;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.operator.artifact.ReportArchive;
import dev.loadtest.operator.control.RunnerControl;
import dev.loadtest.operator.delivery.MetricsDelivery;
import dev.loadtest.operator.delivery.PrometheusSeries;
import dev.loadtest.operator.queue.RunQueue;
import dev.loadtest.operator.runner.RunnerSettings;
import dev.loadtest.operator.target.Targets;
import dev.loadtest.operator.telemetry.Announcements;
import dev.loadtest.operator.telemetry.RunMetrics;
import jakarta.inject.Singleton;
import java.time.Instant;

/** What is touched for a run besides the API server. */
@Singleton
record RunEdges(
        RunnerControl control,
        Announcements announcements,
        RunMetrics metrics,
        RunnerSettings settings,
        ReportArchive archive,
        MetricsDelivery delivery,
        PrometheusSeries inPrometheus,
        RunQueue queue,
        Targets targets,
        RunWakeUp wakeUp,
        StatusPace pace) {
    /** A run is over, or gone: what it had is the next one's. */
    void leaveQueue(LoadTestRun run, Instant now) {
        targets.forget(run);
        queue.leave(run, now);
        wakeUp.runsChanged(queue.waiting());
    }
}
