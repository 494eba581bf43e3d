package dev.loadtest.operator.artifact;

import dev.loadtest.api.EnvVariable;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.ScriptSnapshot;
import dev.loadtest.report.Environment;
import dev.loadtest.report.RunFacts;
import dev.loadtest.report.RunIdentity;
import dev.loadtest.report.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a run itself says of which it is and what it was made with. */
final class RunDescription {
    private static final Pattern FINGERPRINT = Pattern.compile("(?:definition|overridden to) ([0-9a-f]+)\\b");

    private RunDescription() {}

    /** @param run with its verdict */
    static RunFacts of(LoadTestRun run, String operatorVersion) {
        var definition = run.getSpec().definition();
        var status = run.getStatus();
        var script = Optional.ofNullable(status.script()).orElse(new ScriptSnapshot("", "", ""));
        return new RunFacts(
                new RunIdentity(
                        run.getMetadata().getNamespace(),
                        run.getSpec().loadTest(),
                        run.getMetadata().getName(),
                        run.getSpec().number(),
                        run.getMetadata().getUid(),
                        run.getSpec().trigger(),
                        fingerprint(run.getSpec().trigger())),
                new Times(
                        Optional.of(Instant.parse(run.getMetadata().getCreationTimestamp())),
                        Optional.ofNullable(status.startTime()).map(Instant::parse),
                        Instant.parse(status.completionTime())),
                new Environment(
                        definition.image(),
                        definition.parallelism(),
                        Optional.ofNullable(definition.arguments()).orElse(List.of()),
                        Optional.ofNullable(definition.env()).orElse(List.of()).stream()
                                .map(EnvVariable::name)
                                .toList(),
                        definition.setup(),
                        new Environment.Script(script.configMap(), script.file(), script.sha256()),
                        operatorVersion));
    }

    /** Of what was run: of overrides, where there are any, which stand at the end. */
    private static Optional<String> fingerprint(String trigger) {
        return FINGERPRINT
                .matcher(trigger)
                .results()
                .map(found -> found.group(1))
                .reduce((one, last) -> last);
    }
}
