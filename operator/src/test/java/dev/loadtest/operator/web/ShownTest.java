package dev.loadtest.operator.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages say of a run what its report says. */
class ShownTest {
    @ParameterizedTest
    @CsvSource({
        "500.0003, p(95)<=500, 500.0003",
        "499.99999, p(95)<500, 499.99999",
        "348.7654, p(95)<500, 348.8",
        "0.01, rate<0.01, 0.01",
        "1234567.5, not a threshold, 1235000"
    })
    void aThresholdsValueIsOnItsSideOfTheLimit(double value, String expression, String text) {
        assertThat(Shown.value(value, expression)).isEqualTo(text);
    }

    @Test
    void numbersAreThoseOfTheReport() {
        assertThat(Shown.millis(185.6419)).isEqualTo("185.6 ms");
        assertThat(Shown.millis(12_345.6)).isEqualTo("12350 ms");
        assertThat(Shown.rate(812.25)).isEqualTo("812.3/s");
        assertThat(Shown.share(0.00214)).isEqualTo("0.214 %");
        assertThat(Shown.count(48_720L)).isEqualTo("48,720");
    }

    @Test
    void whatIsNotKnownIsADash() {
        assertThat(Shown.millis(null)).isEqualTo("–");
        assertThat(Shown.value(null, "p(95)<500")).isEqualTo("–");
    }
}
