package dev.loadtest.operator.web;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Runs as they go, for pages that are open: a look at what is in memory each second, told when it has changed. */
@Singleton
class LiveStreams {
    private static final int MOST = 50;
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Then the browser comes again by itself, and is asked again who it is. */
    private static final long LONGEST = Duration.ofMinutes(10).toSeconds();

    private final AtomicInteger open = new AtomicInteger();

    /**
     * Ends with the first view that is over, or when there is none any more.
     *
     * @throws jakarta.ws.rs.WebApplicationException when there are too many already
     */
    Multi<LiveView> of(Supplier<Optional<LiveView>> look) {
        if (open.get() >= MOST) {
            throw Trouble.tooManyWatch();
        }
        return Multi.createFrom()
                .ticks()
                .every(LOOK)
                .onOverflow()
                .drop()
                .onSubscription()
                .invoke(open::incrementAndGet)
                .onTermination()
                .invoke(open::decrementAndGet)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .select()
                .first(LONGEST)
                .onItem()
                .transformToIterable(tick -> andEnd(look.get()))
                .select()
                .first(Optional::isPresent)
                .map(Optional::get)
                .skip()
                .repetitions();
    }

    /** After the last view comes nothing. */
    private static List<Optional<LiveView>> andEnd(Optional<LiveView> view) {
        return view.filter(LiveView::over).isPresent() ? List.of(view, Optional.empty()) : List.of(view);
    }
}
