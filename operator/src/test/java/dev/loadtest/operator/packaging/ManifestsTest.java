package dev.loadtest.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards k8s/ and examples/ where a mistake would show only on somebody's cluster. */
class ManifestsTest {
    private static final List<JsonNode> OBJECTS = Shipped.objectsIn(Shipped.folder("k8s"));
    private static final Set<String> CLUSTER_WIDE =
            Set.of("Namespace", "CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding");

    @ParameterizedTest
    @ValueSource(strings = {"loadtests", "loadtestruns"})
    void everyCopyOfACrdIsTheGeneratedOne(String name) {
        var generated = Shipped.read(Shipped.folder("crds").resolve(name + ".loadtest.dev.yaml"));

        assertThat(Shipped.read(Shipped.folder("k8s/01-crd-" + name + ".yaml")))
                .as("k8s/generate makes them equal")
                .isEqualTo(generated);
        assertThat(Shipped.read(Shipped.folder("helm/loadtest-operator/files/crds/" + name + ".loadtest.dev.yaml")))
                .as("k8s/generate makes them equal")
                .isEqualTo(generated);
    }

    @Test
    void noCrdIsForgotten() {
        var names = Shipped.filesIn(Shipped.folder("crds")).stream()
                .map(file -> Shipped.parse(Shipped.read(file)).get(0))
                .map(Shipped::name)
                .toList();

        assertThat(Shipped.byName(OBJECTS)).containsKeys(names.toArray(String[]::new));
        assertThat(Shipped.byName(Shipped.objectsIn(Shipped.folder("helm/loadtest-operator/files/crds"))))
                .containsOnlyKeys(names);
    }

    /** kubectl fails on an object whose namespace or kind is not there yet, and the kinds are served only some time after. */
    @Test
    void oneApplyToAnEmptyClusterIsEnough() {
        assertThat(Shipped.folder("k8s/kustomization.yaml")).doesNotExist();
        assertThat(Shipped.filesIn(Shipped.folder("k8s")))
                .allSatisfy(file -> assertThat(file.getFileName().toString()).matches("\\d\\d-[a-z-]+\\.yaml"));
        var made = new TreeSet<String>();
        for (var object : OBJECTS) {
            assertThat(object.path("apiVersion").asText())
                    .as("%s: a resource of ours must not be in this folder", Shipped.name(object))
                    .doesNotStartWith("loadtest.dev/");
            if (Shipped.kind(object).equals("Namespace")) {
                made.add(object.at("/metadata/name").asText());
            } else if (!CLUSTER_WIDE.contains(Shipped.kind(object))) {
                assertThat(made)
                        .as("the namespace of %s is made before it", Shipped.name(object))
                        .contains(object.at("/metadata/namespace").asText());
            }
        }
    }

    @Test
    void theSameApplyAgainChangesNothing() {
        assertThat(OBJECTS).allSatisfy(object -> assertThat(object.has("stringData"))
                .as("%s: kubectl never finds stringData unchanged", Shipped.name(object))
                .isFalse());
    }

    @Test
    void bothNamespacesEnforceTheRestrictedStandard() {
        assertThat(OBJECTS.stream().filter(object -> Shipped.kind(object).equals("Namespace")))
                .hasSize(2)
                .allSatisfy(namespace -> assertThat(namespace
                                .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                                .asText())
                        .isEqualTo("restricted"));
    }

    static Stream<JsonNode> deployments() {
        return OBJECTS.stream().filter(object -> Shipped.kind(object).equals("Deployment"));
    }

    /** A Deployment whose pods are refused is accepted all the same, so only its missing pods would tell. */
    @ParameterizedTest
    @MethodSource("deployments")
    void podsAreRestrictedAndBounded(JsonNode deployment) {
        var pod = deployment.at("/spec/template/spec");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(pod.path("containers")).isNotEmpty().allSatisfy(container -> {
            var security = container.path("securityContext");
            assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
            assertThat(container.at("/resources/requests/memory").asText()).isNotEmpty();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            assertThat(container.path("image").asText())
                    .as("a full name with a fixed tag")
                    .matches("(docker\\.io|ghcr\\.io)/.+:.+")
                    .doesNotEndWith(":latest");
            assertThat(container.path("imagePullPolicy").asText()).isEqualTo("IfNotPresent");
            assertThat(container.has("readinessProbe")).isTrue();
            assertThat(container.has("startupProbe")).isTrue();
        });
    }

    /** By it reports are brought to their places. */
    @Test
    void theOperatorKnowsItsOwnImage() {
        var container = deployments()
                .filter(deployment -> deployment.at("/metadata/name").asText().equals("loadtest-operator"))
                .map(deployment -> deployment.at("/spec/template/spec/containers/0"))
                .findFirst()
                .orElseThrow();

        assertThat(StreamSupport.stream(container.path("env").spliterator(), false)
                        .filter(variable -> variable.path("name").asText().equals("LOADTEST_OPERATOR_IMAGE"))
                        .map(variable -> variable.path("value").asText()))
                .containsExactly(container.path("image").asText());
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void onlyTheOperatorCarriesATokenForTheApi(JsonNode deployment) {
        var pod = deployment.at("/spec/template/spec");
        if (deployment.at("/metadata/name").asText().equals("loadtest-operator")) {
            assertThat(pod.path("serviceAccountName").asText()).isEqualTo("loadtest-operator");
        } else {
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        }
    }

    @Test
    void theOperatorIsAllowedExactlyThis() {
        var allowed = new TreeSet<String>();
        for (var object : OBJECTS) {
            if (Shipped.kind(object).endsWith("Role")) {
                for (var rule : object.path("rules")) {
                    assertThat(rule.fieldNames())
                            .toIterable()
                            .contains("apiGroups", "resources", "verbs")
                            .isSubsetOf("apiGroups", "resources", "resourceNames", "verbs");
                    for (var resource : rule.path("resources")) {
                        allowed.add("%s: %s%s %s"
                                .formatted(
                                        Shipped.kind(object),
                                        resource.asText(),
                                        rule.has("resourceNames") ? texts(rule.path("resourceNames")) : "",
                                        String.join(" ", texts(rule.path("verbs")))));
                    }
                }
            }
        }
        // Every line is reach that an attacker would gain with the operator's token. No Secret is read, nothing
        // cluster-wide on leases, no list of ConfigMaps, no LoadTest made or deleted; a new line needs a reason.
        assertThat(allowed)
                .containsExactlyInAnyOrder(
                        "ClusterRole: loadtests list watch",
                        "ClusterRole: loadtests/status update",
                        "ClusterRole: loadtests/finalizers update",
                        "ClusterRole: loadtestruns get list watch create patch delete", // delete: beyond the history
                        // limits
                        "ClusterRole: loadtestruns/status update",
                        "ClusterRole: loadtestruns/finalizers update",
                        "ClusterRole: jobs get list watch create patch",
                        "ClusterRole: pods list watch",
                        "ClusterRole: pods/log get",
                        "ClusterRole: configmaps get create delete",
                        "ClusterRole: secrets create",
                        "ClusterRole: events list create",
                        "ClusterRole: deployments get",
                        "ClusterRole: statefulsets get",
                        "ClusterRole: rollouts get",
                        "ClusterRole: tokenreviews create",
                        "ClusterRole: subjectaccessreviews create",
                        // Not the operator's: who looks at the demo's results pages.
                        "Role: loadtestruns list",
                        "Role: leases get create update patch",
                        "Role: configmaps[loadtest-operator-pushed-groups] update");
    }

    @Test
    void prometheusAcceptsRemoteWriteWhereTheOperatorSendsIt() {
        var named = Shipped.byName(OBJECTS);
        var arguments =
                texts(named.get("Deployment loadtest-demo/prometheus").at("/spec/template/spec/containers/0/args"));
        var environment =
                named.get("Deployment loadtest-system/loadtest-operator").at("/spec/template/spec/containers/0/env");

        assertThat(arguments).contains("--web.enable-remote-write-receiver");
        assertThat(environment)
                .anySatisfy(variable -> assertThat(variable.path("value").asText())
                        .isEqualTo("http://prometheus.loadtest-demo.svc:9090/api/v1/write"));
        assertThat(named).containsKey("Service loadtest-demo/prometheus");
    }

    @Test
    void prometheusHasTheRules() {
        assertThat(Shipped.byName(OBJECTS)
                        .get("ConfigMap loadtest-demo/prometheus-rules")
                        .path("data")
                        .path("loadtest.rules.yml")
                        .asText())
                .as("k8s/generate makes them equal")
                .isEqualTo(Shipped.read(Shipped.folder("rules/loadtest.rules.yml")));
    }

    /** Nothing that this project's tests run on has a Grafana, so what it would say of a mistake is looked for here. */
    @Test
    void grafanaFindsItsDataSourceItsDashboardsAndTheFirstOfThem() {
        var named = Shipped.byName(OBJECTS);
        var files = named.get("ConfigMap loadtest-demo/grafana").path("data");
        var source =
                Shipped.parse(files.path("datasources.yaml").asText()).get(0).at("/datasources/0");
        var provider =
                Shipped.parse(files.path("dashboards.yaml").asText()).get(0).at("/providers/0");
        var pod = named.get("Deployment loadtest-demo/grafana").at("/spec/template/spec");
        var folder = provider.at("/options/path").asText();

        assertThat(source.path("uid").asText()).isEqualTo("prometheus");
        assertThat(source.path("url").asText()).isEqualTo("http://prometheus:9090");
        assertThat(pod.at("/containers/0/volumeMounts"))
                .anySatisfy(
                        mount -> assertThat(mount.path("mountPath").asText()).isEqualTo(folder))
                .anySatisfy(
                        mount -> assertThat(mount.path("mountPath").asText()).isEqualTo("/etc/grafana/provisioning"));
        assertThat(pod.at("/volumes/0/configMap/items"))
                .extracting(item -> item.path("path").asText())
                .containsExactly("datasources/datasources.yaml", "dashboards/dashboards.yaml");
        assertThat(pod.at("/containers/0/env"))
                .filteredOn(
                        variable -> variable.path("name").asText().equals("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"))
                .singleElement()
                .satisfies(
                        variable -> assertThat(variable.path("value").asText()).isEqualTo(folder + "/load-tests.json"));
    }

    /** kubectl keeps what it applied as JSON in an annotation, and all annotations of an object have 256 KiB. */
    @Test
    void grafanaHasEveryDashboard() {
        var named = Shipped.byName(OBJECTS);
        var mounted = named.get("Deployment loadtest-demo/grafana")
                .at("/spec/template/spec/volumes")
                .findValues("configMap");
        for (var file : Shipped.filesIn(Shipped.folder("dashboards"), ".json")) {
            var name = "dashboard-" + file.getFileName().toString().replaceFirst("\\.json$", "");
            var configMap = named.get("ConfigMap loadtest-demo/" + name);

            assertThat(configMap).as("k8s/generate makes %s", name).isNotNull();
            assertThat(configMap
                            .path("data")
                            .path(file.getFileName().toString())
                            .asText())
                    .as("k8s/generate makes them equal")
                    .isEqualTo(Shipped.read(file));
            assertThat(configMap.toString().getBytes(StandardCharsets.UTF_8).length)
                    .as("bytes of %s", name)
                    .isLessThan(250 << 10);
            assertThat(mounted)
                    .as("the volume of k8s/50-grafana.yaml")
                    .anyMatch(source -> source.path("name").asText().equals(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "crud", "scenarios"})
    void anExampleHoldsTheScriptItself(String example) {
        var objects = Shipped.objectsIn(Shipped.folder("examples/" + example));
        var scripts = objects.get(0);
        var script = objects.get(1).at("/spec/script/configMap");

        assertThat(scripts.at("/metadata/name").asText())
                .isEqualTo(script.path("name").asText());
        var places = new TreeMap<String, String>();
        places.put(script.path("file").asText(), script.path("file").asText());
        script.path("items")
                .forEach(item ->
                        places.put(item.path("key").asText(), item.path("path").asText()));
        assertThat(scripts.path("data").fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(places.keySet());
        places.forEach((key, path) -> assertThat(scripts.path("data").path(key).asText())
                .as("k8s/generate makes %s equal", key)
                .isEqualTo(Shipped.read(Shipped.folder("k6/" + path))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "crud", "lock", "scenarios", "report", "schedules"})
    void anExampleIsNumberedAndSaysHowItEnds(String example) {
        var folder = Shipped.folder("examples/" + example);

        for (var file : Shipped.filesIn(folder)) {
            var object = Shipped.parse(Shipped.read(file)).get(0);
            assertThat(file.getFileName().toString())
                    .matches("\\d\\d\\.%s\\.%s\\.yaml"
                            .formatted(
                                    Shipped.kind(object),
                                    object.at("/metadata/name").asText()));
        }
        assertThat(Shipped.read(folder.resolve("README.md")))
                .containsPattern("Expected verdict: \\*\\*(Passed|Failed|Error|Inconclusive|Aborted)\\*\\*")
                .contains("kubectl apply -f examples/" + example + "/")
                .endsWith("```\n");
    }

    private static List<String> texts(JsonNode array) {
        return new ArrayList<>(StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList());
    }
}
