package dev.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ItemDraftTest {
    private static ValidatorFactory factory;
    private static Validator validator;

    @BeforeAll
    static void makeValidator() {
        factory = Validation.buildDefaultValidatorFactory();
        validator = factory.getValidator();
    }

    @AfterAll
    static void closeFactory() {
        factory.close();
    }

    static Stream<Arguments> good() {
        return Stream.of(
                Arguments.of("pen", "0"),
                Arguments.of("x".repeat(100), "1.5"),
                Arguments.of("two\nlines, ünïcode 🎈", "99999999.99"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void accepts(String name, String price) {
        assertThat(validator.validate(draft(name, price))).isEmpty();
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of(null, "1", "name", "name must not be blank"),
                Arguments.of(" \t", "1", "name", "name must not be blank"),
                Arguments.of("x".repeat(101), "1", "name", "name must have at most 100 characters"),
                Arguments.of("a\0b", "1", "name", "name must not contain a NUL character"),
                Arguments.of("pen", null, "price", "price must be given"),
                Arguments.of("pen", "-0.01", "price", "price must be at least 0"),
                Arguments.of(
                        "pen", "0.001", "price", "price must have at most 8 digits before the point and 2 after it"),
                Arguments.of("pen", "1e9", "price", "price must have at most 8 digits before the point and 2 after it"),
                Arguments.of(null, "-1", "name", "name must not be blank"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesAndNamesTheField(String name, String price, String field, String error) {
        var refusal = new ConstraintViolationException(validator.validate(draft(name, price)));

        assertThat(Problems.of(refusal)).isEqualTo(new Problem(field, error));
    }

    @Test
    void writesThePriceAsTheColumnHoldsIt() {
        var item = new Item();

        draft("pen", "2").applyTo(item);

        assertThat(item.price).isEqualTo(new BigDecimal("2.00"));
    }

    private static ItemDraft draft(String name, String price) {
        return new ItemDraft(name, price == null ? null : new BigDecimal(price));
    }
}
