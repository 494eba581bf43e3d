package dev.loadtest.operator.outbound;

/**
 * What came back.
 *
 * @param status the HTTP status code
 * @param body as text; only its beginning when it is longer than 64 KiB
 */
public record OutboundAnswer(int status, String body) {
    public boolean succeeded() {
        return status >= 200 && status < 300;
    }
}
