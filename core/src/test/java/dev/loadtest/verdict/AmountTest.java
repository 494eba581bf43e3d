package dev.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {

    @ParameterizedTest
    @CsvSource({
        "812, 812",
        "123456, 123456",
        "0, 0",
        "-0.0, 0",
        "812.4567, 812.5",
        "0.000034567, 0.00003457",
        "-12.34567, -12.35",
        "123456.7, 123500",
        "1e20, 100000000000000000000",
    })
    void fourDigitsAndNoPowersOfTen(double value, String text) {
        assertThat(Amount.of(value)).isEqualTo(text);
    }

    @Test
    void neverLooksAsIfItWereOnTheOtherSideOfTheLimit() {
        assertThat(Amount.of(499.99996, value -> value < 500)).isEqualTo("499.99996");
        assertThat(Amount.of(500.0003, value -> value > 500)).isEqualTo("500.0003");
    }
}
