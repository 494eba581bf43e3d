package dev.loadtest.k6;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The logs are k6 2.2.0's own, writing each second to Prometheus 3.5 or to what stood in its place; see the names of the files. */
class WriteFailuresTest {
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

        assertThat(reader.writeFailures()).isEqualTo(WriteFailures.NONE);
    }

    @Test
    void theOtherOutputsAreNotTheOneToPrometheus() {
        var reader = new ResultReader("nonce");

        reader.accept(
                "time=\"2026-11-22T23:08:23Z\" level=error msg=\"Couldn't write stats\" error=\"x\" output=InfluxDBv1");

        assertThat(reader.writeFailures()).isEqualTo(WriteFailures.NONE);
    }

    @Test
    void severalRunnersAreSummedAndTheMostFrequentCauseIsNamed() {
        var one = new WriteFailures(Map.of(
                WriteFailure.TLS,
                new WriteFailures.Some(2, "a"),
                WriteFailure.UNREACHABLE,
                new WriteFailures.Some(3, "b")));
        var other = new WriteFailures(Map.of(WriteFailure.TLS, new WriteFailures.Some(2, "c")));

        var both = WriteFailures.of(List.of(one, other));

        assertThat(both.cause()).contains(WriteFailure.TLS);
        assertThat(both.count()).isEqualTo(7);
        assertThat(WriteFailures.of(List.of()).cause()).isEmpty();
    }

    @Test
    void theCountIsBounded() {
        var reader = new ResultReader("nonce");

        for (int i = 0; i < 5_000; i++) {
            reader.accept(("time=\"%05d\" level=error msg=\"Failed to send\" error=\"got status code: 404 instead\""
                            + " output=\"Prometheus remote write\"")
                    .formatted(i));
        }

        assertThat(reader.writeFailures().count()).isEqualTo(1_000);
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
