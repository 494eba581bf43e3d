package dev.loadtest.report;

import java.util.List;

/** How to run the same again, as commands for a shell. Names are DNS labels, so nothing has to be quoted. */
final class Repeat {
    /** With what is put behind it the longest that a LoadTest may have. */
    private static final int LONGEST_NAME = 40;

    private Repeat() {}

    static List<String> commands(RunIdentity run, Environment environment) {
        var again = run.loadTest()
                        .substring(0, Math.min(LONGEST_NAME, run.loadTest().length())) + "-again";
        return List.of(
                "kubectl get loadtestrun %s --namespace %s --output json | jq '{apiVersion, kind: \"LoadTest\", metadata: {name: \"%s\", namespace: \"%s\"}, spec: .spec.definition}' | kubectl apply --filename -"
                        .formatted(run.run(), run.namespace(), again, run.namespace()),
                "kubectl wait loadtestrun %s-1 --namespace %s --for=create --timeout=1m"
                        .formatted(again, run.namespace()),
                "kubectl wait loadtestrun %s-1 --namespace %s --for=condition=Completed --timeout=1h"
                        .formatted(again, run.namespace()),
                "kubectl get loadtestrun %s-1 --namespace %s --output jsonpath='{.status.script.sha256}'  # %s if the script is still the same"
                        .formatted(again, run.namespace(), environment.script().sha256()));
    }
}
