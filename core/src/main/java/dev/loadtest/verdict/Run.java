package dev.loadtest.verdict;

import dev.loadtest.k6.RunnerResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Everything that the rules look at.
 *
 * @param question what was asked
 * @param findings what the runners' ends say by themselves, the most telling first; without the losses that are borne
 * @param losses the runners that were lost
 * @param measured what all results say together
 * @param thresholds the declared thresholds over all results
 * @param doubts why that is not to be believed, the most telling first
 */
record Run(
        Question question,
        List<Finding> findings,
        Losses losses,
        Measured measured,
        List<JudgedThreshold> thresholds,
        List<Doubt> doubts) {

    static Run of(Question question, List<RunnerEnd> ends) {
        var every = new TreeMap<Integer, RunnerEnd>();
        ends.forEach(end -> every.put(end.index(), end));
        for (int runner = 0; runner < question.runners(); runner++) {
            every.putIfAbsent(runner, new RunnerEnd(runner, OptionalInt.empty(), Optional.empty(), Optional.empty()));
        }
        List<RunnerResult> results =
                every.values().stream().flatMap(end -> end.result().stream()).toList();
        var findings = every.values().stream()
                .flatMap(end -> Finding.of(end, question).stream())
                .sorted(Finding.MOST_TELLING_FIRST)
                .toList();
        var losses = Losses.of(question, findings, every.values());
        var measured = new Measured(results);
        var thresholds = JudgedThreshold.of(measured, question.runners() == 1);
        return new Run(
                question,
                findings.stream()
                        .filter(finding -> !losses.borne() || !finding.loss())
                        .toList(),
                losses,
                measured,
                thresholds,
                Doubt.of(question, measured, thresholds, losses));
    }

    List<Finding> findings(Verdict verdict) {
        return findings.stream()
                .filter(finding -> finding.reason().verdict() == verdict)
                .toList();
    }

    List<JudgedThreshold> broken() {
        return thresholds.stream().filter(JudgedThreshold::broken).toList();
    }
}
