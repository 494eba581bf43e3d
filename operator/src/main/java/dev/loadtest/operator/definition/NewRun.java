package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestReference;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunSpec;
import dev.loadtest.operator.runner.Labels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.TreeMap;

/** The LoadTestRun that is made of a LoadTest: the definition as it is now, for good. */
final class NewRun {
    private NewRun() {}

    static String name(LoadTest loadTest, int number) {
        return loadTest.getMetadata().getName() + "-" + number;
    }

    static LoadTestRun of(LoadTest loadTest, int number, String trigger) {
        var run = new LoadTestRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName(name(loadTest, number))
                .withNamespace(loadTest.getMetadata().getNamespace())
                .withLabels(labels(loadTest))
                .withOwnerReferences(Labels.ownedBy(loadTest))
                .build());
        run.setSpec(new LoadTestRunSpec(
                new LoadTestReference(loadTest.getMetadata().getName()),
                null,
                number,
                trigger,
                loadTest.getSpec(),
                false,
                null));
        return run;
    }

    static Map<String, String> labels(LoadTest loadTest) {
        var labels = new TreeMap<>(Map.of(
                Labels.MANAGED_BY,
                Labels.OPERATOR,
                Labels.LOAD_TEST,
                loadTest.getMetadata().getName()));
        labels.putAll(Labels.ofLock(loadTest.getSpec()));
        var prometheus = loadTest.getSpec().prometheus();
        if (prometheus != null && prometheus.pushgateway() != null) {
            labels.put(Labels.DELIVERING, "true"); // from the beginning, for the live numbers
        }
        return labels;
    }

    /** Whether this run was made for that reason, by this very LoadTest and not one of the same name before it. */
    static boolean isFor(LoadTest loadTest, Trigger trigger, LoadTestRun run) {
        return Labels.loadTestUid(run).equals(loadTest.getMetadata().getUid())
                && trigger.toString().equals(run.getSpec().trigger());
    }
}
