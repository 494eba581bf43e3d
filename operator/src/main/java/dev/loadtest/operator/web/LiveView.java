package dev.loadtest.operator.web;

import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.api.RunLive;
import dev.loadtest.api.Runners;
import java.util.Map;
import java.util.Optional;

/**
 * What changes on the page of a run while it goes.
 *
 * @param over whether all there will be is there, so that the page is another one now
 * @param percent how much of the plan has passed, 0 to 100; null when that is not known
 * @param texts by the name that the page knows them by
 * @param point what the moving line has at this moment; null before load is sent
 */
public record LiveView(boolean over, Integer percent, Map<String, String> texts, Point point) {
    /** @param at the moment, RFC 3339 */
    public record Point(String at, Double requestsPerSecond, Double p95Millis) {}

    static LiveView of(RunView view) {
        var run = view.run();
        var status = Optional.ofNullable(view.status());
        var live = status.map(LoadTestRunStatus::live);
        var runners = status.map(LoadTestRunStatus::runners);
        var percent = live.map(RunLive::progressPercent).orElse(null);
        return new LiveView(
                view.settled(),
                percent,
                Map.of(
                        "phase",
                        run.phase(),
                        "message",
                        Optional.ofNullable(run.message()).orElse(""),
                        "percent",
                        percent == null ? "–" : percent + " %",
                        "vus",
                        live.map(RunLive::vus).map(String::valueOf).orElse("–"),
                        "rate",
                        Shown.rate(run.requestsPerSecond()),
                        "p95",
                        Shown.millis(run.p95Millis()),
                        "errors",
                        Shown.share(run.failedShare()),
                        "iterations",
                        Shown.count(live.map(RunLive::iterations).orElse(null)),
                        "runners",
                        runners.map(LiveView::ready).orElse("–")),
                live.map(now -> new Point(now.at(), now.requestsPerSecond(), now.slowestP95Millis()))
                        .orElse(null));
    }

    private static String ready(Runners runners) {
        return "%s of %s".formatted(Shown.orDash(runners.ready()), Shown.orDash(runners.desired()));
    }
}
