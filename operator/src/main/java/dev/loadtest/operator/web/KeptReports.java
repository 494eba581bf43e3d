package dev.loadtest.operator.web;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.report.Report;
import java.util.Optional;

/** The reports of runs that are over, where they are kept. */
@FunctionalInterface
public interface KeptReports {
    /** Empty when none is kept of this run, or not any more. */
    Optional<Report> of(LoadTestRun run);
}
