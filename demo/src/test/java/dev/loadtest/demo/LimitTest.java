package dev.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 20, 100})
    void takesWholeNumbersInRange(int value) {
        assertThat(Limit.fromString(Integer.toString(value))).isEqualTo(new Limit(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "101", "ten", "1.5", "", "99999999999"})
    void refusesAnythingElseAndNamesTheField(String text) {
        assertThatThrownBy(() -> Limit.fromString(text))
                .isInstanceOf(InvalidField.class)
                .hasMessage("limit must be a whole number from 1 to 100");
    }

    @Test
    void theDefaultIsItselfAllowed() {
        assertThat(Limit.fromString(Limit.DEFAULT)).isEqualTo(new Limit(20));
    }
}
