package dev.loadtest.k6;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Why k6 could not write its series to Prometheus, as far as its log tells. Of an answer k6 logs the status code and drops the words, so
 * one cause may stand for several.
 */
public enum WriteFailure {
    /** 404, 405 and the like: nothing at that path accepts remote write. */
    NO_RECEIVER,
    /** 401 or 403. */
    UNAUTHORIZED,
    /** 400: samples that are out of order or too old, or plain HTTP to a port that speaks TLS. */
    REFUSED,
    /** 429, or 500 and above. */
    OVERLOADED,
    /** The name is unknown, the connection is refused, or no answer comes in time. */
    UNREACHABLE,
    /** The two sides do not agree on TLS, or the certificate is not trusted. */
    TLS,
    /** Something else. */
    OTHER;

    private static final Pattern STATUS = Pattern.compile("got status code: (\\d{3}) ");
    private static final List<String> OF_TLS = List.of("tls:", "x509:", "server gave http response to https client");
    private static final List<String> OF_THE_WAY = List.of(
            "dial tcp",
            "dial udp",
            "no such host",
            "connection refused",
            "connection reset",
            "broken pipe",
            "no route to host",
            "network is unreachable",
            "deadline exceeded",
            "timeout",
            "eof");

    /** @param error what k6 logs as the error of a write */
    static WriteFailure of(String error) {
        var status = STATUS.matcher(error);
        if (status.find()) {
            return ofStatus(Integer.parseInt(status.group(1)));
        }
        var words = error.toLowerCase(Locale.ROOT);
        if (OF_TLS.stream().anyMatch(words::contains)) {
            return TLS;
        }
        return OF_THE_WAY.stream().anyMatch(words::contains) ? UNREACHABLE : OTHER;
    }

    private static WriteFailure ofStatus(int code) {
        return switch (code) {
            case 401, 403, 407 -> UNAUTHORIZED;
            case 400 -> REFUSED;
            case 429 -> OVERLOADED;
            default -> code >= 500 ? OVERLOADED : code < 500 && code != 408 && code != 413 ? NO_RECEIVER : OTHER;
        };
    }
}
