package dev.loadtest.operator.control;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How far the starts of a run's runners lie apart, over all calls of resume: who did not hear is resumed again later. Times are those of
 * {@link System#nanoTime()}.
 */
final class StartSkew {
    private final Set<String> unanswered = new HashSet<>();
    private OptionalLong told = OptionalLong.empty();
    private OptionalLong first = OptionalLong.empty();
    private OptionalLong last = OptionalLong.empty();

    /**
     * These are being resumed.
     *
     * @param all whether that is everybody; if not, others were started before, even if their answers were lost
     * @param earlier when an earlier life of the operator resumed them
     */
    synchronized void resumes(Collection<String> addresses, boolean all, OptionalLong earlier, long now) {
        unanswered.addAll(addresses);
        if (first.isEmpty() && !all) {
            first = told.isPresent() ? told : earlier;
        }
        if (told.isEmpty()) {
            told = OptionalLong.of(now);
        }
    }

    /**
     * It has answered, or is seen to have started although its answer was lost.
     *
     * @return whether that is news
     */
    synchronized boolean started(String address, long now) {
        if (!unanswered.remove(address)) {
            return false;
        }
        if (first.isEmpty()) {
            first = OptionalLong.of(now);
        }
        last = OptionalLong.of(last.isPresent() ? Math.max(last.getAsLong(), now) : now);
        return true;
    }

    /** It had been started before. */
    synchronized void wasStarted(String address) {
        unanswered.remove(address);
    }

    /** As far as runners have answered; empty before the first. */
    synchronized Optional<Duration> seen() {
        return last.isEmpty() ? Optional.empty() : Optional.of(Duration.ofNanos(last.getAsLong() - first.getAsLong()));
    }
}
