package dev.loadtest.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.testkit.TestNamespace;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** Each kind of fault happens, and a run of the operator behind it comes to its one verdict all the same. */
@Isolated("kills the operator, and has it talk through a proxy")
class FaultInjectorE2E {

    private static final Duration PATIENCE = Duration.ofSeconds(420);
    private static final String STATUS_OF_RUN = "/loadtestruns/[^/]+/status";

    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static OperatorProcess operator;
    private static FaultInjector injector;

    @BeforeAll
    static void stepInBetween() {
        operator = new OperatorProcess(NAMESPACE.client());
        injector = FaultInjector.between(operator, NAMESPACE.client());
    }

    @AfterEach
    void noFaults() {
        injector.clear();
    }

    @AfterAll
    static void stepAside() {
        if (injector != null) {
            injector.close();
        }
        operator.close();
    }

    @Test
    void requestsAreAnsweredDelayedAndCut() {
        var faults = Stream.of(
                        Fault.at("POST", "/configmaps").answers(500),
                        Fault.at("POST", "/jobs").answers(503),
                        Fault.at("POST", "/loadtestruns").delays(Duration.ofSeconds(2)),
                        Fault.at("PUT", STATUS_OF_RUN).answers(409),
                        Fault.at("PUT", STATUS_OF_RUN)
                                .withBody("\"jobCreating\"")
                                .cutsBefore(),
                        Fault.at("PUT", STATUS_OF_RUN).withBody("\"verdict\"").cutsAfter())
                .map(injector::inject)
                .toList();

        applies("unlucky");

        endsOnce("unlucky");
        faults.forEach(injector::awaitDone);
    }

    @Test
    void killedBeforeTheMarkerIsWritten() {
        var killed = injector.inject(
                Fault.at("PUT", STATUS_OF_RUN).withBody("\"jobCreating\"").killsBefore());

        applies("unmarked");

        injector.awaitDone(killed);
        endsOnce("unmarked");
    }

    @Test
    void killedWhenTheJobIsMadeAndTheAnswerIsOnItsWay() {
        operator.startAfresh();
        operator.prepareSignals();
        var killed = injector.inject(Fault.at("POST", "/jobs").killsAfter());

        applies("unanswered");

        injector.awaitDone(killed);
        endsOnce("unanswered");
    }

    @Test
    void pausedForAWhile() {
        operator.pause();
        applies("late");
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(180)).until(() -> runs().noneMatch(
                        isOf("late")));
        operator.goOn();

        endsOnce("late");
    }

    private static void applies(String name) {
        var yaml = """
                apiVersion: loadtest.dev/v1alpha1
                kind: LoadTest
                metadata: {name: %s}
                spec:
                  script:
                    inline: |
                      export const options = { iterations: 1, thresholds: { iterations: ['count==1'] } };
                      export default function () {}
                  validity: {enforce: false}
                """.formatted(name);
        var client = NAMESPACE.client();
        client.resource(client.getKubernetesSerialization().unmarshal(yaml, LoadTest.class))
                .create();
    }

    private static void endsOnce(String name) {
        var run = await().atMost(PATIENCE)
                .until(
                        () -> NAMESPACE
                                .client()
                                .resources(LoadTestRun.class)
                                .withName(name + "-1")
                                .get(),
                        seen -> seen != null
                                && seen.getStatus() != null
                                && seen.getStatus().verdict() != null);
        assertThat(run.getStatus().verdict()).isEqualTo("Passed");
        assertThat(runs().filter(isOf(name))).hasSize(1);
        var jobs = NAMESPACE
                .client()
                .batch()
                .v1()
                .jobs()
                .withLabel("loadtest.dev/run", name + "-1")
                .list()
                .getItems();
        assertThat(jobs).singleElement().satisfies(job -> assertThat(
                        job.getMetadata().getUid())
                .isEqualTo(run.getStatus().markers().jobUid()));
    }

    private static Stream<LoadTestRun> runs() {
        return NAMESPACE.client().resources(LoadTestRun.class).list().getItems().stream();
    }

    private static Predicate<LoadTestRun> isOf(String loadTest) {
        return run -> Objects.equals(run.getSpec().loadTest(), loadTest);
    }
}
