package dev.loadtest.testkit;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The project's CRDs under an API group of their own, in a namespace of their own. An operator that runs in the same cluster does
 * not see these resources, so nothing runs and nobody else writes their status.
 */
final class PrivateResources implements BeforeAllCallback, AfterAllCallback {

    private static final String GROUP = "loadtest.dev";

    private final String ownGroup = "t" + UUID.randomUUID().toString().substring(0, 8) + "." + GROUP;
    private final TestNamespace namespace = new TestNamespace();

    @Override
    public void beforeAll(ExtensionContext context) {
        namespace.beforeAll(context);
        TestCluster.crds()
                .map(crd -> crd.replace(GROUP, ownGroup))
                .forEach(crd -> TestCluster.applyCrd(namespace.client(), crd));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (namespace.client() != null) {
            TestCluster.crds()
                    .map(crd -> crd.replace(GROUP, ownGroup))
                    .forEach(crd -> namespace.client().resource(crd).delete());
        }
        namespace.afterAll(context);
    }

    KubernetesClient client() {
        return namespace.client();
    }

    /** The resource under the group of its own. */
    Resource<GenericKubernetesResource> resource(HasMetadata resource) {
        return client().resource(inGroup(resource, GROUP, ownGroup, GenericKubernetesResource.class));
    }

    /** A resource of these as the project's own type. */
    <T extends HasMetadata> T typed(GenericKubernetesResource resource, Class<T> type) {
        return inGroup(resource, ownGroup, GROUP, type);
    }

    ResourceDefinitionContext runs() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(ownGroup)
                .withVersion("v1alpha1")
                .withKind("LoadTestRun")
                .withPlural("loadtestruns")
                .withNamespaced(true)
                .build();
    }

    private static <T> T inGroup(HasMetadata resource, String from, String to, Class<T> type) {
        var json = Serialization.asJson(resource);
        return Serialization.unmarshal(json.replace("\"" + from + "/v1alpha1\"", "\"" + to + "/v1alpha1\""), type);
    }
}
