package dev.loadtest.operator.definition;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a run of a LoadTest is to begin, and which. Pure: no client, no clock. */
final class DefinitionDecisions {
    private DefinitionDecisions() {}

    /** What is to happen when the schedule is due while a run is going. */
    enum Concurrency {
        ALLOW,
        FORBID,
        REPLACE
    }

    /**
     * What is seen of a LoadTest.
     *
     * @param now what a run made now of its own accord would be for
     * @param suspended whether no new run may begin
     * @param onChange whether a new definition is a reason to run
     * @param concurrency what happens to a run that is going when the schedule is due
     * @param byHand the run that somebody created and that waits longest
     * @param request what asks for a run, if that has not been answered yet
     * @param due the time of the schedule for which a run may begin
     * @param pending a run that was announced and does not exist
     * @param last the newest run, if there was one
     * @param going the names of the runs that are not over, or not torn down yet
     */
    record Seen(
            Trigger now,
            boolean suspended,
            boolean onChange,
            Concurrency concurrency,
            Optional<ByHand> byHand,
            Optional<String> request,
            Optional<Instant> due,
            Optional<Pending> pending,
            Optional<Last> last,
            List<String> going) {}

    /**
     * @param run its name
     * @param trigger what it would be for
     */
    record ByHand(String run, Trigger trigger) {}

    record Pending(int number, Trigger trigger) {}

    record Last(int number, Trigger trigger) {}

    enum Next {
        NOTHING,
        /** Writes down that a run of this number is about to be created. */
        ANNOUNCE,
        /** Creates the announced run. */
        CREATE,
        /** Stops those that are going, so that the announced one can begin. */
        STOP
    }

    /** @param byHand the run that takes the number, where none is to be created */
    record Decision(Next next, int number, Trigger trigger, Optional<String> byHand) {}

    private record Wanted(Trigger trigger, Optional<String> byHand, boolean bySchedule) {}

    static Decision decide(Seen seen) {
        var number = seen.pending()
                .map(Pending::number)
                .or(() -> seen.last().map(last -> last.number() + 1))
                .orElse(1);
        if (!seen.suspended()) {
            for (var wanted : wanted(seen).toList()) {
                // What was announced and never created is announced anew when it would be for something else by now.
                var announced = seen.pending()
                        .filter(pending -> pending.trigger().equals(wanted.trigger()))
                        .isPresent();
                var begin = announced ? Next.CREATE : Next.ANNOUNCE;
                var next = seen.going().isEmpty() ? begin : besideOthers(seen, wanted, announced, begin);
                if (next != Next.NOTHING) {
                    return new Decision(next, number, wanted.trigger(), wanted.byHand());
                }
            }
        }
        return new Decision(Next.NOTHING, number, seen.now(), Optional.empty());
    }

    /**
     * What people ask for comes first: a schedule that is always due would never let it begin. But with Replace it would be stopped at
     * once by the time that is due already. A change is run as it is before something else is made of it by hand: nobody would afterwards
     * know that it never was.
     */
    private static Stream<Wanted> wanted(Seen seen) {
        var byHand = seen.byHand().map(run -> new Wanted(run.trigger(), Optional.of(run.run()), false));
        var request = seen.request().map(cause -> new Wanted(seen.now().causedBy(cause), Optional.empty(), false));
        var change = seen.onChange()
                        && seen.last()
                                .map(last -> last.trigger().outdatedBy(seen.now()))
                                .orElse(true)
                ? Optional.of(new Wanted(seen.now(), Optional.empty(), false))
                : Optional.<Wanted>empty();
        var schedule = seen.due().map(time -> new Wanted(seen.now().dueAt(time), Optional.empty(), true));
        var before = change.filter(wanted -> seen.byHand()
                .filter(run -> run.trigger().overridden().isPresent())
                .isPresent());
        var wanted = seen.concurrency() == Concurrency.REPLACE
                ? Stream.of(schedule, before, byHand, request, change)
                : Stream.of(before, byHand, request, change, schedule);
        return wanted.flatMap(Optional::stream);
    }

    /** A change or a request that comes while a run goes on waits for its end: two runs at once would disturb each other's numbers. */
    private static Next besideOthers(Seen seen, Wanted wanted, boolean announced, Next begin) {
        return switch (seen.concurrency()) {
            case ALLOW -> wanted.bySchedule() || wanted.byHand().isPresent() ? begin : Next.NOTHING;
            case FORBID -> Next.NOTHING;
            // Announced before the others are stopped: it has begun, as far as startingDeadlineSeconds is concerned.
            case REPLACE -> !wanted.bySchedule() ? Next.NOTHING : announced ? Next.STOP : Next.ANNOUNCE;
        };
    }
}
