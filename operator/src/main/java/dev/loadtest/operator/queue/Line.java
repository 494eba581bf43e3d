package dev.loadtest.operator.queue;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All who are there, in the order in which they came. Nobody overtakes where both wait for the same: for a lock, or for room among the
 * runners. Who waits for a lock alone keeps nobody from the room, for it may be long. Pure.
 */
final class Line {
    private final Optional<Integer> maxRunners;
    /** Who has each lock, or will have it before all who come later. */
    private final Map<Lock, Ticket> owners = new HashMap<>();
    /** How many wait for each lock. */
    private final Map<Lock, Integer> waiting = new HashMap<>();

    private int runners;
    /** The first for whom there is no room. */
    private Optional<Ticket> roomless = Optional.empty();

    private int waitingForRoom;

    private Line(Collection<Ticket> tickets, Optional<Integer> maxRunners) {
        this.maxRunners = maxRunners;
        tickets.stream().filter(Ticket::admitted).forEach(this::letIn);
    }

    /**
     * Where one of them stands.
     *
     * @param tickets of all runs that are not over, this one's among them
     */
    static Place placeOf(Ticket mine, Collection<Ticket> tickets, Optional<Integer> maxRunners) {
        if (mine.admitted()) {
            return new Place.Admitted();
        }
        var tooLarge = maxRunners.filter(most -> mine.runners() > most);
        if (tooLarge.isPresent()) {
            return new Place.TooLarge(tooLarge.get());
        }
        var line = new Line(tickets, maxRunners);
        before(mine, tickets, maxRunners).forEach(line::pass);
        return line.place(mine);
    }

    private static List<Ticket> before(Ticket mine, Collection<Ticket> tickets, Optional<Integer> maxRunners) {
        return tickets.stream()
                .filter(Ticket::waits)
                .filter(ticket -> maxRunners.isEmpty() || ticket.runners() <= maxRunners.get())
                .filter(ticket -> Ticket.FIRST_COME.compare(ticket, mine) < 0)
                .sorted(Ticket.FIRST_COME)
                .toList();
    }

    private void letIn(Ticket ticket) {
        runners += ticket.runners();
        ticket.lock().ifPresent(lock -> owners.putIfAbsent(lock, ticket));
    }

    /** One who came earlier, and is let in or waits. */
    private void pass(Ticket ticket) {
        if (owner(ticket).isPresent()) {
            waiting.merge(ticket.lock().orElseThrow(), 1, Integer::sum);
        } else if (hasRoom(ticket)) {
            letIn(ticket);
            ticket.lock().ifPresent(lock -> waiting.merge(lock, 1, Integer::sum));
        } else {
            ticket.lock().ifPresent(lock -> {
                owners.put(lock, ticket);
                waiting.merge(lock, 1, Integer::sum);
            });
            roomless = roomless.or(() -> Optional.of(ticket));
            waitingForRoom++;
        }
    }

    private Optional<Ticket> owner(Ticket ticket) {
        return ticket.lock().map(owners::get);
    }

    private boolean hasRoom(Ticket ticket) {
        return maxRunners
                .map(most -> roomless.isEmpty() && runners + ticket.runners() <= most)
                .orElse(true);
    }

    private Place place(Ticket mine) {
        var owner = owner(mine);
        if (owner.isPresent()) {
            var lock = mine.lock().orElseThrow();
            var who = owner.get().seenFrom(mine.namespace());
            return waiting(
                    waiting.getOrDefault(lock, 0),
                    owner.get().admitted()
                            ? "run %s to end, which has the lock %s".formatted(who, lock.name())
                            : "run %s, which came before it for the lock %s".formatted(who, lock.name()));
        }
        if (!hasRoom(mine)) {
            var first = roomless.map(ticket -> "; run %s came before it".formatted(ticket.seenFrom(mine.namespace())));
            return waiting(
                    waitingForRoom,
                    "room for %d more runners: %d go, and the operator lets %d go at a time%s"
                            .formatted(mine.runners(), runners, maxRunners.orElseThrow(), first.orElse("")));
        }
        return new Place.Next();
    }

    private static Place waiting(int before, String waitsFor) {
        return new Place.Waiting(before + 1, waitsFor, Optional.empty());
    }
}
