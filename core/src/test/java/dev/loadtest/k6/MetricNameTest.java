package dev.loadtest.k6;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "http_reqs | http_reqs",
                "m{a:b} | m{a:b}",
                "m{ a:\"b\" , c:d} | m{a:b,c:d}",
                "m{c:d,a:'b'} | m{a:b,c:d}",
                "m{a:http://x:80/y z} | m{a:http://x:80/y z}",
                "m{a:b,,c:d} | m{a:b,c:d}",
                "m{a:b,a:c} | m{a:c}",
                "m{} | m{}",
                "m{a} | m{a}",
                "m{a:b | m{a:b"
            })
    void isOneSpellingForWhatK6TakesForTheSame(String name, String normalised) {
        assertThat(MetricName.normalised(name)).isEqualTo(normalised);
        assertThat(MetricName.normalised(normalised)).isEqualTo(normalised);
    }

    @Test
    void isTheHarnesssSpelling(@TempDir Path folder) {
        var names = List.of(
                "checks{ b:\"x\" , a:y}",
                "checks{a:'y', b: x}",
                "checks{name:é}",
                "checks{url:http://x:80/y z,a:1}",
                "checks{a:1,a:2}");
        var thresholds = names.stream()
                .map(name -> "'" + name.replace("'", "\\'") + "': ['rate>=0']")
                .collect(Collectors.joining(", "));

        var result = K6.in(folder)
                .file(
                        "s.js",
                        "export const options = { thresholds: { %s } }; export default function () { }"
                                .formatted(thresholds))
                .harnessed("s.js")
                .result();

        var normalised = names.stream().map(MetricName::normalised).collect(Collectors.toSet());
        assertThat(normalised).hasSize(4);
        assertThat(result.declared()).containsOnlyKeys(normalised);
        assertThat(result.metrics()).containsKeys(normalised.toArray(String[]::new));
    }
}
