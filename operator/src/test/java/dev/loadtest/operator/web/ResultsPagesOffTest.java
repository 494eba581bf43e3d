package dev.loadtest.operator.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What the two settings do that the chart only hands on: no pages at all, and pages for whoever reaches them. */
@QuarkusTest
@TestProfile(ResultsPagesOffTest.OffAndForAnybody.class)
class ResultsPagesOffTest {
    public static class OffAndForAnybody extends ResultsPagesTest.WithoutACluster {
        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<>(super.getConfigOverrides());
            settings.put("loadtest.results-pages.enabled", "false");
            settings.put("loadtest.results-pages.authentication", "none");
            settings.put("quarkus.http.test-port", free());
            settings.put("quarkus.management.test-port", free());
            settings.put("quarkus.arc.exclude-types", FixedData.Honest.class.getName());
            return settings;
        }
    }

    @ConfigProperty(name = "quarkus.http.test-port")
    int pages;

    @ConfigProperty(name = "quarkus.management.test-port")
    int probes;

    @Inject
    Viewer.Door door;

    @Test
    void nothingListensThereAndProbesAreAnswered() throws IOException {
        assertThatThrownBy(() -> new Socket("localhost", pages)).isInstanceOf(ConnectException.class);
        try (var probe = new Socket("localhost", probes)) {
            assertThat(probe.isConnected()).isTrue();
        }
    }

    @Test
    void whoeverReachesThemSeesEveryNamespace() {
        assertThat(door.open(Optional.empty()).orElseThrow().sees("anywhere")).isTrue();
    }

    private static String free() {
        try (var socket = new ServerSocket(0)) {
            return String.valueOf(socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
