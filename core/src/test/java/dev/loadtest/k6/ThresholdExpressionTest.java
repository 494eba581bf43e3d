package dev.loadtest.k6;

import static dev.loadtest.k6.ThresholdExpression.Aggregation.AVG;
import static dev.loadtest.k6.ThresholdExpression.Aggregation.PERCENTILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loadtest.k6.ThresholdExpression.Operator;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdExpressionTest {
    private static final List<String> GOOD = List.of(
            "p(95)<500",
            " p(99.9) >= 1e3 ",
            "avg<=+.5",
            "avg===5",
            "avg==5.",
            "avg!=0",
            "med>-1.7e308",
            "p<5000",
            "p(0)<1",
            "p(100)<1",
            "avg<inf",
            "avg<-Infinity",
            "avg!=nan",
            "avg<0x1p4",
            "avg<0x_1.8p-1",
            "min\t<\n7",
            "p(9_5)<5",
            "avg<1_000.5_0e1_0");

    private static final List<String> BAD = List.of(
            "p(95)<500ms",
            "avg",
            "avg<",
            "avg=5",
            "<5",
            "",
            "median<5",
            "p(101)<5",
            "p(-1)<5",
            "p( 95 )<5",
            "p()<5",
            "p(95<5",
            "avg<5<6",
            "avg<1e999",
            "avg<1__000",
            "avg<_1",
            "avg<1_",
            "avg<1_.5",
            "avg<0x1_p4_",
            "avg<5 && avg>1",
            "AVG<5",
            "p(nan)<5",
            "avg<=",
            "avg=>5",
            "p95<5",
            "avg<0x10",
            "avg<5d",
            "avg<+nan");

    @ParameterizedTest
    @CsvSource({
        "p(95)<500, PERCENTILE, 95, LESS, 500",
        "' p(99.9)  >= 1e3 ', PERCENTILE, 99.9, GREATER_OR_EQUAL, 1000",
        "p<5000, PERCENTILE, 0, LESS, 5000",
        "rate<=0.01, RATE, 0, LESS_OR_EQUAL, 0.01",
        "count===100, COUNT, 0, STRICTLY_EQUAL, 100",
        "value==-1, VALUE, 0, EQUAL, -1",
        "max!=0, MAX, 0, NOT_EQUAL, 0",
        "med>1, MED, 0, GREATER, 1",
        "min<0x1p4, MIN, 0, LESS, 16"
    })
    void readsK6sGrammar(
            String text,
            ThresholdExpression.Aggregation aggregation,
            double percentile,
            Operator operator,
            double limit) {
        assertThat(ThresholdExpression.parse(text))
                .isEqualTo(new ThresholdExpression(aggregation, percentile, operator, limit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p(95)<500ms", "avg", "avg=5", "p(101)<5", "median<5", "avg<5<6"})
    void refusesWithTheExpressionAndWhatIsExpected(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThresholdExpression.parse(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("expected something like p(95)<500");
    }

    /** Of good ones in one script k6 may complain only of broken ones; of bad ones it refuses each. */
    @Test
    void agreesWithRealK6(@TempDir Path folder) {
        assertThat(GOOD).allSatisfy(ThresholdExpression::parse);
        assertThat(BAD).allSatisfy(text -> assertThatIllegalArgumentException()
                .isThrownBy(() -> ThresholdExpression.parse(text)));

        assertThat(exitCode(folder, GOOD)).isIn(0, 99);
        assertThat(BAD)
                .allSatisfy(text ->
                        assertThat(exitCode(folder, List.of(text))).as(text).isEqualTo(104));
    }

    @Test
    void comparesAsNumbersDo() {
        assertThat(Stream.of(Operator.values()).filter(operator -> operator.test(5, 5)))
                .containsExactlyInAnyOrder(
                        Operator.LESS_OR_EQUAL, Operator.GREATER_OR_EQUAL, Operator.EQUAL, Operator.STRICTLY_EQUAL);
        assertThat(Stream.of(Operator.values()).filter(operator -> operator.test(4, 5)))
                .containsExactlyInAnyOrder(Operator.LESS_OR_EQUAL, Operator.LESS, Operator.NOT_EQUAL);
        assertThat(Stream.of(Operator.values()).filter(operator -> operator.test(6, 5)))
                .containsExactlyInAnyOrder(Operator.GREATER_OR_EQUAL, Operator.GREATER, Operator.NOT_EQUAL);
        assertThat(Stream.of(Operator.values()).filter(operator -> operator.test(6, Double.NaN)))
                .containsExactly(Operator.NOT_EQUAL);
        assertThat(List.of(AVG, PERCENTILE)).isSubsetOf(Arrays.asList(ThresholdExpression.Aggregation.values()));
    }

    private static int exitCode(Path folder, List<String> expressions) {
        var list = expressions.stream()
                .map(text -> "'" + text.replace("\n", "\\n").replace("\t", "\\t") + "'")
                .collect(Collectors.joining(", "));
        return K6.in(folder)
                .file(
                        "s.js",
                        "export const options = { thresholds: { http_req_duration: [%s] } }; export default function () { }"
                                .formatted(list))
                .plain("s.js")
                .exitCode();
    }
}
