package dev.loadtest.operator.definition;

import java.util.Optional;

/** Whether a LoadTest is due. Pure: no client, no clock. */
final class DefinitionDecisions {
    private DefinitionDecisions() {}

    /**
     * What is seen of a LoadTest.
     *
     * @param now what a run made now would be for
     * @param suspended whether no new run may begin
     * @param pending a run that was announced, and perhaps created
     * @param last the latest run, if there was one
     */
    record Seen(Trigger now, boolean suspended, Optional<Pending> pending, Optional<Last> last) {}

    /** @param created whether that very run exists */
    record Pending(int number, Trigger trigger, boolean created) {}

    record Last(int number, Trigger trigger, boolean completed) {}

    enum Next {
        NOTHING,
        /** Writes down that a run of this number is about to be created. */
        ANNOUNCE,
        /** Creates the announced run, or finds that it exists. */
        CREATE
    }

    record Decision(Next next, int number, Trigger trigger) {}

    static Decision decide(Seen seen) {
        if (seen.pending().isPresent()) {
            return announced(seen, seen.pending().get());
        }
        var number = seen.last().map(last -> last.number() + 1).orElse(1);
        return new Decision(due(seen) ? Next.ANNOUNCE : Next.NOTHING, number, seen.now());
    }

    /** What was announced and never created is announced anew when the definition has changed since: a run is for what it runs. */
    private static Decision announced(Seen seen, Pending pending) {
        if (pending.created()) {
            return new Decision(Next.CREATE, pending.number(), pending.trigger());
        }
        var next = pending.trigger().equals(seen.now()) ? Next.CREATE : Next.ANNOUNCE;
        return new Decision(due(seen) ? next : Next.NOTHING, pending.number(), seen.now());
    }

    /** A change that comes while a run goes on waits for its end: two runs at once would disturb each other's numbers. */
    private static boolean due(Seen seen) {
        return !seen.suspended()
                && seen.last()
                        .map(last -> last.completed() && last.trigger().outdatedBy(seen.now()))
                        .orElse(true);
    }
}
