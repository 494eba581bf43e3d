package dev.loadtest.operator.diagnosis;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Events, by the object that they are about. By its UID: an object of the same name that is gone had troubles of its own. */
record ToldEvents(Collection<Event> events) {
    /** The newest one of an object with one of these reasons; of equals always the same. */
    Optional<Event> newest(HasMetadata about, String... reasons) {
        return of(about, reasons).max(Comparator.comparing(ToldEvents::time).thenComparing(Event::getMessage));
    }

    Stream<Event> of(HasMetadata about, String... reasons) {
        var uid = about.getMetadata().getUid();
        var wanted = Set.of(reasons);
        return events.stream()
                .filter(event -> uid != null
                        && event.getInvolvedObject() != null
                        && uid.equals(event.getInvolvedObject().getUid()))
                .filter(event -> event.getReason() != null && wanted.contains(event.getReason()))
                .filter(event -> event.getMessage() != null);
    }

    /** When it was last seen, to the second; recorders differ in where they write that. */
    static Instant time(Event event) {
        return Stream.of(
                        event.getSeries() == null || event.getSeries().getLastObservedTime() == null
                                ? null
                                : event.getSeries().getLastObservedTime().getTime(),
                        event.getLastTimestamp(),
                        event.getEventTime() == null
                                ? null
                                : event.getEventTime().getTime(),
                        event.getFirstTimestamp())
                .filter(Objects::nonNull)
                .findFirst()
                .map(Instant::parse)
                .orElse(Instant.EPOCH);
    }
}
