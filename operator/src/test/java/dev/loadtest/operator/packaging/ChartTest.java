package dev.loadtest.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart, rendered by Helm itself. */
class ChartTest {
    private static final Helm CHART = new Helm(Shipped.folder("helm/loadtest-operator"));
    private static final String DEPLOYMENT = "Deployment loadtest-system/loadtest-operator";
    private static final String POD = "/spec/template/spec";
    private static final String CONTAINER = POD + "/containers/0";

    // What tells releases, versions and owners apart has no meaning without Helm.
    private static final List<String> HELM_LABELS = List.of(
            "app.kubernetes.io/instance", "app.kubernetes.io/version", "app.kubernetes.io/managed-by", "helm.sh/chart");

    @Test
    void lints() {
        var result = CHART.lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages()).noneMatch(line -> line.contains("WARNING"));
    }

    /** The one difference is meant: the URL in k8s/ is that of the Prometheus beside it, which a chart cannot know. */
    @Test
    void makesWhatTheManifestsMake() {
        var shipped = Shipped.filesIn(Shipped.folder("k8s")).stream()
                .filter(file -> file.getFileName().toString().matches("(01|1\\d)-.*"))
                .flatMap(file -> Shipped.parse(Shipped.read(file)).stream())
                .toList();

        var rendered =
                rendered(chart -> chart.set("remoteWriteUrl", "http://prometheus.loadtest-demo.svc:9090/api/v1/write")
                        .set("prometheusQueryUrl", "http://prometheus.loadtest-demo.svc:9090"));

        var wanted = withoutHelm(Shipped.byName(shipped));
        var made = withoutHelm(rendered);
        assertThat(made).containsOnlyKeys(wanted.keySet());
        wanted.forEach((name, object) ->
                assertThat(Shipped.text(made.get(name))).as(name).isEqualTo(Shipped.text(object)));
    }

    @Test
    void everyValueIsInTheSchemaAndHasAnEffect() {
        var values = Shipped.parse(Shipped.read(Shipped.folder("helm/loadtest-operator/values.yaml")))
                .get(0);
        var schema = Shipped.parse(Shipped.read(Shipped.folder("helm/loadtest-operator/values.schema.json")))
                .get(0);
        var templates = new StringBuilder();
        for (var name : List.of(
                "_helpers.tpl",
                "crds.yaml",
                "deployment.yaml",
                "prometheusrule.yaml",
                "rbac.yaml",
                "servicemonitor.yaml")) {
            templates.append(Shipped.read(Shipped.folder("helm/loadtest-operator/templates/" + name)));
        }

        values.properties().forEach(value -> {
            assertThat(schema.path("properties").has(value.getKey()))
                    .as("%s is in the schema", value.getKey())
                    .isTrue();
            assertThat(templates.toString()).contains(".Values." + value.getKey());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "image.tag,                    1.2.3,   /image,                          ghcr.io/loadtest-dev/loadtest-operator:1.2.3",
        "image.repository,             a.b/c,   /image,                          a.b/c:0.1.0",
        "image.repository,             a.b/c,   /env/1/value,                    a.b/c:0.1.0",
        "image.pullPolicy,             Always,  /imagePullPolicy,                Always",
        "remoteWriteUrl,               http://p, /env/0/value,                   http://p",
        "prometheusQueryUrl,           http://p, /env/0/value,                   http://p",
        "reportsBudget,                1Gi,     /env/0/value,                   1Gi",
        "maxRunners,                   40,       /env/0/value,                   40",
        "outboundAllowedHosts[0],      sidecar,  /env/0/value,                   sidecar",
        "logLevel,                     DEBUG,   /env/1/value,                    DEBUG",
        "resultsPages.enabled,         false,   /env/1/value,                    false",
        "resultsPages.authentication,  none,    /env/1/value,                    none",
        "resultsPages.url, https://tests.example.com, /env/1/value, https://tests.example.com",
        "jvmOptions,                   -Xmx1g,  /env/0/value,                    -Xmx1g",
        "resources.limits.memory,      1Gi,     /resources/limits/memory,        1Gi"
    })
    void aValueReachesTheContainer(String value, String to, String place, String expected) {
        var deployment = rendered(chart -> chart.set(value, to)).get(DEPLOYMENT);

        assertThat(deployment.at(CONTAINER + place).asText()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "replicas,                  2,    /spec/replicas,                                     2",
        "nodeSelector.disk,         ssd,  /spec/template/spec/nodeSelector/disk,              ssd",
        "tolerations[0].key,        load, /spec/template/spec/tolerations/0/key,              load",
        "affinity.podAffinity.a,    b,    /spec/template/spec/affinity/podAffinity/a,         b",
        "imagePullSecrets[0].name,  mine, /spec/template/spec/imagePullSecrets/0/name,        mine",
        "serviceAccount.name,       mine, /spec/template/spec/serviceAccountName,             mine"
    })
    void aValueReachesThePod(String value, String to, String place, String expected) {
        var deployment = rendered(chart -> chart.set(value, to)).get(DEPLOYMENT);

        assertThat(deployment.at(place).asText()).isEqualTo(expected);
    }

    @Test
    void tokensAreReviewedOnlyWhereTheyAreAskedFor() {
        assertThat(reviews("resultsPages.authentication", "token"))
                .containsExactly("tokenreviews", "subjectaccessreviews");
        assertThat(reviews("resultsPages.authentication", "none")).isEmpty();
        assertThat(reviews("resultsPages.enabled", "false")).isEmpty();

        var off = rendered(chart -> chart.set("resultsPages.enabled", "false"));
        assertThat(off.get("Service loadtest-system/loadtest-operator").at("/spec/ports"))
                .hasSize(1);
        assertThat(off.get(DEPLOYMENT).at(CONTAINER + "/ports")).hasSize(1);
    }

    private static List<String> reviews(String value, String to) {
        var rules = rendered(chart -> chart.set(value, to))
                .get("ClusterRole -/loadtest-operator")
                .path("rules");
        return StreamSupport.stream(rules.spliterator(), false)
                .map(rule -> rule.at("/resources/0").asText())
                .filter(resource -> resource.endsWith("reviews"))
                .toList();
    }

    @Test
    void withoutAUrlTheOperatorHasNone() {
        var deployment = rendered(UnaryOperator.identity()).get(DEPLOYMENT);

        assertThat(deployment.at(CONTAINER + "/env"))
                .noneMatch(variable -> variable.path("name").asText().contains("REMOTE_WRITE"));
    }

    @Test
    void anAccountThatExistsGetsThePermissions() {
        var rendered =
                rendered(chart -> chart.set("serviceAccount.create", "false").set("serviceAccount.name", "mine"));

        assertThat(rendered.keySet()).noneMatch(name -> name.startsWith("ServiceAccount "));
        assertThat(rendered.get("ClusterRoleBinding -/loadtest-operator")
                        .at("/subjects/0/name")
                        .asText())
                .isEqualTo("mine");
        assertThat(rendered.get("RoleBinding loadtest-system/loadtest-operator-leader")
                        .at("/subjects/0/name")
                        .asText())
                .isEqualTo("mine");
    }

    @Test
    void crdsStayWhenTheReleaseGoesAndCanBeLeftOut() {
        assertThat(rendered(UnaryOperator.identity()).values().stream()
                        .filter(object -> Shipped.kind(object).equals("CustomResourceDefinition")))
                .hasSize(2)
                .allSatisfy(crd -> assertThat(crd.at("/metadata/annotations/helm.sh~1resource-policy")
                                .asText())
                        .isEqualTo("keep"));
        assertThat(rendered(chart -> chart.set("crds.install", "false")).keySet())
                .noneMatch(name -> name.startsWith("CustomResourceDefinition "));
    }

    @Test
    void theServiceMonitorSelectsTheService() {
        assertThat(rendered(UnaryOperator.identity()).keySet()).noneMatch(name -> name.startsWith("ServiceMonitor "));

        var rendered = rendered(chart -> chart.set("serviceMonitor.enabled", "true")
                .set("serviceMonitor.labels.release", "prom")
                .set("serviceMonitor.interval", "10s"));

        var monitor = rendered.get("ServiceMonitor loadtest-system/loadtest-operator");
        assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prom");
        assertThat(monitor.at("/spec/endpoints/0/interval").asText()).isEqualTo("10s");
        var labels = rendered.get("Service loadtest-system/loadtest-operator").at("/metadata/labels");
        assertThat(monitor.at("/spec/endpoints/0/honorLabels").asBoolean()).isTrue();
        monitor.at("/spec/selector/matchLabels").properties().forEach(label -> assertThat(labels.path(label.getKey()))
                .isEqualTo(label.getValue()));
    }

    @Test
    void thePrometheusRuleIsTheRulesFile() {
        assertThat(rendered(UnaryOperator.identity()).keySet()).noneMatch(name -> name.startsWith("PrometheusRule "));

        var rendered = rendered(
                chart -> chart.set("prometheusRule.enabled", "true").set("prometheusRule.labels.release", "prom"));

        var rule = rendered.get("PrometheusRule loadtest-system/loadtest-operator");
        assertThat(rule.at("/metadata/labels/release").asText()).isEqualTo("prom");
        assertThat(rule.path("spec"))
                .isEqualTo(Shipped.parse(Shipped.read(Shipped.folder("rules/loadtest.rules.yml")))
                        .get(0));
    }

    @Test
    void twoReleasesDoNotShareNames() {
        var names =
                Shipped.byName(Shipped.parse(template("mine", "there").call())).keySet();

        assertThat(names)
                .contains("ClusterRole -/mine-loadtest-operator", "Deployment there/mine-loadtest-operator")
                .doesNotContain("ClusterRole -/loadtest-operator");
    }

    @ParameterizedTest
    @CsvSource({
        "replica, 2, replica",
        "logLevel, LOUD, logLevel",
        "remoteWriteUrl, prometheus:9090, remoteWriteUrl",
        "prometheusQueryUrl, prometheus:9090, prometheusQueryUrl",
        "replicas, many, replicas",
        "resultsPages.authentication, password, authentication",
        "image.digest, abc, digest",
        "serviceAccount.create, false, name"
    })
    void refusesAValueThatWouldHaveNoEffect(String value, String to, String named) {
        assertThatThrownBy(() -> rendered(chart -> chart.set(value, to))).hasMessageContaining(named);
    }

    private static Map<String, JsonNode> rendered(UnaryOperator<TemplateCommand> values) {
        return Shipped.byName(Shipped.parse(
                values.apply(template("loadtest-operator", "loadtest-system")).call()));
    }

    private static TemplateCommand template(String release, String namespace) {
        // Without a cluster Helm takes Kubernetes to be of version 1.20, which the chart refuses.
        return CHART.template().withName(release).withNamespace(namespace).withKubeVersion("1.34.0");
    }

    private static Map<String, JsonNode> withoutHelm(Map<String, JsonNode> objects) {
        var bare = new TreeMap<String, JsonNode>();
        objects.forEach((name, object) -> {
            JsonNode copy = object.deepCopy();
            Stream.of(
                            "/metadata/labels",
                            "/spec/selector",
                            "/spec/selector/matchLabels",
                            "/spec/template/metadata/labels")
                    .map(copy::at)
                    .filter(JsonNode::isObject)
                    .forEach(labels -> ((ObjectNode) labels).remove(HELM_LABELS));
            dropIfEmpty(copy, "/metadata", "labels");
            if (copy.at("/metadata/annotations") instanceof ObjectNode annotations) {
                annotations.remove("helm.sh/resource-policy");
            }
            dropIfEmpty(copy, "/metadata", "annotations");
            bare.put(name, copy);
        });
        return bare;
    }

    private static void dropIfEmpty(JsonNode object, String parent, String field) {
        if (object.at(parent) instanceof ObjectNode node
                && node.path(field).isObject()
                && node.path(field).isEmpty()) {
            node.remove(field);
        }
    }
}
