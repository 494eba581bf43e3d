package dev.loadtest.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.LoadTestRunStatus;
import dev.loadtest.report.Report;
import dev.loadtest.report.Reports;
import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** What a user does with a cluster and sees in it. */
final class User {
    /** Far more than any of these runs takes: a test that needs it has found something. */
    private static final Duration PATIENCE = Duration.ofSeconds(420);

    private final TestNamespace namespace;

    User(TestNamespace namespace) {
        this.namespace = namespace;
    }

    KubernetesClient client() {
        return namespace.client();
    }

    void createsConfigMap(String name, Map<String, String> data) {
        client().resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withData(data)
                        .build())
                .create();
    }

    /** What only a busy machine does; the tests that are about validity say their own. */
    private static final String STARTED_APART_IS_FINE = "\nvalidity: {maxStartSkewMillis: 60000}\n";

    /** The runs of many tests go at the same time, on a node of two CPUs. */
    private static final String SMALL = "\nresources: {requests: {cpu: 10m, memory: 64Mi}}\n";

    /** Applies a LoadTest of this spec; lines of {@code spec} begin at column 0. */
    LoadTest applies(String name, String given) {
        var several = given.contains("parallelism:") && !given.contains("validity:");
        var spec = given + (several ? STARTED_APART_IS_FINE : "") + (given.contains("resources:") ? "" : SMALL);
        var yaml = """
                apiVersion: loadtest.dev/v1alpha1
                kind: LoadTest
                metadata: {name: %s}
                spec:
                %s""".formatted(name, spec.indent(2));
        var loadTest = client().getKubernetesSerialization().unmarshal(yaml, LoadTest.class);
        return client().resource(loadTest).forceConflicts().serverSideApply();
    }

    /** Applies a LoadTest whose script stands in it. */
    LoadTest applies(String name, String spec, String script) {
        return applies(name, spec + "\nscript:\n  inline: |\n" + script.indent(4));
    }

    /** A run of the past, which nobody has run. @return its name */
    String hasBehindHim(LoadTest loadTest, int number, String verdict) {
        var name = loadTest.getMetadata().getName() + "-" + number;
        var run = client().getKubernetesSerialization()
                .unmarshal(
                        """
                apiVersion: loadtest.dev/v1alpha1
                kind: LoadTestRun
                metadata:
                  name: %1$s
                  labels: {loadtest.dev/loadtest: %2$s, loadtest.dev/finished: "true"}
                  ownerReferences:
                    - {apiVersion: loadtest.dev/v1alpha1, kind: LoadTest, name: %2$s, uid: %3$s, controller: true}
                spec:
                  loadTestRef: {name: %2$s}
                  number: %4$d
                  trigger: definition 00 of generation 1
                  definition: {script: {inline: x}}
                """.formatted(
                                        name,
                                        loadTest.getMetadata().getName(),
                                        loadTest.getMetadata().getUid(),
                                        number),
                        LoadTestRun.class);
        client().resource(run).create();
        client().resources(LoadTestRun.class)
                .withName(name)
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"status\": {\"phase\": \"Completed\", \"verdict\": \"" + verdict + "\"}}");
        return name;
    }

    /** With its verdict, and without anything that would keep it from being deleted while no operator is there. */
    LoadTestRun seesCompleted(String run) {
        return sees(
                run,
                seen -> seen.getStatus() != null
                        && seen.getStatus().verdict() != null
                        && "true".equals(seen.getMetadata().getLabels().get("loadtest.dev/finished"))
                        && seen.getMetadata().getFinalizers().isEmpty());
    }

    LoadTestRun seesPhase(String run, String phase) {
        return sees(
                run,
                seen -> seen.getStatus() != null
                        && phase.equals(seen.getStatus().phase()));
    }

    /** Be it the reason of its verdict, or what it waits for. */
    LoadTestRun seesReason(String run, String reason) {
        return sees(
                run,
                seen -> seen.getStatus() != null
                        && reason.equals(seen.getStatus().reason()));
    }

    LoadTestRun sees(String run, Predicate<LoadTestRun> wanted) {
        try {
            return await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> run(run).filter(wanted), Optional::isPresent)
                    .orElseThrow();
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(Picture.of(this, run), e);
        }
    }

    /** Waits for anything else. */
    void sees(BooleanSupplier wanted) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(wanted::getAsBoolean);
    }

    Optional<LoadTestRun> run(String name) {
        return Optional.ofNullable(
                client().resources(LoadTestRun.class).withName(name).get());
    }

    LoadTestRunStatus status(String run) {
        return run(run).orElseThrow().getStatus();
    }

    LoadTest loadTest(String name) {
        return client().resources(LoadTest.class).withName(name).get();
    }

    List<LoadTestRun> runsOf(String loadTest) {
        return client().resources(LoadTestRun.class)
                .withLabel("loadtest.dev/loadtest", loadTest)
                .list()
                .getItems();
    }

    /** Has so many runs, and no more for a while. */
    void staysAt(String loadTest, int runs) {
        await().during(Duration.ofSeconds(3)).atMost(PATIENCE).untilAsserted(() -> assertThat(runsOf(loadTest))
                .hasSize(runs));
    }

    List<Job> jobsOf(String run) {
        return client().batch()
                .v1()
                .jobs()
                .withLabel("loadtest.dev/run", run)
                .list()
                .getItems();
    }

    List<Pod> podsOf(String run) {
        return client().pods().withLabel("loadtest.dev/run", run).list().getItems();
    }

    Pod podOf(String run, int runner) {
        return podsOf(run).stream()
                .filter(pod -> String.valueOf(runner)
                        .equals(pod.getMetadata().getAnnotations().get("batch.kubernetes.io/job-completion-index")))
                .findFirst()
                .orElseThrow();
    }

    /** The names of the items that the backend has under this prefix, which scripts leave as notes of what they did. */
    List<String> notes(String prefix) {
        var answer = client().raw("/api/v1/namespaces/loadtest-demo/services/backend:8000/proxy/items?limit=100&prefix="
                + prefix);
        var items = client().getKubernetesSerialization().unmarshal(answer, Map[].class);
        return Arrays.stream(items).map(item -> (String) item.get("name")).toList();
    }

    /** Lets the load of scripts end that go on until then, as {@link Scripts#requestsUntilTheEnd} does. */
    void ends(String mark) {
        client().raw(
                        "/api/v1/namespaces/loadtest-demo/services/backend:8000/proxy/items",
                        "POST",
                        Map.of("name", mark + "-end", "price", 1));
    }

    /** All its VUs have begun: from then on whoever is taken away, or looks away, does so while there is load. */
    LoadTestRun seesLoad(String run, int vus) {
        return sees(
                run,
                seen -> seen.getStatus() != null
                        && seen.getStatus().live() != null
                        && Objects.equals(seen.getStatus().live().vus(), vus));
    }

    /** A condition that is found out after the verdict, once it is. */
    Condition seesSettled(String run, String type) {
        return seesSettled(run, type, condition -> true);
    }

    /** The same, once it says this: who is asked again says another thing at first, such as that nobody answered. */
    Condition seesSettled(String run, String type, String reason) {
        return seesSettled(run, type, condition -> condition.getReason().equals(reason));
    }

    private Condition seesSettled(String run, String type, Predicate<Condition> wanted) {
        var settled = sees(run, seen -> condition(seen, type)
                .filter(condition -> !condition.getStatus().equals("Unknown"))
                .filter(wanted)
                .isPresent());
        return condition(settled, type).orElseThrow();
    }

    /** As it is kept beside the run. */
    Report report(String run) {
        var kept = client().configMaps().withName(run + "-report").get().getBinaryData();
        return Reports.expand(
                Base64.getDecoder().decode(kept.values().iterator().next()));
    }

    Condition condition(String run, String type) {
        return condition(run(run).orElseThrow(), type).orElse(null);
    }

    private static Optional<Condition> condition(LoadTestRun run, String type) {
        return Optional.ofNullable(run.getStatus()).flatMap(status -> status.condition(type));
    }

    void stops(String run) {
        client().resources(LoadTestRun.class)
                .withName(run)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"stop\":true}}");
    }

    void deletes(String loadTest) {
        client().resources(LoadTest.class).withName(loadTest).delete();
    }

    /** What a test that failed leaves behind for people. */
    private static final class Picture {
        static String of(User user, String run) {
            var yaml = user.client().getKubernetesSerialization();
            var picture = new StringBuilder("run " + run + " never came to what was expected\n");
            user.run(run).ifPresent(seen -> picture.append(yaml.asYaml(seen)));
            user.jobsOf(run).forEach(job -> picture.append(yaml.asYaml(job.getStatus())));
            for (var pod : user.podsOf(run)) {
                picture.append(pod.getMetadata().getName()).append('\n').append(yaml.asYaml(pod.getStatus()));
                try {
                    picture.append(user.client()
                            .pods()
                            .withName(pod.getMetadata().getName())
                            .tailingLines(20)
                            .getLog());
                } catch (KubernetesClientException e) {
                    picture.append("no log: ").append(e.getMessage());
                }
            }
            user.client().v1().events().list().getItems().stream()
                    .filter(event -> event.getInvolvedObject().getName().startsWith(run))
                    .forEach(event -> picture.append(event.getReason())
                            .append(": ")
                            .append(event.getMessage())
                            .append('\n'));
            return picture.toString();
        }
    }
}
