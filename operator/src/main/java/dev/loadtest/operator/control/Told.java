package dev.loadtest.operator.control;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whom something was told, and when: a run is looked at many times before it shows. */
final class Told {
    private final long again;
    private final Map<String, Long> last = new HashMap<>();

    /** @param again before it is told again, at least */
    Told(Duration again) {
        this.again = again.toNanos();
    }

    /** Those of them to be told now; they count as told. */
    synchronized List<String> now(Collection<String> addresses) {
        var now = System.nanoTime();
        var due = addresses.stream()
                .filter(address -> !last.containsKey(address) || now - last.get(address) >= again)
                .toList();
        due.forEach(address -> last.put(address, now));
        return due;
    }
}
