package dev.loadtest.operator.delivery;

import dev.loadtest.operator.runner.StoreJob;
import dev.loadtest.operator.store.StoreEnd;
import dev.loadtest.operator.store.StoreReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What to do next for the files of a run's report. No Kubernetes, no clock, no memory. */
final class StoreDecisions {
    /** Beyond the Job's own day: it begins a moment after the run's end, and may be made again when its node is lost. */
    static final Duration LONGEST = StoreJob.LONGEST.plusHours(1);
    /** What nobody tells of is looked for at this pace, at first: a pod that was refused, or a volume that cannot be mounted. */
    static final Duration SOON = Duration.ofSeconds(15);

    private static final Duration AT_FIRST = Duration.ofMinutes(10);
    private static final Duration LATER = Duration.ofMinutes(2);

    private static final String TRIED_AGAIN = " It is tried again for a day after the run, at least every 5 minutes.";
    private static final String GIVEN_UP = " It was given up after a day; the report is in its ConfigMap.";

    private StoreDecisions() {}

    /**
     * @param completedAt when the verdict was given
     * @param wanted whether files are to be brought anywhere
     * @param said what the condition says; empty while the report is not kept yet
     * @param places in words
     * @param kept whether the report lies in its ConfigMap; it may have been dropped meanwhile
     * @param image whether the operator knows its own image
     */
    record Seen(
            Optional<Instant> completedAt,
            boolean wanted,
            Optional<DeliveryCondition> said,
            String places,
            boolean kept,
            boolean image,
            StoreState state) {}

    /**
     * @param create whether the Job is to be made
     * @param said what to say; empty: what was said before
     * @param stored all that was stored, once it is
     * @param done whether nothing is left to do
     * @param lookAgain when, at the latest, if nothing happens before
     */
    record Decision(
            boolean create,
            Optional<DeliveryCondition> said,
            Optional<StoreEnd> stored,
            boolean done,
            Instant lookAgain) {}

    static Decision decide(Seen seen, Instant now) {
        var over = !now.isBefore(seen.completedAt().orElse(now).plus(LONGEST));
        if (!seen.wanted() || seen.said().map(StoreDecisions::isSettled).orElse(over)) {
            return done(seen, Optional.empty(), now);
        }
        if (seen.said().isEmpty()) {
            return waits(seen, Optional.empty(), now); // it comes when the report is kept
        }
        if (seen.state() instanceof StoreState.Stored stored) {
            var said = new DeliveryCondition("True", StoreReason.STORED.word(), storedWords(seen, stored.end()));
            return new Decision(false, Optional.of(said), Optional.of(stored.end()), true, lookAgain(seen, now));
        }
        if (seen.state() instanceof StoreState.GivenUp || over) {
            return done(seen, Optional.of(givenUp(seen.said().get())), now);
        }
        return seen.state() instanceof StoreState.NoJob
                ? withoutJob(seen, now)
                : waits(
                        seen,
                        seen.state() instanceof StoreState.Trouble trouble
                                ? Optional.of(failed(seen.places(), trouble.reason(), trouble.message()))
                                : Optional.empty(),
                        now);
    }

    private static Decision withoutJob(Seen seen, Instant now) {
        if (!seen.kept()) {
            return done(seen, Optional.of(noReport(seen.places())), now);
        }
        return seen.image()
                ? new Decision(true, Optional.empty(), Optional.empty(), false, lookAgain(seen, now))
                : waits(
                        seen,
                        Optional.of(failed(
                                seen.places(), StoreReason.NO_IMAGE, "the operator does not know its own image")),
                        now);
    }

    private static boolean isSettled(DeliveryCondition said) {
        return said.status().equals("True") || said.reason().equals(StoreReason.NO_REPORT.word());
    }

    private static Decision done(Seen seen, Optional<DeliveryCondition> said, Instant now) {
        return new Decision(false, said, Optional.empty(), true, lookAgain(seen, now));
    }

    private static Decision waits(Seen seen, Optional<DeliveryCondition> said, Instant now) {
        return new Decision(false, said, Optional.empty(), false, lookAgain(seen, now));
    }

    private static Instant lookAgain(Seen seen, Instant now) {
        var late = !now.isBefore(seen.completedAt().orElse(now).plus(AT_FIRST));
        return now.plus(late ? LATER : SOON);
    }

    /** For good. */
    static DeliveryCondition noReport(String places) {
        return new DeliveryCondition(
                "False",
                StoreReason.NO_REPORT.word(),
                "there is no report to be stored in %s; %s".formatted(places, StoreReason.NO_REPORT.nextStep()));
    }

    /** What went wrong, with the next step. */
    static DeliveryCondition failed(String places, StoreReason reason, String message) {
        return new DeliveryCondition(
                "False",
                reason.word(),
                "the files of the report are not in %s: %s; %s.%s"
                        .formatted(places, message, reason.nextStep(), TRIED_AGAIN));
    }

    /** The last that was known is said for good. */
    private static DeliveryCondition givenUp(DeliveryCondition said) {
        var reason = said.isOpen() ? StoreReason.FAILED.word() : said.reason();
        var words = said.message().replace(TRIED_AGAIN, "").replace(GIVEN_UP, "");
        return new DeliveryCondition("False", reason, words + GIVEN_UP);
    }

    private static String storedWords(Seen seen, StoreEnd end) {
        var count = end.files().size() + end.further();
        var stored = count == 0
                ? "the files of the report are in %s; the pod that stored them went before it told which"
                        .formatted(seen.places())
                : "%d files are in %s".formatted(count, seen.places());
        return end.further() == 0
                ? stored
                : stored + "; SHA256SUMS names the %d that status.artifacts leaves out".formatted(end.further());
    }
}
