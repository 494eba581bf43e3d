package dev.loadtest.operator;

import dev.loadtest.operator.artifact.ReportArchive;
import dev.loadtest.operator.delivery.DeliverySettings;
import dev.loadtest.operator.queue.QueueSettings;
import dev.loadtest.operator.runner.RunnerSettings;
import dev.loadtest.operator.web.KeptReports;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the operator's environment says, as the values that its parts ask for. */
class Settings {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    KeptReports keptReports(ReportArchive archive) {
        return archive::of;
    }

    @Produces
    @Singleton
    RunnerSettings runners(
            @ConfigProperty(name = "loadtest.prometheus.remote-write-url") Optional<String> remoteWriteUrl) {
        return new RunnerSettings(remoteWriteUrl);
    }

    @Produces
    @Singleton
    QueueSettings queue(@ConfigProperty(name = "loadtest.max-runners") Optional<Integer> maxRunners) {
        return new QueueSettings(maxRunners);
    }

    @Produces
    @Singleton
    DeliverySettings deliveries(
            @ConfigProperty(name = "loadtest.prometheus.query-url") Optional<String> queryUrl,
            @ConfigProperty(name = "loadtest.operator.image") Optional<String> image) {
        return new DeliverySettings(queryUrl, image);
    }
}
