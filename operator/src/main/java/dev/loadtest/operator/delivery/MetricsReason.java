package dev.loadtest.operator.delivery;

import dev.loadtest.k6.WriteFailure;

/** What the condition {@code MetricsDelivered} says about the series of a run. {@code docs/prometheus.md} lists them with their next steps. */
public enum MetricsReason {
    /** Prometheus has series of every runner. */
    DELIVERED("Delivered"),
    /** k6 logged no failed write, so each was answered with success; Prometheus was not asked. */
    WRITES_ACCEPTED("WritesAccepted"),
    /** Nothing at that path accepts remote write: most often Prometheus without its receiver. */
    RECEIVER_OFF("ReceiverOff"),
    /** Prometheus, or what stands before it, wants other credentials. */
    UNAUTHORIZED("Unauthorized"),
    /** The name is unknown, the connection is refused, or no answer comes in time. */
    UNREACHABLE("Unreachable"),
    /** The two sides do not agree on TLS, or the certificate is not trusted. */
    TLS_FAILED("TlsFailed"),
    /** Answered 400, and it is not known of what kind: k6 logs the status code alone. */
    SAMPLES_REFUSED("SamplesRefused"),
    /** Answered 400, and Prometheus counts samples that came out of order. */
    OUT_OF_ORDER("OutOfOrder"),
    /** Answered 400, and Prometheus counts samples older than it takes. */
    TOO_OLD("TooOld"),
    /** Prometheus cannot take as much, or has an error of its own. */
    OVERLOADED("Overloaded"),
    /** Writes failed for another reason. */
    WRITE_FAILED("WriteFailed"),
    /** Some writes failed and others did not, or series of some runners are missing. */
    PARTLY_DELIVERED("PartlyDelivered"),
    /** k6 logged no failed write, but the Prometheus that was asked has no series of the run. */
    NO_SERIES("NoSeries");

    private final String word;

    MetricsReason(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    static MetricsReason of(WriteFailure cause) {
        return switch (cause) {
            case NO_RECEIVER -> RECEIVER_OFF;
            case UNAUTHORIZED -> UNAUTHORIZED;
            case REFUSED -> SAMPLES_REFUSED;
            case OVERLOADED -> OVERLOADED;
            case UNREACHABLE -> UNREACHABLE;
            case TLS -> TLS_FAILED;
            case OTHER -> WRITE_FAILED;
        };
    }

    /** @param field where the URL is set, in words */
    String nextStep(String field) {
        return switch (this) {
            case RECEIVER_OFF ->
                "start Prometheus with --web.enable-remote-write-receiver, or correct the URL, which is %s"
                        .formatted(field);
            case UNAUTHORIZED ->
                "give credentials as the variables K6_PROMETHEUS_RW_USERNAME and K6_PROMETHEUS_RW_PASSWORD, or K6_PROMETHEUS_RW_BEARER_TOKEN, from a Secret in spec.env";
            case UNREACHABLE -> "correct the URL, which is %s, or let the runners' namespace reach it".formatted(field);
            case TLS_FAILED ->
                "see that the URL, which is %s, begins with https for a port that speaks TLS 1.3 with a certificate that the runners trust, and with http for any other"
                        .formatted(field);
            case SAMPLES_REFUSED ->
                "most often samples are out of order or too old: set storage.tsdb.out_of_order_time_window in Prometheus, and see that the script does not set the tags runner or run and that clocks agree; Prometheus' own log has its words. A port that speaks TLS answers 400 to http, too: the URL is %s"
                        .formatted(field);
            case OUT_OF_ORDER ->
                "set storage.tsdb.out_of_order_time_window in Prometheus, and see that the script does not set the tags runner or run, by which the runners' series differ";
            case TOO_OLD ->
                "raise storage.tsdb.out_of_order_time_window in Prometheus, and see that the nodes' clocks agree";
            case OVERLOADED ->
                "look at the log and the limits of Prometheus; spec.prometheus.pushInterval makes writes fewer";
            case WRITE_FAILED -> "see k6's words, and the URL, which is %s".formatted(field);
            case NO_SERIES ->
                "see whether the URL that runners write to, which is %s, and the one that the operator asks, its setting LOADTEST_PROMETHEUS_QUERY_URL, are of the same Prometheus"
                        .formatted(field);
            case DELIVERED, WRITES_ACCEPTED, PARTLY_DELIVERED -> "";
        };
    }
}
