package dev.loadtest.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How to run the same again, as commands for a shell that need nothing but kubectl: a LoadTest of its own with the run's definition. Names are
 * DNS labels, so nothing has to be quoted.
 */
final class Repeat {
    /** With what is put behind it the longest that a LoadTest may have. */
    private static final int LONGEST_NAME = 34;

    /** What says when runs begin. Without all of it one begins when the LoadTest is created, and no other. */
    private static final String AT_ONCE = List.of(
                    "schedule",
                    "timeZone",
                    "concurrencyPolicy",
                    "startingDeadlineSeconds",
                    "runPolicy",
                    "suspend",
                    "stalenessLimitSeconds")
            .stream()
            .map(field -> "\"%s\":null".formatted(field))
            .collect(Collectors.joining(",", "{\"spec\":{", "}}"));

    private Repeat() {}

    static List<String> commands(RunIdentity run, Environment environment) {
        var begin = run.loadTest()
                .substring(0, Math.min(LONGEST_NAME, run.loadTest().length()));
        var namespace = run.namespace();
        return List.of(
                "again=$(kubectl get loadtestrun %s --namespace %s --output jsonpath='%s' | kubectl patch --local --filename - --type merge --patch '%s' --output json | kubectl create --filename - --output jsonpath='{.metadata.name}')"
                        .formatted(run.run(), namespace, loadTest(begin, namespace), AT_ONCE),
                "kubectl wait loadtestrun \"$again-1\" --namespace %s --for=create --timeout=1m".formatted(namespace),
                "kubectl wait loadtestrun \"$again-1\" --namespace %s --for=condition=Completed --timeout=1h"
                        .formatted(namespace),
                "kubectl get loadtestrun \"$again-1\" --namespace %s --output jsonpath='{.status.script.sha256}'  # %s if the script is still the same"
                        .formatted(namespace, environment.script().sha256()),
                "# and when it is not needed any more: kubectl delete loadtest \"$again\" --namespace %s"
                        .formatted(namespace));
    }

    /** As a template for kubectl, to which a brace means the beginning of a field. */
    private static String loadTest(String begin, String namespace) {
        return "{\"{\"}\"apiVersion\":\"{.apiVersion}\",\"kind\":\"LoadTest\",\"metadata\":{\"{\"}\"generateName\":\"%s-again-\",\"namespace\":\"%s\"},\"spec\":{.spec.definition}}"
                .formatted(begin, namespace);
    }
}
