package dev.loadtest.operator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
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
