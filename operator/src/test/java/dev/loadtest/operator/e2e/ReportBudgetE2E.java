package dev.loadtest.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.testkit.TestNamespace;
import dev.loadtest.testkit.fault.OperatorProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The room that all reports together may take in the cluster. */
@Isolated("the reports of all runs count")
class ReportBudgetE2E {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static final String BUDGET = "LOADTEST_REPORTS_BUDGET";

    private final User user = new User(NAMESPACE);

    @Test
    void theOldestReportGoesWhenThereIsNoRoomAndItsRunSaysSo() {
        user.applies("items", "", Scripts.idle(1, 1));
        var size = user.seesCompleted("items-1").getStatus().artifacts().get(0).size();

        try (var operator = new OperatorProcess(NAMESPACE.client())) {
            var before = operator.setVariable(BUDGET, Long.toString(size + size / 2));
            try {
                user.applies("items", "env: [{name: AGAIN, value: \"1\"}]", Scripts.idle(1, 1));
                user.seesCompleted("items-2");

                user.sees(() -> "Dropped"
                        .equals(user.condition("items-1", "ReportStored").getReason()));
            } finally {
                operator.setVariable(BUDGET, before);
            }
        }
        assertThat(user.condition("items-1", "ReportStored").getMessage()).contains(BUDGET);
        assertThat(user.status("items-1").artifacts()).isNull();
        assertThat(user.status("items-1").verdict()).isEqualTo("Passed");
        assertThat(user.client().configMaps().withName("items-1-report").get()).isNull();
        assertThat(user.condition("items-2", "ReportStored").getStatus()).isEqualTo("True");
        assertThat(user.client().configMaps().withName("items-2-report").get()).isNotNull();
    }
}
