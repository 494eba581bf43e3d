package dev.loadtest.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import dev.loadtest.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Helm and a real API server take the chart. No replica runs: what the operator does is tested elsewhere. */
class ChartIT {
    @RegisterExtension
    static final TestNamespace NAMESPACE = new TestNamespace();

    private static final Helm CHART = new Helm(Shipped.folder("helm/loadtest-operator"));

    private KubernetesClient client;
    private String kubeconfig;
    private String release;
    private String name;

    @BeforeEach
    void nameTheRelease() {
        client = NAMESPACE.client();
        kubeconfig = kubeconfigOf(client.getConfiguration());
        // The namespace's name is nobody else's, so neither are the cluster-wide objects'.
        release = NAMESPACE.name();
        name = release + "-loadtest-operator";
    }

    @AfterEach
    void uninstall() {
        Helm.uninstall(release)
                .withNamespace(release)
                .withKubeConfigContents(kubeconfig)
                .ignoreNotFound()
                .call();
    }

    @Test
    void isInstalledUpgradedAndRemoved() {
        var installed = install().call();

        assertThat(installed.getStatus()).isEqualTo("deployed");
        assertThat(client.apps().deployments().withName(name).get()).isNotNull();
        assertThat(client.services().withName(name).get()).isNotNull();
        assertThat(client.serviceAccounts().withName(name).get()).isNotNull();
        assertThat(client.rbac().clusterRoles().withName(name).get()).isNotNull();
        assertThat(client.rbac().roles().withName(name + "-leader").get()).isNotNull();

        var upgraded = CHART.upgrade()
                .withName(release)
                .withNamespace(release)
                .withKubeConfigContents(kubeconfig)
                .set("crds.install", "false")
                .set("replicas", "0")
                .set("logLevel", "DEBUG")
                .call();

        assertThat(upgraded.getStatus()).isEqualTo("deployed");
        assertThat(upgraded.getRevision()).isEqualTo("2");

        Helm.uninstall(release)
                .withNamespace(release)
                .withKubeConfigContents(kubeconfig)
                .call();

        assertThat(client.apps().deployments().withName(name).get()).isNull();
        assertThat(client.rbac().clusterRoles().withName(name).get()).isNull();
        assertThat(client.rbac().clusterRoleBindings().withName(name).get()).isNull();
        assertThat(client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .list()
                        .getItems())
                .extracting(crd -> crd.getMetadata().getName())
                .containsAll(Set.of("loadtests.loadtest.dev", "loadtestruns.loadtest.dev"));
    }

    /** A Deployment whose pods are refused is accepted all the same. */
    @Test
    void thePodsOfTheDeploymentAreAdmittedWhereTheStandardIsRestricted() {
        client.namespaces().withName(release).edit(namespace -> {
            namespace.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce", "restricted");
            return namespace;
        });
        install().call();
        var template =
                client.apps().deployments().withName(name).get().getSpec().getTemplate();

        var pod = new PodBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withName("admitted")
                        .withNamespace(release)
                        .build())
                .withSpec(template.getSpec())
                .build();

        assertThat(client.resource(pod).dryRun().create()).isNotNull();
    }

    /** Helm reads only files of its own kind, and the client keeps what it read from one. */
    private static String kubeconfigOf(Config config) {
        // @formatter:off
        return Serialization.asYaml(new ConfigBuilder()
                .addNewCluster()
                    .withName("test")
                    .withNewCluster()
                        .withServer(config.getMasterUrl())
                        .withCertificateAuthorityData(config.getCaCertData())
                    .endCluster()
                .endCluster()
                .addNewUser()
                    .withName("test")
                    .withNewUser()
                        .withClientCertificateData(config.getClientCertData())
                        .withClientKeyData(config.getClientKeyData())
                        .withToken(config.getAutoOAuthToken())
                    .endUser()
                .endUser()
                .addNewContext()
                    .withName("test")
                    .withNewContext().withCluster("test").withUser("test").endContext()
                .endContext()
                .withCurrentContext("test")
                .build());
        // @formatter:on
    }

    private InstallCommand install() {
        return CHART.install()
                .withName(release)
                .withNamespace(release)
                .withKubeConfigContents(kubeconfig)
                // The tests' own CRDs are there, which Helm would not take over.
                .set("crds.install", "false")
                .set("replicas", "0");
    }
}
