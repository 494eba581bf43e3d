package dev.loadtest.demo;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;

/** What a client may say about an item. The limits are those of the table, so that no request reaches an SQL error. */
public record ItemDraft(
        @NotBlank(message = "must not be blank")
        @Size(max = 100, message = "must have at most 100 characters")
        // Postgres has no text with a NUL in it.
        @Pattern(regexp = "[^\\x00]*", message = "must not contain a NUL character")
        String name,

        @NotNull(message = "must be given")
        @DecimalMin(value = "0", message = "must be at least 0")
        @Digits(integer = 8, fraction = 2, message = "must have at most 8 digits before the point and 2 after it")
        BigDecimal price) {

    void applyTo(Item item) {
        item.name = name;
        // The scale of the column, so that the answer to a write equals the answer to a later read.
        item.price = price.setScale(2);
    }
}
