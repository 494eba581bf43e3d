package dev.loadtest.k6;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The logs are k6 2.2.0's own, writing each second to Prometheus 3.5 or to what stood in its place; see the names of the files. */
class WriteFailuresTest {
    private static final Instant T0 = Instant.parse("2026-11-22T23:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "receiver-off, NO_RECEIVER, 4",
        "wrong-path, NO_RECEIVER, 4",
        "not-a-write-path, NO_RECEIVER, 4",
        "no-credentials, UNAUTHORIZED, 4",
        "wrong-credentials, UNAUTHORIZED, 4",
        "out-of-order, REFUSED, 1", // the two lines are of one second
        "too-old, REFUSED, 1",
        "http-to-https, REFUSED, 4",
        "refused, UNREACHABLE, 4",
        "unknown-name, UNREACHABLE, 4",
        "no-answer, UNREACHABLE, 2", // the other two lines are warnings
        "unknown-authority, TLS, 4",
        "wrong-name, TLS, 4",
        "https-to-http, TLS, 4"
    })
    void eachCauseIsToldByWhatK6Logs(String log, WriteFailure cause, int atMost) throws IOException {
        var reader = read(log);

        var failures = reader.writeFailures();

        assertThat(failures.cause()).contains(cause);
        assertThat(failures.byCause()).containsOnlyKeys(cause);
        assertThat(failures.count()).isBetween(1, atMost);
        assertThat(failures.byCause().get(cause).words()).isNotEmpty().hasSizeLessThanOrEqualTo(300);
    }

    @Test
    void aFailedWriteIsNoErrorOfTheTest() throws IOException {
        assertThat(read("receiver-off").errorLine()).isEmpty();
    }

    @Test
    void aLineThatIsReadAgainIsCountedOnce() throws IOException {
        var reader = read("receiver-off");
        var once = reader.writeFailures();

        lines("receiver-off").forEach(reader::accept);

        assertThat(reader.writeFailures()).isEqualTo(once);
    }

    @Test
    void whatAScriptPrintsIsNoFailure() {
        var reader = new ResultReader("nonce");

        reader.accept(
                "time=\"2026-11-22T23:08:23Z\" level=error msg=\"Failed to send the time series data to the endpoint\""
                        + " error=\"got status code: 404 instead\" source=console");

        assertThat(reader.writeFailures().count()).isZero();
    }

    @Test
    void theOtherOutputsAreNotTheOneToPrometheus() {
        var reader = new ResultReader("nonce");

        reader.accept(
                "time=\"2026-11-22T23:08:23Z\" level=error msg=\"Couldn't write stats\" error=\"x\" output=InfluxDBv1");

        assertThat(reader.writeFailures().count()).isZero();
    }

    @Test
    void severalRunnersAreSummedAndTheMostFrequentCauseIsNamed() {
        var one = new WriteFailures(
                Map.of(
                        WriteFailure.TLS,
                        new WriteFailures.Some(2, "a"),
                        WriteFailure.UNREACHABLE,
                        new WriteFailures.Some(3, "b")),
                List.of(WriteFailures.Reading.since(T0).and(T0.plusSeconds(20))));
        var other = new WriteFailures(
                Map.of(WriteFailure.TLS, new WriteFailures.Some(2, "c")),
                List.of(WriteFailures.Reading.since(T0.plusSeconds(10)).and(T0.plusSeconds(15))));

        var both = WriteFailures.of(List.of(one, other));

        assertThat(both.cause()).contains(WriteFailure.TLS);
        assertThat(both.count()).isEqualTo(7);
        assertThat(both.last()).contains(T0.plusSeconds(20));
        assertThat(both.due(T0, T0.plusSeconds(20), Duration.ofSeconds(5))).isEqualTo(4 + 2);
        assertThat(WriteFailures.of(List.of()).cause()).isEmpty();
    }

    @Test
    void ofALongLogEachSecondIsCounted() {
        var reader = new ResultReader("nonce");

        IntStream.range(0, 5_000).forEach(second -> reader.accept(failureAt(T0.plusSeconds(second))));

        assertThat(reader.writeFailures().count()).isEqualTo(5_000);
    }

    @Test
    void whatIsDueIsOfTheTimeOfWhichTheLogWasRead() {
        var reader = new ResultReader("nonce");
        reader.accept("time=\"%s\" level=info msg=chatty source=console".formatted(T0.plusSeconds(3_580)));

        reader.accept(failureAt(T0.plusSeconds(3_585)));
        reader.accept(failureAt(T0.plusSeconds(3_600)));

        var failures = reader.writeFailures();
        assertThat(failures.last()).contains(T0.plusSeconds(3_600));
        assertThat(failures.due(T0, T0.plusSeconds(3_600), Duration.ofSeconds(5)))
                .isEqualTo(4);
        assertThat(failures.due(T0.plusSeconds(3_590), T0.plusSeconds(3_600), Duration.ofSeconds(5)))
                .isEqualTo(2); // nothing is written before the load
        assertThat(failures.due(T0, T0.plusSeconds(3_600), Duration.ofMinutes(1)))
                .isOne(); // at the end
        assertThat(failures.due(T0, T0.plusSeconds(3_600), Duration.ofMillis(100)))
                .isEqualTo(20); // of one second one is counted
    }

    @Test
    void aReadingThatBeginsAgainCountsForItself() {
        var reader = new ResultReader("nonce");
        reader.accept(failureAt(T0));
        reader.accept(failureAt(T0.plusSeconds(5)));

        reader.beginAgain();
        assertThat(reader.writeFailures().count()).isEqualTo(2); // until there is a line of it
        reader.accept(failureAt(T0.plusSeconds(5)));

        assertThat(reader.writeFailures().count()).isOne();
        assertThat(reader.writeFailures().readings())
                .extracting(WriteFailures.Reading::since)
                .containsExactly(T0.plusSeconds(5));
    }

    @Test
    void theLongestPauseIsKept() {
        var reader = new ResultReader("nonce");
        List.of(0, 3, 10, 12).forEach(second -> reader.accept(failureAt(T0.plusSeconds(second))));

        var failures = reader.writeFailures();
        assertThat(failures.areThroughout(T0, T0.plusSeconds(15), Duration.ofSeconds(7)))
                .isTrue();
        assertThat(failures.areThroughout(T0, T0.plusSeconds(15), Duration.ofSeconds(6)))
                .isFalse();
        assertThat(failures.areThroughout(T0, T0.plusSeconds(20), Duration.ofSeconds(7)))
                .isFalse();
    }

    private static String failureAt(Instant time) {
        return ("time=\"%s\" level=error msg=\"Failed to send\" error=\"got status code: 404 instead\""
                        + " output=\"Prometheus remote write\"")
                .formatted(time);
    }

    private static ResultReader read(String log) throws IOException {
        var reader = new ResultReader("nonce");
        lines(log).forEach(reader::accept);
        return reader;
    }

    private static List<String> lines(String log) throws IOException {
        try (var file = WriteFailuresTest.class.getResourceAsStream("remote-write/" + log + ".log")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
