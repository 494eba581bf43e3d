package dev.loadtest.operator;

import dev.loadtest.operator.runner.RunnerSettings;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
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
    RunnerSettings runners(
            @ConfigProperty(name = "loadtest.prometheus.remote-write-url") Optional<String> remoteWriteUrl) {
        return new RunnerSettings(remoteWriteUrl);
    }

    /** Short enough that a run in its start is not lost to a restart of the operator. */
    @Produces
    @Singleton
    LeaderElectionConfiguration leaderElection() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration("loadtest-operator")
                .withLeaseDuration(Duration.ofSeconds(10))
                .withRenewDeadline(Duration.ofSeconds(7))
                .withRetryPeriod(Duration.ofSeconds(2))
                .build();
    }
}
