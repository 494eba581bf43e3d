package dev.loadtest.operator;

import dev.loadtest.operator.telemetry.Leading;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * One operator works, others wait. Times are as short as can be, since runs go on while nobody looks after them; but a machine that stands
 * still for some seconds has not lost its operator.
 */
@Singleton
class Leadership implements Leading {
    private static final Logger LOG = Logger.getLogger(Leadership.class);
    private static final String LEASE = "loadtest-operator";
    /** The framework closes the client when the application stops; it renews the lease every 2 s, so hardly in between. */
    private static final int BEFORE_THE_FRAMEWORK = Interceptor.Priority.PLATFORM_BEFORE;

    /** The pod's name: a container that is started again in it finds the lease its own, and need not wait until it runs out. */
    private final String identity =
            Optional.ofNullable(System.getenv("HOSTNAME")).orElseGet(() -> "operator-" + UUID.randomUUID());

    private final KubernetesClient client;
    private volatile boolean leading;
    private volatile boolean stopping;

    Leadership(KubernetesClient client) {
        this.client = client;
    }

    @Produces
    @Singleton
    LeaderElectionConfiguration configuration() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withIdentity(identity)
                .withLeaseDuration(Duration.ofSeconds(20))
                .withRenewDeadline(Duration.ofSeconds(16))
                .withRetryPeriod(Duration.ofSeconds(2))
                .withLeaderCallbacks(new LeaderCallbacks(() -> leading = true, this::leadershipLost, leader -> {}))
                .build();
    }

    /** Outside of production there is no election, and so nobody else. */
    @Override
    public boolean leads() {
        return leading || !LaunchMode.current().isProduction();
    }

    /** Another operator may be at work by now: whatever this one still has in hand must not reach the cluster. */
    private void leadershipLost() {
        if (!stopping) {
            LOG.error("lost the lease; ending, to wait for it again");
            Runtime.getRuntime().halt(1);
        }
    }

    /** The framework keeps the lease until it runs out; the next operator need not wait for that. */
    void release(@Observes @Priority(BEFORE_THE_FRAMEWORK) ShutdownEvent event) {
        stopping = true;
        if (!LaunchMode.current().isProduction()) {
            return;
        }
        try {
            var leases = client.leases().inNamespace(client.getNamespace());
            var lease = leases.withName(LEASE).get();
            if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
                lease.getSpec().setHolderIdentity("");
                leases.resource(lease).update();
            }
        } catch (RuntimeException e) {
            LOG.debug("the lease was not released and will run out", e);
        }
    }
}
