package dev.loadtest.operator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.operator.outbound.OutboundAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushReasonTest {
    @ParameterizedTest
    @CsvSource({
        "200, PUSHED",
        "202, PUSHED",
        "302, NO_PUSHGATEWAY",
        "400, REFUSED",
        "401, UNAUTHORIZED",
        "403, UNAUTHORIZED",
        "404, NO_PUSHGATEWAY",
        "405, NO_PUSHGATEWAY",
        "429, OVERLOADED",
        "500, OVERLOADED",
        "503, OVERLOADED"
    })
    void eachAnswerHasItsReason(int status, PushReason reason) {
        assertThat(PushReason.of(new OutboundAnswer(status, ""))).isEqualTo(reason);
    }

    @Test
    void whatAnswersWithAPageIsNoPushgateway() {
        assertThat(PushReason.of(new OutboundAnswer(200, "<html>"))).isEqualTo(PushReason.NO_PUSHGATEWAY);
    }
}
