package dev.loadtest.k6;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link SetupOnceK6Test} has the harness answer in a real k6. */
class SetupAnswerTest {
    @Test
    void readsWhatTheHarnessReturns() {
        assertThat(SetupAnswer.parse("""
                {"data":{"a":[1,null,"é"]},"loadtest.dev/setup":"abc","ran":true,"teardown":false}""", "abc"))
                .contains(new SetupAnswer(true, false, Optional.of("{\"a\":[1,null,\"é\"]}")));
        assertThat(SetupAnswer.parse("""
                {"loadtest.dev/setup":"abc","ran":false,"teardown":true}""", "abc")).contains(new SetupAnswer(false, true, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"null", "0", "false", "\"\"", "[]", "-1.5", "1.0E21", "12345678901234567890"})
    void keepsTheDataAsItIs(String data) {
        assertThat(SetupAnswer.parse("""
                {"data":%s,"loadtest.dev/setup":"abc","ran":true,"teardown":true}""".formatted(data), "abc"))
                .contains(new SetupAnswer(true, true, Optional.of(data)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[1]",
                "{\"token\":\"abc\"}",
                "{\"loadtest.dev/setup\":\"abd\",\"ran\":true,\"teardown\":true}",
                "{\"loadtest.dev/setup\":\"abc\"",
                "not JSON"
            })
    void knowsWhatIsNoAnswer(String json) {
        assertThat(SetupAnswer.parse(json, "abc")).isEmpty();
    }
}
