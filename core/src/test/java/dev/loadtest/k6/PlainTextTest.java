package dev.loadtest.k6;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void leavesOutWhatControlsATerminal() {
        assertThat(PlainText.of("\u001b[31mred\u0007\u202e evil\nnext\tline ")).isEqualTo("[31mred evil next line");
    }

    @Test
    void leavesOutWhatIsNoCharacter() {
        assertThat(PlainText.of("a\uFFFE\uFFFF\uFDD0b" + Character.toString(0x1FFFE)))
                .isEqualTo("ab");
    }

    @Test
    void keepsWhatPeopleWrite() {
        assertThat(PlainText.of("größer als ≤ 500 мс 🙂")).isEqualTo("größer als ≤ 500 мс 🙂");
    }
}
