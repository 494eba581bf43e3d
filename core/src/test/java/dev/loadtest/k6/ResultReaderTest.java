package dev.loadtest.k6;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultReaderTest {
    static final String PAYLOAD = """
            {"version":1,"runner":3,"durationMs":1500.25,"setup":true,"teardown":false,
             "declared":{"checks":[["rate>0.9","s",1],["rate>0.8","r",0]]},"held":{"checks":{"rate>0.9":false,"rate>0.8":true}},
             "checks":[["::g::é",1,2]],"grid":[10,50,90,99],"coarse":[50],
             "metrics":{"c":{"counter":[7,3.5]},"g":{"gauge":[1,0,2]},"r":{"rate":[4,5]},
              "fine":{"trend":[500,3.5,1,9],"fine":[[2,3],8],"time":1},"coarse":{"trend":[500,3.5,1,9],"coarse":[3]},
              "few":{"trend":[4,2.5,1,4],"samples":[2,3]},"none":{"trend":[0,0,0,0],"samples":[]}}}""";

    @Test
    void readsAResult() {
        var reader = new ResultReader("abc");

        lines("abc", PAYLOAD, 100).forEach(reader::accept);

        var result = reader.result().orElseThrow();
        assertThat(result.runner()).isEqualTo(3);
        assertThat(result.duration()).isEqualTo(Duration.ofNanos(1_500_250_000));
        assertThat(result.setup()).isTrue();
        assertThat(result.teardown()).isFalse();
        assertThat(result.userSummaryError()).isEmpty();
        assertThat(result.declared())
                .isEqualTo(Map.of(
                        "checks",
                        List.of(
                                new DeclaredThreshold("rate>0.9", DeclaredThreshold.Source.SCRIPT, true),
                                new DeclaredThreshold("rate>0.8", DeclaredThreshold.Source.RESOURCE, false))));
        assertThat(result.held()).isEqualTo(Map.of("checks", Map.of("rate>0.9", false, "rate>0.8", true)));
        assertThat(result.checks()).containsExactly(new CheckResult("::g::é", 1, 2));
        assertThat(result.metrics())
                .isEqualTo(Map.of(
                        "c", new MetricResult.Counter(7, 3.5),
                        "g", new MetricResult.Gauge(1, 0, 2),
                        "r", new MetricResult.Rate(4, 5),
                        "fine",
                                new MetricResult.Trend(
                                        500, 3.5, 1, 9, List.of(knot(10, 2), knot(90, 2), knot(99, 8)), true),
                        "coarse", new MetricResult.Trend(500, 3.5, 1, 9, List.of(knot(50, 3)), false),
                        "few",
                                new MetricResult.Trend(
                                        4, 2.5, 1, 4, List.of(knot(100.0 / 3, 2), knot(200.0 / 3, 3)), false),
                        "none", new MetricResult.Trend(0, 0, 0, 0, List.of(), false)));
        assertThat(reader.forged()).isZero();
    }

    @Test
    void countsWhatPretendsToBeAResult() {
        var reader = new ResultReader("abc");
        var good = lines("abc", PAYLOAD, 100);

        reader.accept(good.get(0).replace("LOADTEST-RESULT abc", "LOADTEST-RESULT abd"));
        reader.accept(good.get(0).substring(0, good.get(0).length() - 1));
        reader.accept("LOADTEST-RESULT abc");
        reader.accept("LOADTEST-RESULT abc 5/4 00000000 AAAA");
        lines("abc", "{\"version\":1}", 100).forEach(reader::accept);

        assertThat(reader.forged()).isEqualTo(5);
        assertThat(reader.result()).isEmpty();
        good.forEach(reader::accept);
        assertThat(reader.result()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"version\":1|\"version\":2",
                "\"runner\":3,|",
                "\"runner\":3|\"runner\":3.5",
                "\"runner\":3|\"runner\":\"3\"",
                "[7,3.5]|[7]",
                "[7,3.5]|[7,null]",
                "\"s\",1|\"x\",1",
                "[4,5]|[-4,5]",
                "[4,5]|[4.5,5]",
                "[[2,3],8]|[[2,2],8]",
                "[[2,3],8]|[[9,3],8]",
                "[2,3]}|[2]}",
                "[10,50,90,99]|[10,50,90,50]",
                "\"setup\":true|\"setup\":1",
                "\"none\"|\"few\"",
                "{\"version\"|7 {\"version\"",
                "\"coarse\":[3]|\"other\":[3]"
            })
    void takesNothingThatTheHarnessWouldNotPrint(String change) {
        var from = change.substring(0, change.indexOf('|'));
        var changed = PAYLOAD.replace(from, change.substring(change.indexOf('|') + 1));
        var reader = new ResultReader("abc");

        lines("abc", changed, 100).forEach(reader::accept);

        assertThat(changed).isNotEqualTo(PAYLOAD);
        assertThat(reader.result()).isEmpty();
        assertThat(reader.forged()).isEqualTo(1);
    }

    @Test
    void neverMixesTwoResults() {
        var other = PAYLOAD.replace("\"runner\":3", "\"runner\":4");
        var first = lines("abc", PAYLOAD, 100);
        var second = lines("abc", other, 100);
        var reader = new ResultReader("abc");

        first.subList(0, 5).forEach(reader::accept);
        second.subList(5, second.size()).forEach(reader::accept);

        assertThat(reader.result()).isEmpty();
        assertThat(reader.forged()).isEqualTo(1);
    }

    @Test
    void findsTheLastErrorThatIsK6sOwn() {
        var reader = new ResultReader("abc");

        reader.accept("time=\"2026-11-22T16:50:07Z\" level=error msg=\"first\"");
        reader.accept(
                "time=\"2026-11-22T16:50:07Z\" level=error msg=\"Error: \\\"bad\\\"\\n\\tat é\\u00e9\\n\" hint=\"script exception\" source=stacktrace");
        reader.accept("time=\"2026-11-22T16:50:07Z\" level=error msg=\"from the script\" source=console");
        reader.accept(
                "time=\"2026-11-22T16:50:07Z\" level=error msg=\"iter\" executor=per-vu-iterations scenario=default source=stacktrace");
        reader.accept("time=\"2026-11-22T16:50:07Z\" level=warning msg=\"Request Failed\" error=\"level=error\"");
        reader.accept("a script may print level=error msg=\"anything\"");

        assertThat(reader.errorLine()).contains("Error: \"bad\" at éé");
    }

    private static final String PLANNED = """
            {"planned":5000,"longest":35000,"setupTimeout":7000,"teardownTimeout":60000,"arrivalMaxVUs":20,
             "aborts":[["checks","rate>0.9",0],["own{a:é}","p(99)<0x1p4",2500],["checks","rate>90%",0]],"setup":true}""";

    @Test
    void takesThePlanOfItsOwnRunOnly() {
        var reader = new ResultReader("abc");

        reader.accept(plan("abc", PLANNED));
        reader.accept(plan("other", PLANNED.replace("5000", "1")));
        reader.accept(plan("abc", PLANNED.replace("5000", "-1")));

        assertThat(reader.plan())
                .contains(new Plan(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(35),
                        Duration.ofSeconds(7),
                        Duration.ofMinutes(1),
                        20,
                        List.of(
                                new AbortThreshold("checks", "rate>0.9", Duration.ZERO),
                                new AbortThreshold("own{a:é}", "p(99)<0x1p4", Duration.ofMillis(2_500))),
                        true));
        assertThat(reader.result()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"planned\":5000,|",
                "5000|\"5000\"",
                "5000|5000.5",
                "5000|-5000",
                "5000|null",
                "5000|1e999",
                "5000|99999999999999999999",
                "7000|1000000000001",
                "\"arrivalMaxVUs\":20|\"arrivalMaxVUs\":3000000000",
                "\"aborts\":[|\"others\":[",
                "[\"checks\",\"rate>0.9\",0]|7",
                "[\"checks\",\"rate>0.9\",0]|[\"checks\",\"rate>0.9\"]",
                "\"rate>0.9\",0|9,0",
                "\"rate>0.9\",0|\"rate>0.9\",-1",
                "true}|true",
                "\"setup\":true|\"setup\":1",
                "{\"planned|[{\"planned"
            })
    void takesNoPlanThatTheHarnessWouldNotPrint(String change) {
        var changed =
                PLANNED.replace(change.substring(0, change.indexOf('|')), change.substring(change.indexOf('|') + 1));
        var reader = new ResultReader("abc");

        reader.accept(plan("abc", changed));

        assertThat(changed).isNotEqualTo(PLANNED);
        assertThat(reader.plan()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "abc 5000 35000", "abc A", "abc ====", "abc e30=", "abc !!", "abc AAAA AAAA"})
    void survivesAnythingElseInThePlansLine(String rest) {
        var reader = new ResultReader("abc");

        reader.accept(
                "time=\"2026-11-22T16:50:07Z\" level=info msg=\"LOADTEST-PLAN %s\" source=console".formatted(rest));

        assertThat(reader.plan()).isEmpty();
    }

    private static String plan(String nonce, String json) {
        var coded = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        return "time=\"2026-11-22T16:50:07Z\" level=info msg=\"LOADTEST-PLAN %s %s\" source=console"
                .formatted(nonce, coded);
    }

    private static MetricResult.Knot knot(double percent, double value) {
        return new MetricResult.Knot(percent, value);
    }

    /** As harness.js prints it, but with parts of any length. */
    static List<String> lines(String nonce, String payload, int length) {
        var coded = Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
        var whole = coded + "." + DigestUtils.sha256Hex(coded);
        var count = (whole.length() + length - 1) / length;
        var lines = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            var part = whole.substring(i * length, Math.min(whole.length(), (i + 1) * length));
            lines.add("LOADTEST-RESULT %s %d/%d %s %s".formatted(nonce, i + 1, count, checksum(part), part));
        }
        return lines;
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return "%08x".formatted(crc.getValue());
    }
}
