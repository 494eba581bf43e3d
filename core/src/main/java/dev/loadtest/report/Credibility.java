package dev.loadtest.report;

import dev.loadtest.verdict.Judgement;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Whether the measurement can be believed.
 *
 * @param valid whether it can
 * @param reason why, as one word: Measured, NothingMeasured, EndedEarly, or the reason of the first doubt
 * @param doubts why not, the most telling first; empty when it can be believed
 */
public record Credibility(boolean valid, String reason, List<Doubt> doubts) {

    public Credibility {
        doubts = Lists.copy(doubts);
    }

    /**
     * One reason not to believe it.
     *
     * @param reason as one word
     * @param text what was found and what to look at
     * @param observed the number that was found: a share, 0 to 1; milliseconds for StartSkewed; runners for RunnersMissing
     * @param limit the limit of {@code spec.validity} that it was compared with, in the same unit
     */
    public record Doubt(String reason, String text, OptionalDouble observed, OptionalDouble limit) {}

    static Credibility of(Judgement judgement) {
        return new Credibility(
                judgement.valid(),
                judgement.validReason(),
                judgement.doubts().stream()
                        .map(doubt -> new Doubt(doubt.reason().word(), doubt.text(), doubt.observed(), doubt.limit()))
                        .toList());
    }
}
