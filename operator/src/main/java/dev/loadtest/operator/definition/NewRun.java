package dev.loadtest.operator.definition;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunSpec;
import dev.loadtest.operator.runner.Labels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;

/** The LoadTestRun that is made of a LoadTest: the definition as it is now, for good. */
final class NewRun {
    private NewRun() {}

    static LoadTestRun of(LoadTest loadTest, int number, String trigger) {
        var name = loadTest.getMetadata().getName();
        var run = new LoadTestRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName(name + "-" + number)
                .withNamespace(loadTest.getMetadata().getNamespace())
                .withLabels(Map.of(Labels.MANAGED_BY, Labels.OPERATOR, Labels.LOAD_TEST, name))
                .withOwnerReferences(Labels.ownedBy(loadTest))
                .build());
        run.setSpec(new LoadTestRunSpec(name, number, trigger, loadTest.getSpec(), false));
        return run;
    }

    /** Whether this run was made for that reason, by this very LoadTest and not one of the same name before it. */
    static boolean isFor(LoadTest loadTest, Trigger trigger, LoadTestRun run) {
        return Labels.ownerUid(run).equals(loadTest.getMetadata().getUid())
                && run.getSpec().trigger().equals(trigger.toString());
    }
}
