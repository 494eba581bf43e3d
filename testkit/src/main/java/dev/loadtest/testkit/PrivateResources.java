package dev.loadtest.testkit;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The project's CRDs under an API group of their own, in a namespace of their own. An operator that runs in the same cluster does
 * not see these resources, so nothing runs and nobody else writes their status.
 */
public final class PrivateResources implements BeforeAllCallback, AfterAllCallback {

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

    /**
     * A client for which these are the project's own types: it says another group to the API server. Its default namespace is theirs; whoever asks
     * closes it.
     *
     * @param beforeWrite is called before anything is made into what can be sent; what it throws comes out of the client
     */
    public KubernetesClient typedClient(Runnable beforeWrite) {
        var config = TestCluster.config();
        config.setNamespace(namespace.name());
        var translation = new KubernetesSerialization() {
            @Override
            public <T> String asJson(T object) {
                beforeWrite.run();
                return super.asJson(object).replace(quoted(GROUP), quoted(ownGroup));
            }
        };
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(translation)
                .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("group", new OwnGroup()))
                .build();
    }

    private final class OwnGroup implements Interceptor {
        @Override
        public void before(BasicBuilder request, HttpRequest seen, RequestTags tags) {
            request.uri(URI.create(seen.uri().toString().replace("/apis/" + GROUP + "/", "/apis/" + ownGroup + "/")));
        }
    }

    private static String quoted(String group) {
        return "\"" + group + "/v1alpha1\"";
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
        return Serialization.unmarshal(json.replace(quoted(from), quoted(to)), type);
    }
}
