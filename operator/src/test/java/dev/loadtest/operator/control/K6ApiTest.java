package dev.loadtest.operator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loadtest.k6.LiveMetric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class K6ApiTest {
    private final FakeK6 k6 = FakeK6.on("127.0.0.1");
    private final K6Api api = new K6Api(k6.port());

    @AfterEach
    void stop() {
        k6.close();
    }

    @Test
    void readsTheStatus() {
        k6.is(7, false, 3);

        assertThat(api.status(k6.address()).join()).isEqualTo(new K6Status(7, false, false, 3, 10));
    }

    @Test
    void onlyWhoIsPausedBeforeTheRunIsAtTheBarrier() {
        assertThat(api.status(k6.address()).join().atBarrier()).isTrue();
        k6.is(4, false, 0);
        assertThat(api.status(k6.address()).join().atBarrier()).isFalse();
        k6.is(7, true, 3);
        assertThat(api.status(k6.address()).join().atBarrier()).isFalse();
    }

    @Test
    void resumesWithoutTouchingAnythingElse() {
        api.resume(k6.address()).join();

        assertThat(k6.patches())
                .containsExactly(
                        "{\"data\":{\"type\":\"status\",\"id\":\"default\",\"attributes\":{\"paused\":false}}}");
    }

    @Test
    void stopsWithoutTouchingAnythingElse() {
        api.stop(k6.address()).join();

        assertThat(k6.patches())
                .containsExactly(
                        "{\"data\":{\"type\":\"status\",\"id\":\"default\",\"attributes\":{\"stopped\":true}}}");
    }

    @Test
    void anAnswerThatIsNoStatusIsAFailure() {
        k6.answersWith(500, "test is not paused");
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> api.resume(k6.address()).join())
                .withCauseInstanceOf(IllegalStateException.class)
                .withMessageContaining("500")
                .withMessageContaining("test is not paused");

        k6.answersWith(200, "<html>");
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> api.status(k6.address()).join())
                .withCauseInstanceOf(UncheckedIOException.class);
    }

    @Test
    void callsSetupAndTellsItsDataOrItsError() {
        k6.returnsFromSetup("{\"a\":[1,null]}");
        assertThat(api.callSetup(k6.address()).join()).isEqualTo(SetupReply.data(Optional.of("{\"a\":[1,null]}")));

        k6.failsInSetup("Error: \"x\"\n\tat setup (file:///t.js:1:2(3))\n");
        assertThat(api.callSetup(k6.address()).join())
                .isEqualTo(SetupReply.error("Error: \"x\"\n\tat setup (file:///t.js:1:2(3))\n"));
    }

    @Test
    void givesAndReadsSetupData() {
        api.giveSetupData(k6.address(), BodyPublishers.ofString("{\"a\":1}")).join();
        assertThat(api.setupData(k6.address()).join()).contains("{\"a\":1}");

        api.giveSetupData(k6.address(), BodyPublishers.noBody()).join();
        assertThat(api.setupData(k6.address()).join()).isEmpty();
    }

    @Test
    void readsAMetricWhateverItsName() {
        var name = "http_req_duration{url:http://x/y?z=1 a+b%}";
        k6.measures(name, "rate", "{\"rate\":0.5}", "false");

        assertThat(api.metric(k6.address(), name, true).join())
                .contains(new LiveMetric(LiveMetric.Type.RATE, Map.of("rate", 0.5), false));
    }

    @Test
    void aMetricWithoutSamplesIsMissing() {
        assertThat(api.metric(k6.address(), "checks", false).join()).isEmpty();

        k6.measures("checks", "rate", "{\"rate\":0}", "null");
        assertThat(api.metric(k6.address(), "checks", true).join()).isEmpty();
        assertThat(api.metric(k6.address(), "checks", false).join()).isPresent();
        k6.measures("checks", "rate", "{\"rate\":0}", "true");
        assertThat(api.metric(k6.address(), "checks", true).join()).isPresent();
        k6.measures("checks", "rate", "{\"rate\":0.5}", "null");
        assertThat(api.metric(k6.address(), "checks", true).join()).isPresent();
    }

    @Test
    void anAnswerWhoseRestDoesNotComeIsAFailure() {
        var impatient = new K6Api(k6.port(), Duration.ofMillis(100));
        k6.stopsHalfWay();

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> impatient.status(k6.address()).join())
                .withCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void whoSaysTooMuchIsNotListenedTo() {
        k6.answersWith(200, " ".repeat(70_000));

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> api.status(k6.address()).join())
                .withCauseInstanceOf(IOException.class)
                .withMessageContaining("65536 bytes");
    }

    @Test
    void setupDataMayBeLargeButNotWithoutBounds() {
        k6.returnsFromSetup("\"" + "x".repeat(1_100_000) + "\"");
        assertThat(api.callSetup(k6.address()).join().data()).isPresent();
        assertThat(api.setupData(k6.address()).join()).isPresent();

        k6.returnsFromSetup("\"" + "x".repeat(1_300_000) + "\"");
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> api.callSetup(k6.address()).join())
                .matches(LimitedBody::wasTooLarge);
    }

    @Test
    void readsTheCpuTimeOfTheProcess() {
        k6.hasUsedCpu(12.5);

        assertThat(api.cpuSeconds(k6.address()).join()).hasValue(12.5);
    }

    @Test
    void packetsThatVanishAreNotARefusal() {
        k6.close();
        assertThat(api.status(k6.address())
                        .handle((status, failure) -> K6Api.vanished(failure))
                        .join())
                .isFalse();
        assertThat(K6Api.vanished(new CompletionException(new HttpConnectTimeoutException("timed out"))))
                .isTrue();
        var noRoute = new ConnectException("No route to host");
        noRoute.initCause(new NoRouteToHostException("No route to host"));
        assertThat(K6Api.vanished(noRoute)).isTrue();
        assertThat(K6Api.vanished(new HttpTimeoutException("connected, but no answer")))
                .isFalse();
    }

    @Test
    void whoCannotBeReachedIsAFailure() {
        k6.close();

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> api.status(k6.address()).join())
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void reachesRunnersOfAnIpv6Cluster() {
        FakeK6 onIpv6 = null;
        try {
            onIpv6 = FakeK6.on("::1");
        } catch (UncheckedIOException e) {
            Assumptions.abort("no IPv6 on this machine");
        }
        try (var other = onIpv6) {
            assertThat(new K6Api(other.port()).status("::1").join().atBarrier()).isTrue();
        }
    }
}
