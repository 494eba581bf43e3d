package dev.loadtest.operator.telemetry;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jboss.logging.Logger;

/** Kubernetes events about what has happened to an object, each once: the name is made of the object, the reason and what else tells it apart. */
@ApplicationScoped
public class Announcements {
    private static final Logger LOG = Logger.getLogger(Announcements.class);

    private final KubernetesClient client;
    private final Clock clock;

    public Announcements(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** The two types of event that Kubernetes knows. */
    public enum Kind {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** An event that cannot be written is only missed: nothing depends on it. */
    public void announce(HasMetadata about, Kind kind, String reason, String message) {
        announce(about, kind, reason, "", message);
    }

    /** The same for what happens more than once to an object: {@code key} tells one from the other. */
    public void announce(HasMetadata about, Kind kind, String reason, String key, String message) {
        var metadata = about.getMetadata();
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        // @formatter:off
        var event = new EventBuilder()
                .withNewMetadata()
                    .withName("%s.%s.%s%s".formatted(
                            metadata.getName(),
                            metadata.getUid().substring(0, 8),
                            reason.toLowerCase(Locale.ROOT),
                            key.isEmpty() ? "" : "." + key))
                    .withNamespace(metadata.getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                    .withApiVersion(about.getApiVersion())
                    .withKind(about.getKind())
                    .withName(metadata.getName())
                    .withNamespace(metadata.getNamespace())
                    .withUid(metadata.getUid())
                .endInvolvedObject()
                .withType(kind.word)
                .withReason(reason)
                .withMessage(message)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withReportingComponent("loadtest-operator")
                .withNewSource().withComponent("loadtest-operator").endSource()
                .build();
        // @formatter:on
        try {
            client.v1()
                    .events()
                    .inNamespace(metadata.getNamespace())
                    .resource(event)
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                LOG.debugf(e, "event %s about %s was not written", reason, metadata.getName());
            }
        }
    }
}
