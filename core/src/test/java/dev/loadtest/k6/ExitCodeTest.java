package dev.loadtest.k6;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.verdict.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
    @ParameterizedTest
    @CsvSource({
        "99, '', THRESHOLD_BROKEN",
        "100, '', SETUP_TIMEOUT",
        "101, '', TEARDOWN_TIMEOUT",
        "103, '', RUNNER_LOST",
        "104, '', INVALID_OPTIONS",
        "104, function 'default' not found in exports, SCRIPT_ERROR",
        "105, '', RUNNER_LOST",
        "107, '', SCRIPT_ERROR",
        "107, unknown modules [\"k6/x/faker\"] were tried to be loaded, EXTENSION_MISSING",
        "108, '', SCRIPT_ABORTED",
        "109, '', K6_PANIC",
        "110, '', MARKED_AS_FAILED",
        "137, '', RUNNER_LOST",
        "143, '', RUNNER_LOST",
        "2, '', RUNNER_LOST",
        "255, unknown flag: --nope, INVALID_OPTIONS",
        "255, no exported functions in script, SCRIPT_ERROR",
        "42, '', RUNNER_LOST"
    })
    void givesAReason(int code, String line, Reason reason) {
        assertThat(ExitCode.reason(code, Optional.of(line))).contains(reason);
    }

    @Test
    void givesNoneWhenAllIsWell() {
        assertThat(ExitCode.reason(0, Optional.empty())).isEmpty();
        assertThat(ExitCode.of(0)).contains(ExitCode.DONE);
        assertThat(ExitCode.of(42)).isEmpty();
    }
}
