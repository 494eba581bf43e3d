package dev.loadtest.operator.web;

import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The setting that says who may look. */
class Access {
    /** How somebody proves who he is. */
    enum Authentication {
        /** Not at all: whoever reaches the port sees everything. */
        NONE,
        /** By a token of Kubernetes. */
        TOKEN
    }

    @Produces
    @Singleton
    Viewer.Door door(
            @ConfigProperty(name = "loadtest.results-pages.authentication", defaultValue = "token")
                    Authentication authentication,
            KubernetesClient client) {
        return switch (authentication) {
            case NONE -> anybody -> Optional.of(namespace -> true);
            case TOKEN -> new Tokens(client);
        };
    }
}
