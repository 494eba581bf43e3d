package dev.loadtest.api.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.loadtest.k6.ThresholdExpression;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What the schema lets through, the judge of thresholds can read. */
class ThresholdGrammarTest {

    @Test
    void everyExpressionThatIsValidHereIsReadThere() throws IOException {
        var file = ProjectFiles.root().resolve("api/src/test/resources/crd/valid/loadtest/every-threshold.yaml");
        var thresholds = new YAMLMapper().readTree(Files.readString(file)).at("/spec/thresholds");

        assertThat(thresholds).isNotEmpty();
        for (var expressions : thresholds) {
            for (var expression : expressions) {
                assertThatCode(() -> ThresholdExpression.parse(expression.asText()))
                        .doesNotThrowAnyException();
            }
        }
    }
}
