package dev.loadtest.k6;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.k6.K6Flag.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class K6FlagsTest {
    private static final Pattern HELP =
            Pattern.compile("^  (?:(-[a-z]), |    )(--[-a-z]+)( [a-zA-Z=]+(?: range)?)?(\\[=.*?])? ");

    /** A flag without a row would go to k6 unseen, and one that has none any more would be promised in vain. */
    @Test
    void hasOneRowForEachFlagOfRealK6() throws IOException {
        var process = new ProcessBuilder(K6.binary(), "run", "--help")
                .redirectErrorStream(true)
                .start();
        var help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        var theirs = new ArrayList<String>();
        help.lines().map(HELP::matcher).filter(matcher -> matcher.find()).forEach(matcher -> {
            var letter = matcher.group(1) == null ? "" : matcher.group(1);
            theirs.add(
                    matcher.group(2) + letter + (matcher.group(3) != null && matcher.group(4) == null ? " value" : ""));
        });

        var ours = K6Flags.rows().stream()
                .filter(row -> !row.flag().isEmpty())
                .map(row -> row.flag() + row.letter() + (row.takesValue() ? " value" : ""));
        assertThat(theirs).hasSizeGreaterThan(50);
        assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs);
    }

    @Test
    void saysWhyForEachFlagThatIsNotAllowed() {
        assertThat(K6Flags.rows()).allSatisfy(row -> {
            assertThat(row.why().isEmpty()).isEqualTo(row.use() == Use.ALLOWED);
            assertThat(row.flag() + row.variable()).isNotEmpty();
        });
        assertThat(K6Flags.rows())
                .extracting(K6Flag::variable)
                .filteredOn(name -> !name.isEmpty())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "--vus 5 --http-debug --http-debug=full -d 5s -e USER=me -o experimental-prometheus-rw, ''",
        "-qv -u5 -w --tag, argument --tag",
        "--paused=true, argument --paused",
        "-p, argument -p",
        "-qp -u 5, argument -p",
        "--env K6_THRESHOLDS=x --vus 5, argument --env K6_THRESHOLDS",
        "-e=K6_OUT=json=-, argument --env K6_OUT",
        "--env JOB_COMPLETION_INDEX=3, argument --env JOB_COMPLETION_INDEX",
        "--out json=-, argument --out json=-",
        "-ojson, argument --out json",
        "--out json=/tmp/samples.json, ''",
        "--tag --vus, argument --tag",
        "--nope, argument --nope",
        "-Z, argument -Z",
        "other.js, argument other.js",
        "--summary-mode disabled, argument --summary-mode",
        "--execution-segment 0:1/2, argument --execution-segment"
    })
    void refusesWhatWouldLoseTheResult(String words, String refused) {
        var refusals = K6Flags.refusals(List.of(words.split(" ")), List.of());

        if (refused.isEmpty()) {
            assertThat(refusals).isEmpty();
        } else {
            assertThat(refusals)
                    .singleElement()
                    .asString()
                    .startsWith(refused + ": ")
                    .contains(";");
        }
    }

    @Test
    void refusesVariables() {
        assertThat(K6Flags.refusals(List.of(), List.of("PATH", "K6_VUS", "K6_PROMETHEUS_RW_SERVER_URL", "K6_MINE")))
                .isEmpty();
        assertThat(K6Flags.refusals(List.of(), List.of("K6_THRESHOLDS", "K6_SUMMARY_MODE", "JOB_COMPLETION_INDEX")))
                .hasSize(3)
                .first()
                .asString()
                .startsWith("variable JOB_COMPLETION_INDEX: ");
    }

    @ParameterizedTest
    @CsvSource({
        "--vus=10 --vus 10 -u10 -u=10 -u 10, ''",
        "--duration 5s -d5s --iterations=3 -i 3 --stage 5s:10 -s5s:10 --stage=5s:10 -s 5s:10, ''",
        "--rps 5 --min-iteration-duration=5s --execution-segment 0:1/2 --execution-segment-sequence=0, ''",
        "-e K6_VUS=10 --env K6_DURATION=5s --env=K6_STAGES=5s:10 -eK6_ITERATIONS=3 -e=K6_RPS=5, ''",
        "-qu10 -qwu 10 -vqd=5s, -q -qw -vq",
        "-e USER=-u10 --dns ttl=5m -ojson=-u10, -e USER=-u10 --dns ttl=5m -ojson=-u10",
        "--dns --vus -u5 --http-debug --vus 5 -w=true -q, --dns --vus --http-debug -w=true -q",
        "--user-agent -u5 --out --vus=5, --user-agent -u5 --out --vus=5",
        "--nope -Z words -qZu5 - --, --nope -Z words -qZu5 - --",
        "-q --vus, -q",
        "-q -u, -q",
        "--secret-source file=/s -e, --secret-source file=/s -e"
    })
    void leavesOutWhatMakesLoad(String words, String left) {
        assertThat(String.join(" ", K6Flags.withoutLoad(List.of(words.split(" ")))))
                .isEqualTo(left);
    }

    @Test
    void knowsTheVariablesThatMakeLoad() {
        assertThat(List.of(
                        "K6_VUS", "K6_DURATION", "K6_ITERATIONS", "K6_STAGES", "K6_RPS", "K6_MIN_ITERATION_DURATION"))
                .allMatch(K6Flags::describesLoad);
        assertThat(List.of("", "vus", "VUS", "K6_DNS", "K6_SETUP_TIMEOUT", "K6_MINE", "API_BASE"))
                .noneMatch(K6Flags::describesLoad);
    }

    @Test
    void runsTeardownWithWhatIsLeft(@TempDir Path folder) {
        var arguments =
                List.of("-wu10", "--duration", "1h", "--dns", "ttl=5m", "-e", "USER=me", "-eK6_STAGES=1h:5", "-s=1h:5");
        var k6 = K6.in(folder)
                .file("s.js", """
                export const options = { scenarios: { a: { executor: 'constant-vus', vus: 3, duration: '1h' } } };
                export default function () { }
                export function teardown() { console.log('teardown', __ENV.USER); }
                """)
                .with(K6Flags.withoutLoad(arguments).toArray(String[]::new));
        for (String variable : List.of("K6_VUS", "K6_DURATION", "K6_STAGES", "K6_RPS", "K6_MIN_ITERATION_DURATION")) {
            k6.variable(variable, "1h"); // from a Secret, say
        }
        K6Flags.ownVariablesOfTeardown().forEach(k6::variable);

        var outcome = k6.tornDown("s.js", folder.resolve("nobody.json"));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.log()).singleElement().asString().contains("msg=\"teardown me\"");
    }

    @Test
    void ownVariablesLeaveTheResultAlone(@TempDir Path folder) {
        var k6 = K6.in(folder).file("s.js", """
                import exec from 'k6/execution';
                export const options = { tags: { mine: 'x' }, thresholds: { 'iterations{mine:x}': ['count>1'] } };
                export function setup() { return 1; }
                export default function (data) { if (data !== 1) exec.test.abort('no setup'); }
                """);
        K6Flags.ownVariables().forEach(k6::variable);

        var outcome = k6.harnessed("s.js", 0, 1, Map.of("iterations{run:r1}", List.of("count>0")));

        assertThat(outcome.exitCode()).isEqualTo(99);
        assertThat(outcome.result().held())
                .isEqualTo(Map.of(
                        "iterations{mine:x}", Map.of("count>1", false), "iterations{run:r1}", Map.of("count>0", true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"K6_SUMMARY_TREND_STATS", "K6_THRESHOLDS"})
    void doesNotStartWithAVariableThatLosesTheResult(String variable, @TempDir Path folder) {
        var outcome = K6.in(folder)
                .file("s.js", "export default function () { console.log('ran'); }")
                .variable(variable, "")
                .harnessed("s.js");

        assertThat(outcome.exitCode()).isEqualTo(107);
        assertThat(outcome.reader().errorLine())
                .hasValueSatisfying(line -> assertThat(line).contains(variable));
    }
}
