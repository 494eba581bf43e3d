package dev.loadtest.operator.delivery;

import dev.loadtest.api.LoadTest;
import dev.loadtest.api.PrometheusOutput;
import dev.loadtest.api.PushgatewayOutput;
import dev.loadtest.operator.delivery.Pushgateway.Group;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.runtime.Shutdown;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Which groups were pushed, in a ConfigMap beside the operator, and their removal when their LoadTest has gone. It is looked at what is there and
 * not at deletions, so one that nobody saw counts as well, and no LoadTest waits for it.
 */
@ApplicationScoped
class PushedGroups {
    private static final Logger LOG = Logger.getLogger(PushedGroups.class);
    static final String CONFIG_MAP = "loadtest-operator-pushed-groups";
    private static final Duration PACE = Duration.ofSeconds(30);
    /** Two hours; then the group stays, and so does whoever runs the Pushgateway. */
    private static final int MOST_TRIES = 240;
    /** A ConfigMap holds a mebibyte. */
    private static final int MOST_GROUPS = 2_000;

    private final KubernetesClient client;
    private final Pushgateway pushgateway;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "pushed-groups");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Group> noted = ConcurrentHashMap.newKeySet();
    private final Map<Group, Integer> tries = new HashMap<>();

    PushedGroups(KubernetesClient client, Pushgateway pushgateway) {
        this.client = client;
        this.pushgateway = pushgateway;
    }

    @Startup
    void begin() {
        scheduler.scheduleWithFixedDelay(this::sweep, PACE.toMillis(), PACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Shutdown
    void end() {
        scheduler.shutdownNow();
    }

    /** Remembers a group, before something is pushed to it. */
    void note(Group group) {
        if (noted.contains(group)) {
            return;
        }
        var key = key(group);
        var stored = stored();
        var groups = new HashMap<>(groups(stored));
        var before = Optional.ofNullable(groups.put(key, group.url()));
        before.filter(url -> !url.equals(group.url()))
                .ifPresent(url -> pushgateway.delete(new Group(url, group.namespace(), group.loadTest())));
        if (groups.size() <= MOST_GROUPS && !before.equals(Optional.of(group.url()))) {
            store(stored, groups);
        }
        noted.removeIf(other -> key(other).equals(key));
        noted.add(group);
    }

    private void sweep() {
        try {
            var stored = stored();
            for (var entry : groups(stored).entrySet()) {
                var group = group(entry.getKey(), entry.getValue());
                if (!isWanted(group)) {
                    remove(group);
                }
            }
        } catch (RuntimeException e) {
            LOG.debug("groups of LoadTests that have gone are looked for again", e);
        }
    }

    /** By a list, which needs no right beyond those that the operator has. */
    private boolean isWanted(Group group) {
        return client
                .resources(LoadTest.class)
                .inNamespace(group.namespace())
                .withField("metadata.name", group.loadTest())
                .list()
                .getItems()
                .stream()
                .map(loadTest -> Optional.ofNullable(loadTest.getSpec().prometheus())
                        .map(PrometheusOutput::pushgateway)
                        .map(PushgatewayOutput::url))
                .anyMatch(Optional.of(group.url())::equals);
    }

    private void remove(Group group) {
        var tried = tries.merge(group, 1, Integer::sum);
        var push = pushgateway.delete(group).join(); // on a thread of its own
        if (push.reason() != PushReason.PUSHED && tried < MOST_TRIES) {
            return;
        }
        if (push.reason() != PushReason.PUSHED) {
            LOG.warnf("the group of %s in %s stays: %s", key(group), group.url(), push.words());
        }
        tries.remove(group);
        noted.remove(group);
        var stored = stored();
        var groups = new HashMap<>(groups(stored));
        if (groups.remove(key(group), group.url())) {
            store(stored, groups);
        }
    }

    private Optional<ConfigMap> stored() {
        return Optional.ofNullable(client.configMaps()
                .inNamespace(client.getNamespace())
                .withName(CONFIG_MAP)
                .get());
    }

    private static Map<String, String> groups(Optional<ConfigMap> stored) {
        return stored.map(ConfigMap::getData).orElse(Map.of());
    }

    /**
     * With the resource version that it was read with.
     *
     * @throws KubernetesClientException when somebody else was faster; then it is done again
     */
    private void store(Optional<ConfigMap> before, Map<String, String> groups) {
        var changed = new ConfigMapBuilder(before.orElseGet(() -> new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(CONFIG_MAP)
                        .withNamespace(client.getNamespace())
                        .endMetadata()
                        .build()))
                .withData(groups)
                .build();
        if (before.isPresent()) {
            client.resource(changed).update();
        } else {
            client.resource(changed).create();
        }
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
