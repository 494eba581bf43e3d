package dev.loadtest.testkit;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A namespace of its own for a test class, which takes only restricted pods, on the {@link TestCluster} with the project's CRDs, removed when the class is done.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestNamespace NAMESPACE = new TestNamespace();
 * }</pre>
 */
public final class TestNamespace implements BeforeAllCallback, AfterAllCallback {

    private static final String MANAGED_BY = "loadtest-testkit";
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private KubernetesClient client;
    private String name;

    /** A client whose default namespace is this one. */
    public KubernetesClient client() {
        return client;
    }

    public String name() {
        return name;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        client = TestCluster.connect();
        TestCluster.applyCrds(client);
        var prefix = context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT);
        // @formatter:off
        name = client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                            .withGenerateName(prefix.substring(0, Math.min(40, prefix.length())) + "-")
                            .addToLabels("app.kubernetes.io/managed-by", MANAGED_BY)
                            .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
        // @formatter:on
        client.getConfiguration().setNamespace(name);
        // Without them no pod can be made yet.
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> client.serviceAccounts().withName("default").get() != null
                        && client.configMaps().withName("kube-root-ca.crt").get() != null);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (client == null) {
            return;
        }
        if (name != null) {
            client.namespaces().withName(name).delete();
        }
        client.close();
    }
}
