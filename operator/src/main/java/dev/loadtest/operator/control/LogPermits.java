package dev.loadtest.operator.control;

import java.util.Optional;

/** How many logs may be read at once, by all runs together. Those that surely have something to say find a place when the others fill it. */
final class LogPermits {
    private final int most;

    private int taken;

    /** @param most how many may be read at once */
    LogPermits(int most) {
        this.most = most;
    }

    /** Why a log is read. */
    enum Reason {
        /** Something may be there, or may come soon: the half may be read for this. */
        EXPECTED(2),
        /** The result is about to be printed: three quarters. */
        ENDING(3),
        /** The container has ended: all. */
        ENDED(4);

        private final int quarters;

        Reason(int quarters) {
            this.quarters = quarters;
        }
    }

    /** Given back once. */
    final class Permit {
        private boolean released;

        private Permit() {}

        void release() {
            synchronized (LogPermits.this) {
                if (!released) {
                    released = true;
                    taken--;
                }
            }
        }
    }

    synchronized Optional<Permit> take(Reason reason) {
        if (taken >= Math.max(1, most * reason.quarters / 4)) {
            return Optional.empty();
        }
        taken++;
        return Optional.of(new Permit());
    }

    synchronized int taken() {
        return taken;
    }
}
