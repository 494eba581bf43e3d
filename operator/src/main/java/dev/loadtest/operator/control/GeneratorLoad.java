package dev.loadtest.operator.control;

import dev.loadtest.k6.Plan;
import dev.loadtest.verdict.Generators;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** How near the runners of a run came to what they can do while they sent load. */
final class GeneratorLoad {
    private static final int FEWEST_LOOKS = 10;
    /** 10 s, less what the looks are early or late by; a window of a look more would hide a short saturation. */
    private static final Duration CPU_WINDOW = Duration.ofMillis(9_500);

    private final Map<Integer, Looks> looks = new HashMap<>();
    private final Map<Integer, Deque<CpuTime>> cpuTimes = new HashMap<>();
    private int shareOfMaxVUs;
    private OptionalDouble cpuShare = OptionalDouble.empty();

    private record Looks(int all, int atMaxVUs) {
        Looks plus(boolean atMax) {
            return new Looks(all + 1, atMax ? atMaxVUs + 1 : atMaxVUs);
        }

        double share() {
            return (double) atMaxVUs / all;
        }
    }

    private record CpuTime(long nanoTime, double seconds) {}

    /** From now on it can be told who has all the VUs that it may have. */
    synchronized void plans(Plan plan, int runners) {
        shareOfMaxVUs = plan.arrivalMaxVUs() == 0 ? 0 : Math.max(1, plan.arrivalMaxVUs() / runners);
    }

    synchronized void says(int index, K6Status status) {
        if (shareOfMaxVUs > 0 && status.sendsLoad()) {
            var atMax = status.vus() >= status.vusMax() && status.vusMax() >= shareOfMaxVUs;
            looks.merge(index, new Looks(0, 0).plus(atMax), (before, now) -> before.plus(atMax));
        }
    }

    /**
     * @param cpuSeconds the CPU time that a runner has used until then
     * @param cpuLimit its limit in cores
     */
    synchronized void hasUsed(int index, long nanoTime, double cpuSeconds, double cpuLimit) {
        var times = cpuTimes.computeIfAbsent(index, any -> new ArrayDeque<>());
        Optional<CpuTime> start = Optional.empty();
        while (!times.isEmpty() && nanoTime - times.peekFirst().nanoTime() >= CPU_WINDOW.toNanos()) {
            start = Optional.of(times.removeFirst()); // the latest that is old enough
        }
        if (start.isPresent()) {
            times.addFirst(start.get());
            var used = cpuSeconds - start.get().seconds();
            var had = (nanoTime - start.get().nanoTime()) / 1e9 * cpuLimit;
            // Short of a period of its quota a container can use a little more than its limit.
            var share = Math.min(1, used / had);
            cpuShare = OptionalDouble.of(Math.max(share, cpuShare.orElse(0)));
        }
        times.addLast(new CpuTime(nanoTime, cpuSeconds));
    }

    synchronized Generators seen() {
        var atMaxVUs = looks.values().stream()
                .filter(of -> of.all() >= FEWEST_LOOKS)
                .mapToDouble(Looks::share)
                .max();
        return new Generators(Optional.empty(), atMaxVUs, cpuShare, false);
    }
}
