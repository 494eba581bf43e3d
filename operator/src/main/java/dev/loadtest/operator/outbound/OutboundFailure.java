package dev.loadtest.operator.outbound;

import java.io.IOException;

/** A call that was not answered. */
public final class OutboundFailure extends IOException {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    OutboundFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What was in the way. */
    public enum Kind {
        /** It is no http or https URL with a host. */
        INVALID_URL,
        /** An address that is not called. */
        ADDRESS_REFUSED,
        /** The name is unknown, the connection is refused or cut, or no answer comes in time. */
        UNREACHABLE,
        /** The two sides do not agree on TLS, or the certificate is not trusted. */
        TLS
    }

    public Kind kind() {
        return kind;
    }
}
