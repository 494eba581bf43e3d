package dev.loadtest.operator.store;

/** A file could not be stored; the message is for people. */
final class StoreFailure extends RuntimeException {
    private final StoreReason reason;

    StoreFailure(StoreReason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    StoreReason reason() {
        return reason;
    }
}
