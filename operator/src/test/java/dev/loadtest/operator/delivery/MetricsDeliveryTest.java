package dev.loadtest.operator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.k6.WriteFailure;
import dev.loadtest.k6.WriteFailures;
import dev.loadtest.operator.runner.RunnerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsDeliveryTest {
    private static final String OPERATORS = "http://prometheus.monitoring:9090/api/v1/write";
    private static final Instant BEGAN = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1); // twelve writes of each runner
    private static final String WORDS = "k6's own words";

    private final MetricsDelivery logsOnly = delivery(Optional.empty());
    private final MetricsDelivery asking = delivery(Optional.of("http://prometheus.monitoring:9090"));
    private final LoadTestRun run = Runs.run("", "phase: Completed");

    @ParameterizedTest
    @CsvSource({
        "NO_RECEIVER, ReceiverOff, --web.enable-remote-write-receiver",
        "UNAUTHORIZED, Unauthorized, K6_PROMETHEUS_RW_PASSWORD",
        "UNREACHABLE, Unreachable, LOADTEST_PROMETHEUS_REMOTE_WRITE_URL",
        "TLS, TlsFailed, TLS 1.3",
        "REFUSED, SamplesRefused, out_of_order_time_window",
        "OVERLOADED, Overloaded, pushInterval",
        "OTHER, WriteFailed, LOADTEST_PROMETHEUS_REMOTE_WRITE_URL"
    })
    void eachCauseHasItsReasonItsWordsAndItsNextStep(WriteFailure cause, String reason, String nextStep) {
        var said = logsOnly.byLogs(run, failures(cause, 24), BEGAN, MINUTE).orElseThrow();

        assertThat(said.status()).isEqualTo("False");
        assertThat(said.reason()).isEqualTo(reason);
        assertThat(said.message()).contains("24 of about 24 writes", OPERATORS, WORDS, nextStep);
    }

    @Test
    void withoutAFailedWriteItIsSaidWhatThatIsBasedOn() {
        var said = logsOnly.byLogs(run, WriteFailures.NONE, BEGAN, MINUTE).orElseThrow();

        assertThat(said).isEqualTo(new DeliveryCondition("True", "WritesAccepted", "k6 logged no failed write"));
    }

    @Test
    void aFewOfManyAreAPart() {
        assertThat(logsOnly.byLogs(run, failures(WriteFailure.UNREACHABLE, 3), BEGAN, MINUTE))
                .hasValueSatisfying(said -> {
                    assertThat(said.reason()).isEqualTo("PartlyDelivered");
                    assertThat(said.message()).startsWith("3 of about 24 writes");
                });
    }

    @Test
    void ofALogThatWasReadAtItsEndOnlyTheWritesAtTheEndAreReckonedWith() {
        var hour = Duration.ofHours(1);
        var tail = failures(WriteFailure.UNREACHABLE, 6, BEGAN.plus(hour).minusSeconds(15), BEGAN.plus(hour));

        assertThat(logsOnly.byLogs(run, tail, BEGAN, hour)).hasValueSatisfying(said -> {
            assertThat(said.reason()).isEqualTo("Unreachable");
            assertThat(said.message()).startsWith("6 of about 6 writes");
        });
    }

    @Test
    void slowWritesThatAllFailAreNoPart() {
        var slow = failures(WriteFailure.UNREACHABLE, 10, BEGAN, BEGAN.plus(MINUTE)); // each takes 12 s to fail

        assertThat(logsOnly.byLogs(run, slow, BEGAN, MINUTE)).hasValueSatisfying(said -> {
            assertThat(said.reason()).isEqualTo("Unreachable");
            assertThat(said.message()).startsWith("10 of about 24 writes");
        });
    }

    @Test
    void whatWentWrongOfOneRunnerAloneIsAPart() {
        var one = failures(WriteFailure.UNREACHABLE, 24);
        var other = new WriteFailures.Reading(BEGAN, Optional.empty(), Optional.empty(), Duration.ZERO);

        var both = new WriteFailures(one.byCause(), List.of(one.readings().get(0), other));

        assertThat(logsOnly.byLogs(run, both, BEGAN, MINUTE))
                .hasValueSatisfying(said -> assertThat(said.reason()).isEqualTo("PartlyDelivered"));
    }

    @Test
    void whatWasWrongForMostOfTheTimeButNotAtTheEndIsAPart() {
        var stopped = failures(WriteFailure.UNREACHABLE, 16, BEGAN, BEGAN.plusSeconds(40));

        assertThat(logsOnly.byLogs(run, stopped, BEGAN, MINUTE))
                .hasValueSatisfying(said -> assertThat(said.reason()).isEqualTo("PartlyDelivered"));
    }

    @ParameterizedTest
    @CsvSource({
        "NO_RECEIVER, 0, false, false, ReceiverOff",
        "NO_RECEIVER, 1, false, false, PartlyDelivered",
        "NO_RECEIVER, -1, false, false, PartlyDelivered",
        "REFUSED, 0, false, false, SamplesRefused",
        "REFUSED, 0, true, false, OutOfOrder",
        "REFUSED, 0, false, true, TooOld",
        "REFUSED, 2, true, false, OutOfOrder"
    })
    void whereTheLogsToldOfAPartNoSeriesAreStillNoPart(
            WriteFailure cause, int series, boolean outOfOrder, boolean tooOld, String reason) {
        var logs = asking.byLogs(run, failures(cause, 3), BEGAN, MINUTE).orElseThrow();
        assertThat(logs.reason()).isEqualTo("PartlyDelivered");

        assertThat(asking.byAnswer(run, logs, answer(series, outOfOrder, tooOld))
                        .reason())
                .isEqualTo(reason);
    }

    @Test
    void aRunShorterThanAnIntervalHasOneWriteOfEachRunner() {
        var moment = Duration.ofMillis(300);
        var atTheEnd = failures(WriteFailure.TLS, 2, BEGAN, BEGAN.plus(moment));

        assertThat(logsOnly.byLogs(run, atTheEnd, BEGAN, moment))
                .hasValueSatisfying(said -> assertThat(said.reason()).isEqualTo("TlsFailed"));
    }

    @Test
    void nothingIsSaidWhereNothingIsWritten() {
        var nowhere = new MetricsDelivery(
                new RunnerSettings(Optional.empty()),
                new DeliverySettings(Optional.of("http://prometheus:9090"), Optional.empty()));

        assertThat(nowhere.byLogs(run, WriteFailures.NONE, BEGAN, MINUTE)).isEmpty();
    }

    @Test
    void itIsOpenWhileThePrometheusThatIsWrittenToCanBeAsked() {
        assertThat(asking.byLogs(run, WriteFailures.NONE, BEGAN, MINUTE)
                        .orElseThrow()
                        .isOpen())
                .isTrue();
    }

    @Test
    void aPrometheusThatIsNotWrittenToIsNotAsked() {
        var elsewhere =
                Runs.run("prometheus: {remoteWriteUrl: \"http://other:9090/api/v1/write\"}", "phase: Completed");

        assertThat(asking.byLogs(elsewhere, WriteFailures.NONE, BEGAN, MINUTE)
                        .orElseThrow()
                        .isOpen())
                .isFalse();
        assertThat(asking.mayAsk(elsewhere)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2, True, Delivered",
        "3, True, Delivered", // a script may set the tag runner
        "1, False, PartlyDelivered",
        "0, False, NoSeries",
        "-1, True, WritesAccepted"
    })
    void whenEveryWriteWasAcceptedTheSeriesDecide(int series, String status, String reason) {
        var logs = asking.byLogs(run, WriteFailures.NONE, BEGAN, MINUTE).orElseThrow();

        var said = asking.byAnswer(run, logs, answer(series, false, false));

        assertThat(said.status()).isEqualTo(status);
        assertThat(said.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "NO_RECEIVER, 0, false, false, ReceiverOff",
        "NO_RECEIVER, -1, false, false, ReceiverOff",
        "NO_RECEIVER, 1, false, false, PartlyDelivered",
        "NO_RECEIVER, 0, true, true, ReceiverOff",
        "REFUSED, 0, false, false, SamplesRefused",
        "REFUSED, 2, true, false, OutOfOrder",
        "REFUSED, 0, false, true, TooOld",
        "REFUSED, 2, false, false, PartlyDelivered"
    })
    void whenWritesFailedTheSeriesAddToIt(
            WriteFailure cause, int series, boolean outOfOrder, boolean tooOld, String reason) {
        var logs = asking.byLogs(run, failures(cause, 24), BEGAN, MINUTE).orElseThrow();

        var said = asking.byAnswer(run, logs, answer(series, outOfOrder, tooOld));

        assertThat(said.status()).isEqualTo("False");
        assertThat(said.reason()).isEqualTo(reason);
        assertThat(said.message()).contains(WORDS);
    }

    @Test
    void whyPrometheusDidNotAnswerIsSaid() {
        var logs = asking.byLogs(run, WriteFailures.NONE, BEGAN, MINUTE).orElseThrow();

        assertThat(asking.byAnswer(run, logs, answer(-1, false, false)).message())
                .isEqualTo("k6 logged no failed write; Prometheus could not be asked: it answers 503");
    }

    @ParameterizedTest
    @CsvSource({"WritesAccepted, True", "Unreachable, False", "PartlyDelivered, False"})
    void whereNobodyWasAskedItIsSettledByTheLogs(String reason, String status) {
        var open = Runs.run("", """
                phase: Completed
                conditions:
                - {type: MetricsDelivered, status: Unknown, reason: %s, message: what the logs said}""".formatted(reason));

        var said = asking.settled(open, Optional.empty());

        assertThat(said.status()).isEqualTo(status);
        assertThat(said.reason()).isEqualTo(reason);
        assertThat(said.message()).isEqualTo("what the logs said; Prometheus was not asked");
    }

    @ParameterizedTest
    @CsvSource({
        "NO_RECEIVER, 0, false, false",
        "NO_RECEIVER, 0, true, false",
        "REFUSED, 0, false, false",
        "REFUSED, 0, true, true",
        "REFUSED, 2, false, true"
    })
    void itIsNotAskedOnceItHasSaidWhyItRefused(WriteFailure cause, int series, boolean outOfOrder, boolean enough) {
        var logs = asking.byLogs(run, failures(cause, 24), BEGAN, MINUTE).orElseThrow();
        var open = Runs.run(
                "",
                "phase: Completed\nconditions: [{type: MetricsDelivered, status: %s, reason: %s, message: '%s'}]"
                        .formatted(logs.status(), logs.reason(), logs.message().replace("'", "''")));

        assertThat(asking.isFinal(open, answer(series, outOfOrder, false))).isEqualTo(enough);
    }

    @Test
    void theVariablesOfTheUserCount() {
        var own = Runs.run("""
                env:
                - {name: K6_OUT, value: "json=/tmp/a.json,experimental-prometheus-rw"}
                - {name: K6_PROMETHEUS_RW_SERVER_URL, value: "http://mine:9090/api/v1/write"}
                - {name: K6_PROMETHEUS_RW_PUSH_INTERVAL, value: "30s"}""", "phase: Completed");
        var none = Runs.run("env: [{name: K6_OUT, value: \"json=/tmp/a.json\"}]", "phase: Completed");

        assertThat(logsOnly.byLogs(own, failures(WriteFailure.UNREACHABLE, 4), BEGAN, MINUTE))
                .hasValueSatisfying(said -> {
                    assertThat(said.reason()).isEqualTo("Unreachable");
                    assertThat(said.message())
                            .contains(
                                    "4 of about 4",
                                    "http://mine:9090",
                                    "the variable K6_PROMETHEUS_RW_SERVER_URL in spec.env");
                });
        assertThat(logsOnly.byLogs(none, WriteFailures.NONE, BEGAN, MINUTE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonIsInTheDocument(MetricsReason reason) throws IOException {
        assertThat(page()).contains("| `%s` |".formatted(reason.word()));
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonOfThePushgatewayIsInTheDocument(PushReason reason) throws IOException {
        assertThat(page()).contains("| `%s` |".formatted(reason.word()));
    }

    @Test
    void everyMetricOfThePushgatewayIsInTheDocument() throws IOException {
        var text = ResultMetrics.result(ResultMetricsTest.finished()) + ResultMetrics.live(ResultMetricsTest.going());

        var names = text.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .toArray(String[]::new);

        assertThat(names).isNotEmpty();
        assertThat(page()).contains(Arrays.stream(names).map("`%s"::formatted).toArray(String[]::new));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of(System.getProperty("project.root"), "docs/prometheus.md"));
    }

    private static MetricsDelivery delivery(Optional<String> queryUrl) {
        return new MetricsDelivery(
                new RunnerSettings(Optional.of(OPERATORS)), new DeliverySettings(queryUrl, Optional.empty()));
    }

    /** Of two runners whose logs were read from the beginning. */
    private static WriteFailures failures(WriteFailure cause, int count) {
        return failures(cause, count, BEGAN, BEGAN.plus(MINUTE));
    }

    /** Evenly, half of them each runner's. */
    private static WriteFailures failures(WriteFailure cause, int count, Instant readSince, Instant last) {
        var pause = Duration.between(readSince, last).dividedBy(count / 2);
        var each = new WriteFailures.Reading(readSince, Optional.of(readSince.plus(pause)), Optional.of(last), pause);
        return new WriteFailures(Map.of(cause, new WriteFailures.Some(count, WORDS)), List.of(each, each));
    }

    private static MetricsDelivery.Answer answer(int series, boolean outOfOrder, boolean tooOld) {
        return series < 0
                ? new MetricsDelivery.Answer(OptionalInt.empty(), false, false, "it answers 503")
                : new MetricsDelivery.Answer(OptionalInt.of(series), outOfOrder, tooOld, "");
    }
}
