package dev.loadtest.operator.delivery;

import dev.loadtest.operator.delivery.Pushgateway.Group;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The groups that were pushed to, at most one for each LoadTest, in a ConfigMap beside the operator. Only the operator that leads writes it, so it
 * is read once.
 */
@ApplicationScoped
class NotedGroups {
    static final String CONFIG_MAP = "loadtest-operator-pushed-groups";
    /** A ConfigMap holds a mebibyte. */
    private static final int MOST_GROUPS = 2_000;

    private final KubernetesClient client;
    private Optional<ConfigMap> stored = Optional.empty();
    private boolean read;

    NotedGroups(KubernetesClient client) {
        this.client = client;
    }

    synchronized List<Group> all() {
        return urls().entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue()))
                .toList();
    }

    synchronized void add(Group group) {
        var urls = new HashMap<>(urls());
        var before = urls.put(key(group), group.url());
        if (urls.size() <= MOST_GROUPS && !group.url().equals(before)) {
            store(urls);
        }
    }

    synchronized void remove(Group group) {
        var urls = new HashMap<>(urls());
        if (urls.remove(key(group), group.url())) {
            store(urls);
        }
    }

    private Map<String, String> urls() {
        if (!read) {
            stored = Optional.ofNullable(client.configMaps()
                    .inNamespace(client.getNamespace())
                    .withName(CONFIG_MAP)
                    .get());
            read = true;
        }
        return stored.map(ConfigMap::getData).orElse(Map.of());
    }

    /**
     * With the resource version that it was read with.
     *
     * @throws KubernetesClientException when somebody else was faster; then it is read again, and done again
     */
    private void store(Map<String, String> urls) {
        var changed = new ConfigMapBuilder(stored.orElseGet(() -> new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(CONFIG_MAP)
                        .withNamespace(client.getNamespace())
                        .endMetadata()
                        .build()))
                .withData(urls)
                .build();
        read = false;
        stored = Optional.of(
                stored.isPresent()
                        ? client.resource(changed).update()
                        : client.resource(changed).create());
        read = true;
    }

    private static String key(Group group) {
        return group.namespace() + "." + group.loadTest();
    }

    /** Neither name has a dot. */
    private static Group group(String key, String url) {
        var names = List.of(key.split("\\.", 2));
        return new Group(url, names.get(0), names.get(1));
    }
}
