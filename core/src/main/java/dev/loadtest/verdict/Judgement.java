package dev.loadtest.verdict;

import java.util.List;
import java.util.Optional;

/**
 * What a run comes to.
 *
 * @param reason the reason, which carries the verdict
 * @param message one or two sentences that name the object at fault and the next step
 * @param thresholds every threshold over all runners, in the order of metric and declaration; also those of partial results
 * @param numbers the merged numbers; empty when no runner printed a result
 * @param doubts why the measurement is not to be believed, the most telling first; empty when it is
 */
public record Judgement(
        Reason reason,
        String message,
        List<ThresholdOutcome> thresholds,
        Optional<Numbers> numbers,
        List<Doubt> doubts) {

    public Judgement {
        thresholds = List.copyOf(thresholds);
        doubts = List.copyOf(doubts);
    }

    /** What a run comes to of which nothing was measured. */
    public static Judgement unmeasured(Reason reason, String message) {
        return new Judgement(reason, message, List.of(), Optional.empty(), List.of());
    }

    public Verdict verdict() {
        return reason.verdict();
    }

    /** Whether the numbers can be believed: there are some, the run came to its own end, and nothing is to be doubted. */
    public boolean valid() {
        return numbers.isPresent() && doubts.isEmpty() && isMeasured();
    }

    /** Why they can be believed, or not, as one word. */
    public String validReason() {
        if (numbers.isEmpty()) {
            return "NothingMeasured";
        }
        if (!isMeasured()) {
            return "EndedEarly";
        }
        return doubts.isEmpty() ? "Measured" : doubts.get(0).reason().word();
    }

    private boolean isMeasured() {
        return switch (verdict()) {
            case PASSED, FAILED, INCONCLUSIVE -> true;
            case ERROR, ABORTED -> false;
        };
    }
}
