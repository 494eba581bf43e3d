package dev.loadtest.operator.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.operator.outbound.OutboundAnswer;
import dev.loadtest.operator.target.TargetSeen.Why;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How often is asked, and what is made of the answers. */
class ProbeTest {
    private static final String URL = "http://shop/health";

    private final List<CompletableFuture<OutboundAnswer>> calls = new ArrayList<>();
    private final List<String> wakes = new ArrayList<>();
    private Instant now = Instant.parse("2026-08-01T12:00:00Z");
    private final Probe probe = new Probe(
            url -> {
                calls.add(new CompletableFuture<>());
                return calls.get(calls.size() - 1);
            },
            new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            },
            URL);

    @Test
    void itIsAskedOnceAtATimeAndNobodyWaitsForTheAnswer() {
        assertThat(look()).isEqualTo("target.probe.url http://shop/health is being asked");
        now = now.plusSeconds(8);
        look();

        assertThat(calls).hasSize(1);
        assertThat(wakes).isEmpty();
    }

    @Test
    void anAnswerWakesTheRunWhichThenSeesIt() {
        look();
        calls.get(0).complete(new OutboundAnswer(204, ""));

        assertThat(wakes).hasSize(1);
        assertThat(look()).isEmpty();
        assertThat(calls).hasSize(1);
    }

    @Test
    void aBadAnswerIsSaidAndAskedAgainForAfterAWhile() {
        look();
        calls.get(0).complete(new OutboundAnswer(503, ""));

        assertThat(look()).endsWith("answered with the status 503");
        assertThat(calls).hasSize(1);
        now = now.plus(Probe.PACE);
        assertThat(look()).endsWith("answered with the status 503");
        assertThat(calls).hasSize(2);
        calls.get(1).complete(new OutboundAnswer(200, ""));
        assertThat(look()).isEmpty();
    }

    @Test
    void anAnswerOfLongAgoSaysNothing() {
        look();
        calls.get(0).complete(new OutboundAnswer(200, ""));
        now = now.plus(Duration.ofMinutes(1));

        assertThat(look()).endsWith("is being asked");
        assertThat(calls).hasSize(2);
    }

    /** A run whose time is up says it, too. */
    @Test
    void aBadAnswerOfLongAgoIsSaidUntilThereIsAnother() {
        look();
        calls.get(0).complete(new OutboundAnswer(503, ""));
        now = now.plus(Duration.ofMinutes(1));

        assertThat(look()).endsWith("answered with the status 503");
        assertThat(calls).hasSize(2);
    }

    @Test
    void noAnswerIsSaidInTheWordsOfTheCall() {
        look();
        calls.get(0).completeExceptionally(new IOException("connection refused"));

        assertThat(look()).endsWith("was not answered: connection refused");
    }

    private String look() {
        return probe.look(() -> wakes.add("woken"))
                .map(lack -> {
                    assertThat(lack.why())
                            .isEqualTo(lack.message().endsWith("is being asked") ? Why.BEING_ASKED : Why.NOT_YET);
                    return lack.message();
                })
                .orElse("");
    }
}
