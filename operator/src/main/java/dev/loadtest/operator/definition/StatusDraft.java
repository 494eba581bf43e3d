package dev.loadtest.operator.definition;

import dev.loadtest.api.Columns;
import dev.loadtest.api.LastResult;
import dev.loadtest.api.LastRun;
import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestStatus;
import dev.loadtest.api.PendingRun;
import dev.loadtest.api.ScheduleStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** The status of a LoadTest in the making: begins as the one that stands, so that what nobody changes stays. */
final class StatusDraft {
    Long observedGeneration;
    String verdict;
    String run;
    Columns columns;
    PendingRun pendingRun;
    LastRun lastRun;
    LastResult lastResult;
    List<String> active;
    String nextScheduleTime;
    String lastScheduleTime;
    ScheduleStatus schedule;
    String lastHandledRequest;
    List<String> handledRequests;
    String lastSuccessfulTime;
    String lastValidTime;
    List<Condition> conditions;

    static StatusDraft of(LoadTest loadTest) {
        var draft = new StatusDraft();
        var now = loadTest.getStatus();
        if (now != null) {
            draft.observedGeneration = now.observedGeneration();
            draft.verdict = now.verdict();
            draft.run = now.run();
            draft.columns = now.columns();
            draft.pendingRun = now.pendingRun();
            draft.lastRun = now.lastRun();
            draft.lastResult = now.lastResult();
            draft.active = now.active();
            draft.nextScheduleTime = now.nextScheduleTime();
            draft.lastScheduleTime = now.lastScheduleTime();
            draft.schedule = now.schedule();
            draft.lastHandledRequest = now.lastHandledRequest();
            draft.handledRequests = now.handledRequests();
            draft.lastSuccessfulTime = now.lastSuccessfulTime();
            draft.lastValidTime = now.lastValidTime();
            draft.conditions = now.conditions();
        }
        return draft;
    }

    LoadTestStatus build() {
        return new LoadTestStatus(
                observedGeneration,
                verdict,
                run,
                columns,
                pendingRun,
                lastRun,
                lastResult,
                active,
                nextScheduleTime,
                lastScheduleTime,
                schedule,
                lastHandledRequest,
                handledRequests,
                lastSuccessfulTime,
                lastValidTime,
                conditions);
    }
}
