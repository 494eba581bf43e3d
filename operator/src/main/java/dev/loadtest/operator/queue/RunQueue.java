package dev.loadtest.operator.queue;

import dev.loadtest.api.LoadTestRun;
import dev.loadtest.api.TargetSpec;
import dev.loadtest.operator.runner.Labels;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who has had his turn stands in the runs' own markers, so a restarted operator knows as much as the one before. In memory is only what the
 * cache may not show yet: who was let in, and who has left, a moment ago. Turns are given through one door, one after the other.
 */
@ApplicationScoped
public class RunQueue {
    private final KubernetesClient client;
    private final QueueSettings settings;
    private volatile Supplier<Stream<LoadTestRun>> runs = Stream::empty;
    /** UIDs of runs whose marker was sent, and may not be in the cache. */
    private final Set<String> letIn = new HashSet<>();
    /** UIDs of runs that are over, and may still be in the cache. */
    private final Set<String> left = new HashSet<>();
    /** Who had each lock last: of a run that was deleted meanwhile, or does not have its label yet, nobody else could say so. */
    private final Map<Lock, Settling.Former> latest = new HashMap<>();

    RunQueue(KubernetesClient client, QueueSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    /** Where all runs are that are not over. */
    public void lookUpRuns(Supplier<Stream<LoadTestRun>> cache) {
        // Somebody's own run has no definition before its LoadTest lets it begin; it stands in no line yet.
        runs = () -> cache.get().filter(run -> run.getSpec().definition() != null);
    }

    /** Where a run stands. */
    public Place place(LoadTestRun run, Instant now) {
        if (Ticket.isAdmitted(run) || !hasToWait(run)) {
            return new Place.Admitted();
        }
        var place = inLine(run);
        var settle = Duration.ofSeconds(
                Lock.target(run).map(TargetSpec::settleSeconds).orElse(0));
        return place instanceof Place.Next && !settle.isZero()
                ? Settling.place(former(Lock.of(run).orElseThrow()), settle, now)
                        .orElse(place)
                : place;
    }

    /**
     * Lets a run in, if it is still its turn.
     *
     * @param write writes the marker down
     * @return whether it was let in
     */
    public synchronized boolean letIn(LoadTestRun run, Runnable write) {
        if (!(inLine(run) instanceof Place.Next)) {
            return false;
        }
        var uid = run.getMetadata().getUid();
        letIn.add(uid);
        try {
            write.run();
        } catch (KubernetesClientException e) {
            if (e.getCode() > 0) {
                letIn.remove(uid); // refused; of one that was not answered nobody knows, and it is tried again
            }
            throw e;
        }
        return true;
    }

    /** Has a run leave that is over, or gone: what it had is the next one's. */
    public synchronized void leave(LoadTestRun run, Instant now) {
        left.add(run.getMetadata().getUid());
        if (Ticket.isAdmitted(run)) {
            Lock.of(run).ifPresent(lock -> latest.put(lock, Settling.former(run, now)));
        }
    }

    /** The runs that wait, which have to look again when one was let in or has left. */
    public List<LoadTestRun> waiting() {
        return runs.get()
                .filter(this::hasToWait)
                .filter(run -> Ticket.of(run).waits())
                .toList();
    }

    private boolean hasToWait(LoadTestRun run) {
        return settings.maxRunners().isPresent() || Lock.of(run).isPresent();
    }

    private synchronized Place inLine(LoadTestRun run) {
        var mine = Ticket.of(run);
        var others = runs.get()
                .map(Ticket::of)
                .filter(ticket -> !ticket.uid().equals(mine.uid()))
                .toList();
        var there = others.stream().map(Ticket::uid).collect(Collectors.toSet());
        there.add(mine.uid());
        letIn.retainAll(there);
        left.retainAll(there);
        var tickets = new ArrayList<Ticket>();
        tickets.add(mine);
        others.stream()
                .filter(ticket -> !left.contains(ticket.uid()))
                .map(ticket -> letIn.contains(ticket.uid()) ? ticket.admittedToo() : ticket)
                .forEach(tickets::add);
        return Line.placeOf(mine, tickets, settings.maxRunners());
    }

    /** Asked for only when all else is right: runs that are over are in no cache. */
    private Optional<Settling.Former> former(Lock lock) {
        var labelled = client.resources(LoadTestRun.class);
        var finished = Map.of(Labels.LOCK, lock.name(), Labels.FINISHED, "true");
        var list = lock.namespace().isPresent()
                ? labelled.inNamespace(lock.namespace().get())
                        .withLabels(finished)
                        .list()
                : labelled.inAnyNamespace().withLabels(finished).list();
        return Stream.concat(Settling.last(lock, list.getItems()).stream(), latestWith(lock).stream())
                .max(Comparator.comparing(Settling.Former::endedAt));
    }

    private synchronized Optional<Settling.Former> latestWith(Lock lock) {
        return Optional.ofNullable(latest.get(lock));
    }
}
