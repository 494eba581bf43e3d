package dev.loadtest.operator.delivery;

import dev.loadtest.api.LastResult;
import dev.loadtest.api.LastRun;
import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestStatus;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Of which run a LoadTest has the latest result, by its own status: that is known after a restart, too. Pure. */
final class LatestResult {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private LatestResult() {}

    /** 0 when there is none, or of a run that somebody created with a name of his own, while the next one goes. */
    static int number(LoadTest loadTest) {
        var status = Optional.ofNullable(loadTest.getStatus());
        var ended = status.map(LoadTestStatus::lastRun)
                .filter(run -> run.completionTime() != null) // one that was deleted before its end pushes nothing
                .map(LastRun::number);
        var before = status.map(LoadTestStatus::lastResult)
                .filter(result -> result.completionTime() != null)
                .map(LastResult::run)
                .flatMap(run -> number(run, loadTest.getMetadata().getName() + "-"));
        return Stream.of(ended, before)
                .flatMap(Optional::stream)
                .max(Integer::compare)
                .orElse(0);
    }

    private static Optional<Integer> number(String run, String prefix) {
        return Optional.of(run)
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .filter(rest -> NUMBER.matcher(rest).matches())
                .map(Integer::valueOf);
    }
}
