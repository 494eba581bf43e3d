package dev.loadtest.operator.delivery;

import dev.loadtest.operator.outbound.OutboundAnswer;
import dev.loadtest.operator.outbound.OutboundFailure;

/** What the condition {@code ResultPushed} says about a result and its Pushgateway. {@code docs/prometheus.md} lists them with their next steps. */
public enum PushReason {
    PUSHED("Pushed", ""),
    /** 404, 405, or success in other words than a Pushgateway's: nothing at that path takes metrics. */
    NO_PUSHGATEWAY("NoPushgateway", "give the URL without a path, or with the one of --web.route-prefix"),
    /** 401 or 403. */
    UNAUTHORIZED("Unauthorized", "let the operator push without credentials; it can read none"),
    /** 400 and the like. */
    REFUSED("Refused", "see whether somebody else pushes metrics of the same names with other types or texts"),
    /** 429, or 500 and above. */
    OVERLOADED("Overloaded", "look at the log of the Pushgateway"),
    UNREACHABLE("Unreachable", "correct the URL, or start the Pushgateway"),
    TLS_FAILED("TlsFailed", "give a certificate that the operator trusts, or the URL with http"),
    /** An address that the operator does not call. */
    ADDRESS_REFUSED(
            "AddressRefused",
            "name another address, or have it allowed by the operator's setting LOADTEST_OUTBOUND_ALLOWED_HOSTS"),
    /** A later run of the LoadTest has a result, or the LoadTest names another Pushgateway now. */
    SUPERSEDED("Superseded", "");

    private final String word;
    private final String nextStep;

    PushReason(String word, String nextStep) {
        this.word = word;
        this.nextStep = nextStep;
    }

    public String word() {
        return word;
    }

    String nextStep() {
        return nextStep;
    }

    static PushReason of(OutboundAnswer answer) {
        if (answer.succeeded()) {
            // A Pushgateway says nothing then; what has something to say is a page or another's metrics.
            return answer.body().isBlank() ? PUSHED : NO_PUSHGATEWAY;
        }
        return switch (answer.status()) {
            case 401, 403 -> UNAUTHORIZED;
            case 429 -> OVERLOADED;
            case 400, 409, 413, 415, 422 -> REFUSED;
            default -> answer.status() >= 500 ? OVERLOADED : NO_PUSHGATEWAY;
        };
    }

    static PushReason of(OutboundFailure failure) {
        return switch (failure.kind()) {
            case UNREACHABLE, INVALID_URL -> UNREACHABLE;
            case TLS -> TLS_FAILED;
            case ADDRESS_REFUSED -> ADDRESS_REFUSED;
        };
    }
}
