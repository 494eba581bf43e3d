package dev.loadtest.operator.delivery;

import dev.loadtest.operator.delivery.Pushgateway.Group;
import dev.loadtest.operator.telemetry.Leading;
import io.quarkus.runtime.Shutdown;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The groups that were pushed to, and their removal when their LoadTest has gone. It is looked at what is there and not at deletions, so one that
 * nobody saw counts as well, and no LoadTest waits for it.
 */
@ApplicationScoped
class PushedGroups {
    private static final Logger LOG = Logger.getLogger(PushedGroups.class);
    private static final Duration PACE = Duration.ofSeconds(30);
    /** Two hours; then the group stays, and so does whoever runs the Pushgateway. */
    static final int MOST_TRIES = 240;

    private final NotedGroups noted;
    private final KnownLoadTests loadTests;
    private final Leading leading;
    private final Pushgateway pushgateway;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "pushed-groups");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<Group, Integer> tries = new HashMap<>();

    PushedGroups(NotedGroups noted, KnownLoadTests loadTests, Leading leading, Pushgateway pushgateway) {
        this.noted = noted;
        this.loadTests = loadTests;
        this.leading = leading;
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

    /** Remembers a group, before something is pushed to it. One of the same LoadTest at another Pushgateway goes. */
    void note(Group group) {
        noted.all().stream()
                .filter(other -> other.isOfTheSame(group) && !other.equals(group))
                .forEach(pushgateway::delete);
        noted.add(group);
    }

    /** Whoever leads has the LoadTests in memory, all of them. */
    void sweep() {
        if (!leading.leads()) {
            return;
        }
        try {
            noted.all().stream().filter(group -> !isWanted(group)).forEach(this::remove);
        } catch (RuntimeException e) {
            LOG.debug("groups of LoadTests that have gone are looked for again", e);
        }
    }

    private boolean isWanted(Group group) {
        return loadTests
                .loadTest(group.namespace(), group.loadTest())
                .flatMap(Group::of)
                .equals(Optional.of(group));
    }

    private void remove(Group group) {
        var tried = tries.merge(group, 1, Integer::sum);
        var push = pushgateway.delete(group).join(); // on a thread of its own
        if (push.reason() != PushReason.PUSHED && tried < MOST_TRIES) {
            return;
        }
        if (push.reason() != PushReason.PUSHED) {
            LOG.warnf(
                    "the group of %s.%s in %s stays: %s",
                    group.namespace(), group.loadTest(), group.url(), push.words());
        }
        tries.remove(group);
        noted.remove(group);
    }
}
